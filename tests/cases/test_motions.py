"""依职权: an order to put right, and results revoked, recalled or struck off after a hearing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from onevisit.cases import queries, services
from onevisit.cases.models import Case, Obligation, Result
from onevisit.cases.queries.commitments import has_broken
from onevisit.cases.queries.promised_letters import obligation_facts
from onevisit.cases.rules.obligations import BEGINNING, STEPS, Check, Ground, ObligationState, fits
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.test_promise_letters import pages
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County
from tests.portal.staff import browser, page

DAY = make.MONDAY.date() + timedelta(days=10)
OVER = make.MONDAY + timedelta(days=12)


def granted(here: County) -> Case:
    case = make.case_of(make.submitted(here, area=80), "sign")
    make.decide(here, case)
    return case


def begun(here: County, case: Case, ground: Ground) -> Obligation:
    found = services.begin_motion(
        case_id=case.id, ground=ground, words="招牌超高。", limit_on=DAY, actor=here.officer(case)
    )
    return Obligation.objects.get(id=found)


def test_nothing_is_taken_before_the_holder_was_heard() -> None:
    for ground, check in BEGINNING.items():
        state = next(step.after for step in STEPS if step.check is check)
        assert state in (ObligationState.ORDERED, ObligationState.HEARING)
        revoking = [s for s in STEPS if s.check is Check.REVOKE and fits(s, ground)]
        assert [s.before for s in revoking] == [ObligationState.HEARD]
        assert all(step.overdue and step.head for step in revoking)


@pytest.mark.parametrize(
    ("ground", "verb"),
    [(Ground.UNLAWFUL, "撤销"), (Ground.CHANGED, "撤回"), (Ground.CEASED, "注销")],
)
def test_a_result_is_taken_by_another_after_a_hearing(
    here: County, ground: Ground, verb: str
) -> None:
    case = granted(here)
    row = begun(here, case, ground)
    officer, second = here.officer(case), here.second_officers["urban"]
    kind, facts = obligation_facts(row, 1)
    assert (kind, facts["verb"], facts["until"]) == ("hearing", verb, DAY.isoformat())
    assert verb in facts["title"]

    def check(what: Check, actor: object = second, words: str = "持有人没有意见。") -> None:
        services.check_obligation(
            obligation_id=row.id,
            check=what,
            words=words,
            actor=actor,  # type: ignore[arg-type]
        )

    with pytest.raises(Conflict, match="check_not_possible"):
        check(Check.REVOKE)
    check(Check.HEAR)
    with pytest.raises(Conflict, match="limit_runs"):
        check(Check.REVOKE)
    with clock.travel(OVER):
        with pytest.raises(Conflict, match="check_not_possible"):
            check(Check.PUT_RIGHT)
        with pytest.raises(Refused, match="same_person"):
            check(Check.REVOKE, officer)
        assert Result.objects.get(case=case).revoked_at is None
        check(Check.REVOKE)
        assert Result.objects.get(case=case).revoked_at is not None
        kind, facts = obligation_facts(row, 3)
        assert kind == "revocation" and verb in facts["title"]
        for seq in (1, 3):
            letter = services.obligation_letter(
                obligation_id=row.id, seq=seq, actor=here.citizen, address=str
            )
            (text,) = pages(letter)
            assert (verb in text and "招牌超高。" in text) or (seq == 3 and "没有意见" in text)
    assert not has_broken(case.application)
    assert_whole()


def test_what_was_found_is_put_right_and_an_objection_may_end_it(here: County) -> None:
    case = granted(here)
    row = begun(here, case, Ground.FOUND)
    second = here.second_officers["urban"]
    with pytest.raises(Conflict, match="motion_runs"):
        begun(here, case, Ground.UNLAWFUL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(
            case=case, material="own.9", name="x", ground="found", due_on=DAY, made_at=clock.now()
        )
    letter = services.obligation_letter(
        obligation_id=row.id, seq=1, actor=here.citizen, address=str
    )
    (text,) = pages(letter)
    assert "责令您在" in text and "招牌超高。" in text and "承诺书" not in text
    with clock.travel(make.MONDAY + timedelta(days=8)):
        assert services.sweep().reminded == 1
    services.check_obligation(obligation_id=row.id, check=Check.PUT_RIGHT, actor=second)
    again = begun(here, case, Ground.UNLAWFUL)
    services.check_obligation(
        obligation_id=again.id, check=Check.HEAR, words="有图。", actor=second
    )
    services.check_obligation(
        obligation_id=again.id, check=Check.DROP, words="图上合规。", actor=second
    )
    again.refresh_from_db()
    assert (again.material, again.state) == ("own.2", "dropped")
    assert Result.objects.get(case=case).revoked_at is None


def test_who_may_begin_and_about_what(here: County) -> None:
    case = granted(here)
    running = make.case_of(case.application, "licence")
    for of, actor, error in (
        (running, here.officer(running), Conflict),
        (case, here.officers["fire"], NotFound),
        (case, here.citizen, Refused),
    ):
        with pytest.raises(error):
            services.begin_motion(
                case_id=of.id, ground=Ground.FOUND, words="超高。", limit_on=DAY, actor=actor
            )
    for words, day, code in ((" ", DAY, "reason_needed"), ("超高。", clock.today(), "day_needed")):
        with pytest.raises(Invalid, match=code):
            services.begin_motion(
                case_id=case.id,
                ground=Ground.FOUND,
                words=words,
                limit_on=day,
                actor=here.officer(case),
            )


def test_pages_lead_from_the_case_to_the_hearing_and_the_holder_reads_it(here: County) -> None:
    case = granted(here)
    officer = browser(here.officer(case))
    form = reverse("portal:desk-motion", args=[case.id])
    assert form in page(officer, "portal:desk-case", case.id)
    sent = {"ground": "changed", "on": "", "words": "道路拓宽。"}
    assert officer.post(form, sent).status_code == 422
    answer = officer.post(form, sent | {"on": DAY.isoformat()})
    row = Obligation.objects.get(case=case)
    assert answer["Location"] == reverse("portal:desk-obligation", args=[row.id])
    shown = page(officer, "portal:desk-obligation", row.id)
    assert "拟撤回，告知听取陈述申辩" in shown and "道路拓宽。" in shown
    citizen = browser(here.citizen)
    assert "可以陈述申辩" in page(citizen, "portal:home")
    told = page(citizen, "portal:affair", case.application.number)
    assert "拟撤回，等陈述申辩" in told and "道路拓宽。" in told
    assert queries.obligations(actor=here.officer(case)).rows[0].ground is Ground.CHANGED
