"""The edge of the API: tokens, sizes, budgets, languages, and problems for everything."""

import json
from datetime import date, time
from typing import Annotated
from uuid import UUID

import pytest
from django.test import Client, override_settings
from pydantic import Field, ValidationError

from onevisit.accounts import services
from onevisit.accounts.models import ApiUse, User
from onevisit.accounts.rules import SYSTEM
from onevisit.audit.models import AccessEntry
from onevisit.kernel import clock
from onevisit.ui.api.schemas import Given
from tests.api.programs import Program, issue, told
from tests.factories.cases import BUNDLE, MONDAY, County
from tests.factories.people import make_user


@pytest.fixture
def citizen(db: None, monday: None) -> User:
    """Somebody who may call."""
    return make_user()


def caller(user: object, *scopes: str) -> Program:
    return Program(issue(user, scopes or None).text)  # type: ignore[arg-type]


def test_a_token_says_what_it_is_good_for(citizen: User) -> None:
    me = told(caller(citizen.id, "own.read").get("/me"))
    assert me["scopes"] == ["own.read"]
    assert me["person"] == str(citizen.person_id)
    assert me["prefix"] in issue(citizen.id).text or len(me["prefix"]) == 8


def test_without_a_token_only_what_is_public(citizen: User) -> None:
    told(Program().get("/departments"))
    problem = told(Program().get("/me"), 401)
    assert problem["code"] == "accounts.token_needed"


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Basic eDp5", "Bearer", "bearer ovt_x", "Bearer \N{PILE OF POO}"]
)
def test_a_bad_token_is_refused_even_where_none_is_needed(citizen: User, header: str) -> None:
    response = Client().get("/api/v1/departments", headers={"Authorization": header})
    assert told(response, 401)["code"] == "accounts.token_invalid"
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_session_counts_for_nothing(citizen: User, client: Client) -> None:
    client.force_login(citizen)
    assert told(client.get("/api/v1/me"), 401)["code"] == "accounts.token_needed"
    sent = client.post(
        "/api/v1/applications",
        json.dumps({"offer": BUNDLE}),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )
    assert told(sent, 401)["code"] == "accounts.token_needed"


def test_a_missing_scope_is_named_and_the_refusal_logged(citizen: User) -> None:
    program = caller(citizen.id, "own.read")
    problem = told(program.post("/applications", {"offer": BUNDLE}), 403)
    assert problem["code"] == "accounts.scope_missing"
    assert "own.write" in problem["detail"]
    entry = AccessEntry.objects.get(kind="refused", what="accounts.scope_missing")
    assert entry.actor_user_id == citizen.id


def test_problems_have_the_form_of_the_rfc_in_the_language_of_the_caller(citizen: User) -> None:
    response = Program().get("/catalogue/offers/nothing")
    assert response["Content-Type"] == "application/problem+json"
    problem = told(response, 404)
    assert problem["type"] == "/api/v1/problems/catalogue.no_such_offer"
    assert (problem["status"], problem["code"]) == (404, "catalogue.no_such_offer")
    assert problem["request"] == response["X-Request-ID"]
    english = told(Program(language="en").get("/catalogue/offers/nothing"), 404)
    assert english["title"].isascii()
    assert english["detail"].isascii()
    assert not problem["detail"].isascii()
    kind = told(Program().get(problem["type"]))
    assert kind["code"] == problem["code"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "ui.no_such_address"),
        ("GET", "/", 404, "ui.no_such_address"),
        ("PUT", "/departments", 405, "ui.method_not_allowed"),
        ("GET", "/catalogue/offers/%00", 400, "ui.body_unreadable"),
        ("GET", "/catalogue/search?q=%00", 400, "ui.body_unreadable"),
        ("GET", "/catalogue/search?limit=0", 422, "ui.values_wrong"),
        ("GET", "/catalogue/search?cursor=made-up", 422, "ui.bad_cursor"),
        ("GET", "/catalogue/offers?cursor=made-up", 422, "ui.bad_cursor"),
        ("GET", "/problems/no.such", 404, "ui.no_such_problem"),
    ],
)
def test_every_error_is_a_problem(
    citizen: User, method: str, path: str, status: int, code: str
) -> None:
    assert told(Program()(method, path), status)["code"] == code


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"answers": {"a": NaN}}',
        b'{"answers": {"a": "\\u0000"}}',
        b'{"answers": {"a": "\\ud800"}}',
        b'{"answers": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"answers": {"a": 1' + b"0" * 5_000 + b"}}",
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_or_kept_is_refused(citizen: User, body: bytes) -> None:
    response = Client().post(
        f"/api/v1/guidance/{BUNDLE}/questions", body, content_type="application/json"
    )
    assert told(response, 400)["code"] == "ui.body_unreadable"


def test_wrong_fields_are_named(here: County) -> None:
    program = caller(here.citizen.user_id)
    problem = told(program.post("/applications", {"offer": "", "for": 1}), 422)
    assert problem["code"] == "ui.values_wrong"
    named = {each["field"]: each["code"] for each in problem["errors"]}
    assert named == {"body.given.offer": "ui.value_wrong", "body.given.for": "ui.value_unknown"}
    wrong = {"offer": BUNDLE, "answers": {"shop.area": "many"}}
    problem = told(program.post("/applications", wrong), 422)
    assert problem["code"] == "guidance.answer_not_a_number"
    assert [each["field"] for each in problem["errors"]] == ["shop.area"]


class Typed(Given):
    """A body of every kind that pydantic would also read from something else."""

    agreed: bool = False
    version: int | None = None
    year: Annotated[int, Field(ge=1900)] | None = None
    on: date | None = None
    hour: time | None = None
    whose: UUID | None = None
    those: list[UUID] = []


def test_what_is_sent_as_another_type_is_refused() -> None:
    mine = UUID(int=1)
    right = {"agreed": True, "version": 1, "year": 2026, "on": "2026-12-01", "hour": "09:30"}
    Typed.model_validate({**right, "whose": str(mine), "those": [str(mine)]})
    Typed.model_validate({"version": None, "on": None})
    wrong = [("agreed", 1), ("agreed", "yes"), ("version", False), ("version", "1"), ("year", True)]
    wrong += [("on", 0), ("on", "1700000000"), ("on", "2026-12-01T00:00:00"), ("hour", 34_200)]
    for name, value in wrong:
        with pytest.raises(ValidationError):
            Typed.model_validate({name: value})


def test_too_much_is_refused_before_it_is_read(citizen: User) -> None:
    with override_settings(API_BODY_BYTES=1000):
        response = Program().post(f"/guidance/{BUNDLE}/questions", {"answers": {"a": "x" * 2000}})
    assert told(response, 413)["code"] == "ui.body_too_large"


def test_the_budget_of_a_minute_is_told_and_kept(citizen: User) -> None:
    program, other = caller(citizen.id), caller(citizen.id)
    with override_settings(API_REQUESTS=2):
        first = program.get("/departments")
        assert first["RateLimit-Policy"] == '"minute";q=2;w=60'
        assert first["RateLimit"] == '"minute";r=1;t=60'
        told(program.get("/departments"))
        refused = program.get("/departments")
        assert told(refused, 429)["code"] == "accounts.too_many_requests"
        assert refused["Retry-After"] == "60"
        told(other.get("/departments"))
        with clock.travel(MONDAY.replace(minute=MONDAY.minute + 1)):
            told(program.get("/departments"))
    assert services.forget_uses() == 0
    with clock.travel(MONDAY.replace(hour=MONDAY.hour + 2)):
        assert services.forget_uses() == ApiUse.objects.count() + 2


def test_wrong_tokens_use_up_the_budget_of_their_address(citizen: User) -> None:
    wrong = Program("ovt_00000000_" + "x" * 43)
    with override_settings(API_REQUESTS_WITHOUT_TOKEN=1):
        assert wrong.get("/departments").status_code == 401
        assert wrong.get("/departments").status_code == 429
        assert Program().get("/departments").status_code == 429


def test_a_fault_is_a_problem_too(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from onevisit.directory import queries

    def broken() -> None:
        raise RuntimeError("339921199003071231")

    monkeypatch.setattr(queries, "departments", broken)
    problem = told(Program().get("/departments"), 500)
    assert problem["code"] == "ui.fault"
    assert "339921" not in json.dumps(problem)


def test_a_definition_known_already_is_not_sent_again(here: County) -> None:
    first = Program().get(f"/catalogue/offers/{BUNDLE}/definition")
    assert first["ETag"] == f'"{told(first)["digest"]}"'
    again = Program().get(f"/catalogue/offers/{BUNDLE}/definition", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_closed_token_ends_at_once(citizen: User) -> None:
    made = issue(citizen.id)
    told(Program(made.text).get("/me"))
    services.revoke_token(made.prefix, actor=SYSTEM)
    assert told(Program(made.text).get("/me"), 401)["code"] == "accounts.token_invalid"
