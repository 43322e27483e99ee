"""双人签批: one proposes, another signs; never the same person, whatever roles they have."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, GrantDraft
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, Proposal
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.catalogue.rules.checks.items import check_item
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County


@pytest.fixture
def case(here: County) -> Case:
    """Reviewed; only the decision is left."""
    found = Case.objects.get(application=make.submitted(here, code=here.two_code))
    make.review(here, found)
    return found


def propose(here: County, case: Case, outcome: str = "approve", reason: str = "") -> None:
    services.propose(case_id=case.id, outcome=outcome, reason=reason, actor=here.officer(case))


def state_of(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def may(case: Case, actor: Actor) -> frozenset[str]:
    return queries.case_view(case_id=case.id, actor=actor).may


def test_one_proposes_and_another_signs(here: County, case: Case) -> None:
    officer, head = here.officer(case), here.heads["fire"]
    assert "propose" in may(case, officer) and "decide" not in may(case, officer)
    propose(here, case, reason="符合条件。")
    assert state_of(case) == CaseState.IN_REVIEW
    assert {"confirm", "send_back"} <= may(case, head)
    assert not {"confirm", "propose", "verdict"} & may(case, officer)
    services.confirm(case_id=case.id, actor=head)
    assert state_of(case) == CaseState.DELIVERED
    row = Proposal.objects.get()
    assert (row.state, row.proposed_by_name, row.answered_by_name) == (
        "confirmed",
        officer.name,
        head.name,
    )
    assert case.opinions.get(kind="decision").text == "符合条件。"
    acts = AuditEntry.objects.filter(target_id=str(case.id)).values_list("action", flat=True)
    assert {"cases.propose", "cases.confirm", "cases.approve"} <= set(acts)
    assert_whole()


def test_nobody_decides_alone(here: County, case: Case) -> None:
    with pytest.raises(Refused, match="second_signer_needed"):
        services.decide(case_id=case.id, outcome="approve", reason="", actor=here.officer(case))
    plain = make.case_of(make.submitted(here, here.boss, area=80), "sign")
    make.review(here, plain)
    with pytest.raises(Refused, match="one_signer_enough"):
        propose(here, plain)


def test_one_person_with_two_roles_cannot_be_both_pairs_of_eyes(here: County, case: Case) -> None:
    officer = here.officer(case)
    assert officer.user_id is not None
    people.grant_role(
        GrantDraft(officer.user_id, "head", here.departments["fire"], make.REGION), actor=SYSTEM
    )
    both = accounts.actor_for(accounts.user_by_id(officer.user_id))
    services.propose(case_id=case.id, outcome="approve", reason="", actor=both)
    for deed in (
        lambda: services.confirm(case_id=case.id, actor=both),
        lambda: services.send_back(case_id=case.id, reason="不。", actor=both),
    ):
        with pytest.raises(Refused, match="same_person"):
            deed()
    assert "confirm" not in may(case, both)
    row = Proposal.objects.get()
    row.state, row.answered_at, row.answered_by = "confirmed", row.proposed_at, row.proposed_by
    with pytest.raises(IntegrityError, match="proposal_two_people"), transaction.atomic():
        row.save()


def test_only_who_may_sign_signs(here: County, case: Case) -> None:
    propose(here, case)
    answers: list[tuple[Actor, type[DomainError]]] = [
        (here.second_officers["fire"], Refused),
        (here.heads["urban"], NotFound),
        (here.clerk, Refused),
        (here.citizen, Refused),
        (here.other_citizen, NotFound),
    ]
    for actor, refusal in answers:
        with pytest.raises(refusal):
            services.confirm(case_id=case.id, actor=actor)
    assert state_of(case) == CaseState.IN_REVIEW


def test_what_is_sent_back_says_why_and_can_be_proposed_again(here: County, case: Case) -> None:
    head = here.heads["fire"]
    propose(here, case)
    with pytest.raises(Invalid, match="reason_needed"):
        services.send_back(case_id=case.id, reason=" ", actor=head)
    services.send_back(case_id=case.id, reason="疏散宽度没有量。", actor=head)
    line = queries.case_view(case_id=case.id, actor=here.officer(case)).proposal
    assert line is not None and (line.state, line.answer) == ("sent_back", "疏散宽度没有量。")
    with pytest.raises(Conflict, match="proposal_answered") as told:
        services.confirm(case_id=case.id, actor=head)
    assert told.value.facts["who"] == head.name
    propose(here, case, "refuse", "疏散宽度不够。")
    services.confirm(case_id=case.id, actor=head)
    assert state_of(case) == CaseState.REFUSED
    shown = queries.status_view(application_id=case.application_id, actor=here.citizen)
    assert shown.cases[0].reasons == ("疏散宽度不够。",)


def test_a_refusal_is_not_proposed_without_a_reason(here: County, case: Case) -> None:
    with pytest.raises(Invalid, match="reason_needed"):
        propose(here, case, "refuse", " ")
    with pytest.raises(Invalid, match="unknown_outcome"):
        propose(here, case, "perhaps")


def test_nothing_changes_under_a_proposal_until_it_is_answered(here: County, case: Case) -> None:
    officer = here.officer(case)
    propose(here, case)
    with pytest.raises(Conflict, match="proposal_waits") as told:
        services.set_verdict(case_id=case.id, material="plan", verdict="doubt", actor=officer)
    assert told.value.facts["who"] == officer.name
    with pytest.raises(Conflict, match="proposal_waits"):
        services.propose(
            case_id=case.id, outcome="refuse", reason="不。", actor=here.second_officers["fire"]
        )
    with pytest.raises(Conflict, match="proposal_waits"):
        services.take_back(case_id=case.id, actor=here.second_officers["fire"])
    services.take_back(case_id=case.id, actor=officer)
    services.set_verdict(case_id=case.id, material="plan", verdict="doubt", actor=officer)
    with pytest.raises(Conflict, match="materials_in_doubt"):
        propose(here, case)


def test_what_happened_after_the_proposal_was_shown_is_told_to_the_second_signer(
    here: County, case: Case
) -> None:
    propose(here, case)
    officer, head = here.officer(case), here.heads["fire"]
    seen = queries.case_view(case_id=case.id, actor=head).version
    until = clock.today() + timedelta(days=5)
    services.suspend(case_id=case.id, reason="检测", until=until, actor=officer)
    with pytest.raises(Conflict, match="moved_on"):
        services.confirm(case_id=case.id, actor=head, last_seq=seen)
    with pytest.raises(Conflict, match="not_possible_now"):
        services.confirm(case_id=case.id, actor=head)


def test_a_withdrawn_case_leaves_nothing_to_sign(here: County, case: Case) -> None:
    propose(here, case)
    services.withdraw(case_id=case.id, actor=here.citizen)
    with pytest.raises(Conflict, match="not_possible_now"):
        services.confirm(case_id=case.id, actor=here.heads["fire"])
    line = queries.case_view(case_id=case.id, actor=here.heads["fire"]).proposal
    assert line is not None and line.state == "lapsed"


def test_both_desks_show_what_waits_for_a_second_person(here: County, case: Case) -> None:
    propose(here, case)
    services.ask_extension(case_id=case.id, reason="等报告。", actor=here.officer(case))
    for actor in (here.officer(case), here.heads["fire"]):
        (row,) = queries.desk(actor=actor, only="two").rows
        assert (row.id, row.proposed, row.asked) == (case.id, True, True)


def test_an_item_done_on_the_spot_cannot_ask_for_two_signers() -> None:
    document = {**make.card_document(), "cosign": True}
    found = check_item(parse_item(document))
    assert ("/cosign", "catalogue.cosign_on_the_spot") in {
        (each.place, each.code) for each in found.problems
    }
