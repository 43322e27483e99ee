"""Two people at the same instant, each with a connection of their own."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from onevisit.cases import services
from onevisit.cases.models import Application, Case, Result
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.events import ApplicationEnded
from onevisit.kernel import clock, events
from onevisit.kernel.calendar import YearNotice
from onevisit.kernel.errors import Conflict
from onevisit.kernel.services import publish_year
from tests.cases.corrections import NAME, PLAN, hand_in, mend
from tests.cases.wholeness import assert_whole, submit
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.parallel import Deed, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(transactional_db: None) -> Iterator[County]:
    """The county, committed."""
    with clock.travel(make.MONDAY):
        yield make.county()


def test_the_last_two_cases_decided_at_one_instant_end_it_once_and_leave_no_number_out(
    there: County,
) -> None:
    ended: list[ApplicationEnded] = []
    with events.isolated():
        events.subscribe(ApplicationEnded, ended.append)
        for _ in range(3):
            application = make.submitted(there, area=80)
            for part in ("licence", "food"):
                make.decide(there, make.case_of(application, part))
            last = [make.case_of(application, part) for part in ("sign", "drain")]
            for case in last:
                make.review(there, case)

            def deciding(case: Case) -> Deed:
                return lambda: services.decide(
                    case_id=case.id, outcome="approve", reason="", actor=there.officer(case)
                )

            assert at_once(*[deciding(case) for case in last]) == [None, None]
            application.refresh_from_db()
            assert application.state == "ended"
            assert [e.application_id for e in ended].count(application.id) == 1
    numbers = Result.objects.values_list("number", flat=True)
    assert sorted(numbers) == sorted(f"安澜准〔2026〕{n}号" for n in range(1, 13))
    assert_whole()


def test_two_officers_deciding_one_case_decide_it_once(there: County) -> None:
    application = make.submitted(there, area=80)
    case = make.case_of(application, "sign")
    make.review(there, case)
    officers = (there.officers["urban"], there.second_officers["urban"])
    outcomes = ("approve", "refuse")

    def deciding(place: int) -> Deed:
        return lambda: services.decide(
            case_id=case.id, outcome=outcomes[place], reason="理由。", actor=officers[place]
        )

    results = at_once(deciding(0), deciding(1))
    (winner,) = (place for place, result in enumerate(results) if result is None)
    told = results[1 - winner]
    assert isinstance(told, Conflict)
    assert told.code == "cases.already_decided"
    assert told.facts["who"] == officers[winner].name
    assert case.events.filter(action__in=["approve", "refuse"]).count() == 1
    assert_whole()


def test_two_officers_claiming_one_case_leave_it_with_one(there: County) -> None:
    case = make.case_of(make.submitted(there, area=80), "sign")
    officers = (there.officers["urban"], there.second_officers["urban"])
    results = at_once(
        *[
            lambda o=officer: services.claim(case_id=case.id, actor=o)  # type: ignore[misc]
            for officer in officers
        ]
    )
    told = [result for result in results if result is not None]
    assert [e.code for e in told if isinstance(e, Conflict)] == ["cases.claimed_by_other"]


def test_files_sent_at_one_instant_are_all_kept(there: County) -> None:
    draft = make.filled_draft(there)

    def sending(seed: int) -> Deed:
        return lambda: services.attach_file(
            application_id=draft.id,
            material="plan",
            upload=make.upload(seed),
            name=f"{seed}.png",
            actor=there.citizen,
        )

    results = at_once(*[sending(seed) for seed in (2, 3, 4, 5, 2)])
    assert not [r for r in results if isinstance(r, Exception)]
    rows = list(draft.evidence.order_by("index").values_list("index", flat=True))
    assert rows == [0, 1, 2, 3, 4]


def test_submitting_and_starting_at_one_instant_happen_once(there: County) -> None:
    starting = [lambda: services.start_application(offer_code=make.BUNDLE, actor=there.citizen)] * 3
    assert len(set(map(str, at_once(*starting)))) == 1
    draft = make.filled_draft(there)
    shown = signing_digest(draft)

    def submitting() -> services.Receipt:
        return services.submit(
            application_id=draft.id,
            actor=there.citizen,
            signed_digest=shown,
            version=draft.version,
        )

    results = at_once(*[submitting] * 3)
    assert len({str(result) for result in results}) == 1
    assert Application.objects.count() == 1
    assert Case.objects.count() == 5


def test_many_submissions_at_one_instant_share_no_number(there: County) -> None:
    drafts = [make.filled_draft(there, actor) for actor in (there.citizen, there.other_citizen)]
    drafts.append(make.filled_draft(there, there.boss))
    actors = (there.citizen, there.other_citizen, there.boss)

    def submitting(place: int) -> Deed:
        draft = drafts[place]
        shown = signing_digest(draft)
        return lambda: services.submit(
            application_id=draft.id,
            actor=actors[place],
            signed_digest=shown,
            version=draft.version,
        )

    results = at_once(*[submitting(place) for place in range(3)])
    assert not [r for r in results if isinstance(r, Exception)]
    numbers = list(Case.objects.filter(part="sign").values_list("number", flat=True))
    assert len({number[39:] for number in numbers}) == 3
    assert_whole()


def test_a_year_published_while_somebody_submits_reaches_that_case_too(there: County) -> None:
    """The submission has read the old calendar and not yet committed when the notice is entered."""
    written, entered = threading.Event(), threading.Event()

    def submitting() -> None:
        draft = make.filled_draft(there)
        with transaction.atomic():
            submit(draft, there)
            written.set()
            entered.wait(timeout=30)  # entered meanwhile: counting anew waits for this transaction

    def publishing() -> None:
        written.wait(timeout=30)
        publish_year(
            notice=YearNotice(2027, {date(2027, 1, 1): "元旦"}, {}),
            published_on=date(2026, 11, 30),
            source="test",
        )
        entered.set()
        services.recount_limits()

    with clock.travel(datetime(2026, 12, 29, 3, tzinfo=UTC)):
        assert at_once(submitting, publishing) == [None, None]
        assert Case.objects.filter(intake_due__year=2027).exists()
        assert_whole()


def test_two_heads_answer_one_request_at_one_instant_and_one_is_told_who_was_quicker(
    there: County,
) -> None:
    case = make.case_of(make.submitted(there, area=80), "sign")
    services.accept(case_id=case.id, actor=there.officer(case))
    services.ask_extension(case_id=case.id, reason="等报告。", actor=there.officer(case))
    first, second = there.heads["urban"], make.staff("h2", "head", there.departments["urban"])
    results = at_once(
        lambda: services.grant_extension(case_id=case.id, actor=first),
        lambda: services.grant_extension(case_id=case.id, actor=second),
    )
    late = [each for each in results if isinstance(each, Conflict)]
    assert [each.code for each in late] == ["cases.extension_answered"]
    assert late[0].facts["who"] in (first.name, second.name)
    assert case.events.filter(action="extend").count() == 1
    assert_whole()


def test_two_second_signers_at_one_instant_make_one_decision(there: County) -> None:
    case = Case.objects.get(application=make.submitted(there, code=there.two_code))
    make.review(there, case)
    services.propose(case_id=case.id, outcome="approve", reason="", actor=there.officer(case))
    first, second = there.heads["fire"], make.staff("h2", "head", there.departments["fire"])
    results = at_once(
        lambda: services.confirm(case_id=case.id, actor=first),
        lambda: services.send_back(case_id=case.id, reason="再看。", actor=second),
    )
    late = [each for each in results if isinstance(each, Conflict)]
    assert len(late) == 1
    assert late[0].code in ("cases.already_decided", "cases.proposal_answered")
    assert late[0].facts["who"] in (first.name, second.name)
    assert case.proposals.exclude(state="open").count() == 1
    assert_whole()


@pytest.mark.parametrize("other", ["accept", "look"])
def test_a_first_look_and_another_answer_at_one_instant_are_one_answer(
    there: County, other: str
) -> None:
    application = make.submitted(there, area=80)
    case = make.case_of(application, "sign")
    code = next(c for c, d in there.departments.items() if d == case.department_id)
    first, second = there.officers[code], there.second_officers[code]
    deeds: dict[str, Deed] = {
        "accept": lambda: services.accept(case_id=case.id, actor=second),
        "look": lambda: services.pre_return(case_id=case.id, gaps=[NAME], actor=second),
    }
    results = at_once(lambda: services.pre_pass(case_id=case.id, actor=first), deeds[other])
    refused = [each for each in results if each is not None]
    if other == "look":
        assert [each.code for each in refused if isinstance(each, Conflict)] == [
            "cases.pre_reviewed"
        ]
    assert all(isinstance(each, Conflict) for each in refused)
    looks = case.events.filter(action__in=["pre_pass", "pre_return"]).count()
    assert looks == (1 if other == "look" else 1 - len(refused))
    assert_whole()


def test_an_acceptance_and_the_applicants_answer_at_one_instant_leave_one_story(
    there: County,
) -> None:
    application = make.submitted(there, area=80)
    case = make.case_of(application, "sign")
    services.pre_return(case_id=case.id, gaps=[PLAN, NAME], actor=there.officer(case))
    mend(there, application)
    results = at_once(
        lambda: hand_in(there, application),
        lambda: services.accept(case_id=case.id, actor=there.officer(case)),
    )
    case.refresh_from_db()
    assert case.state == "in_review"
    assert results[1] is None
    answered = not isinstance(results[0], Conflict)
    assert case.pre_review == ("resupplied" if answered else "overtaken")
    assert_whole()
