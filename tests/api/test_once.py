"""The same key and the same request: done once, answered as often as it is asked."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from onevisit.accounts import services
from onevisit.accounts.models import ApiAnswer
from onevisit.accounts.services import Answer, once
from onevisit.cases.models import Application
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid
from tests.api.programs import Program, issue, told
from tests.factories.cases import BUNDLE, MONDAY, County
from tests.factories.parallel import at_once
from tests.factories.people import make_staff


def begin(program: Program, key: str, area: int = 400) -> dict[str, object]:
    body = {"offer": BUNDLE, "answers": {"shop.area": area}}
    return told(program.post("/applications", body, key=key), 201)  # type: ignore[no-any-return]


def test_a_second_request_with_the_same_key_gets_the_first_answer(here: County) -> None:
    program = Program(issue(here.citizen.user_id).text)
    body = {"offer": BUNDLE, "answers": {"shop.area": 400}}
    first = program.post("/applications", body, key="a")
    again = program.post("/applications", body, key="a")
    assert (again.status_code, again.content) == (first.status_code, first.content) != 200
    assert again["Location"] == first["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert not first.has_header("Idempotent-Replayed")
    assert Application.objects.count() == 1


def test_a_key_stands_for_one_request_only(here: County) -> None:
    program = Program(issue(here.citizen.user_id).text)
    begin(program, "a")
    body = {"offer": BUNDLE, "answers": {"shop.area": 12}}
    problem = told(program.post("/applications", body, key="a"), 422)
    assert problem["code"] == "accounts.key_reused"


def test_keys_of_different_tokens_do_not_meet(here: County) -> None:
    one, two = (Program(issue(here.citizen.user_id).text) for _ in range(2))
    begin(one, "a")
    begin(two, "a", area=12)


@pytest.mark.parametrize("key", ["", "with blank", "x" * 129, "中"])
@pytest.mark.parametrize("path", ["/applications", "/ratings/any"])
def test_a_key_out_of_form_is_refused_also_where_none_is_needed(
    here: County, path: str, key: str
) -> None:
    program = Program(issue(here.citizen.user_id).text)
    problem = told(program.post(path, {"offer": BUNDLE}, key=key), 400)
    assert problem["code"] == "accounts.key_needed"
    assert not Application.objects.exists()


def test_a_refused_request_leaves_its_key_free(here: County) -> None:
    program = Program(issue(here.citizen.user_id).text)
    told(program.post("/applications", {"offer": "nothing"}, key="a"), 404)
    begin(program, "a")


def test_an_answer_is_sealed_and_forgotten_after_a_day(here: County) -> None:
    program = Program(issue(here.citizen.user_id, life=timedelta(days=9)).text)
    begin(program, "a")
    row = ApiAnswer.objects.get()
    assert row.answer_sealed is not None
    assert "餐" not in bytes(row.answer_sealed).decode("utf-8", "replace")
    assert services.forget_answers() == 0
    with clock.travel(MONDAY + timedelta(hours=25)):
        begin(program, "a", area=12)
        assert services.forget_answers() == 0
    with clock.travel(MONDAY + timedelta(days=4)):
        assert services.forget_answers() == 1


@pytest.fixture
def token_id(transactional_db: None) -> Iterator[UUID]:
    with clock.travel(MONDAY):
        yield issue(make_staff("clerk").id).id


def test_of_two_at_once_one_is_done_and_both_get_its_answer(token_id: UUID) -> None:
    def call() -> tuple[Answer, bool]:
        return once(
            token_id=token_id, key="k", request_digest="d", make=lambda: Answer(201, {}, body())
        )

    def body() -> bytes:
        return uuid4().bytes

    found = at_once(*[call] * 6)
    answers = [each[0] for each in found if isinstance(each, tuple)]
    assert len(answers) == 6
    assert len({answer.body for answer in answers}) == 1
    assert sorted(each[1] for each in found if isinstance(each, tuple)) == [False] + [True] * 5


def test_when_the_first_of_two_fails_the_second_is_done(token_id: UUID) -> None:
    tries: list[int] = []

    def make_it() -> Answer:
        tries.append(1)
        if len(tries) == 1:
            raise Invalid("cases.reason_needed")
        return Answer(201)

    def call() -> tuple[Answer, bool]:
        return once(token_id=token_id, key="k", request_digest="d", make=make_it)

    found = at_once(call, call)
    assert sorted(isinstance(each, DomainError) for each in found) == [False, True]
    assert ApiAnswer.objects.count() == 1


def test_who_waits_too_long_is_told_so(token_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    from onevisit.accounts.services import answers

    monkeypatch.setattr(answers, "_PATIENCE", "50ms")

    def slow() -> Answer:
        second = at_once(lambda: once(token_id=token_id, key="k", request_digest="d", make=quick))
        assert isinstance(second[0], Conflict)
        assert second[0].code == "accounts.still_working"
        return Answer(201)

    def quick() -> Answer:
        raise AssertionError("must not be done twice")

    once(token_id=token_id, key="k", request_digest="d", make=slow)
