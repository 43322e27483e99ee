"""Others who must agree to an application, each from their own place."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from onevisit.audit.queries import access_log
from onevisit.audit.rules import Filter
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Evidence, Invitation, Party
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.gaps import GapDraft, GapKind
from onevisit.hall.queries import visits_of
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.factories import cases as make
from tests.factories import parties as sale
from tests.factories.cases import County


def agree(here: County, row: Invitation) -> None:
    """Whoever it is."""
    sale.agree(here.other_citizen if row.role == "seller" else here.boss, row)


def agreed(here: County) -> tuple[Application, Invitation]:
    """A draft to which the seller has agreed."""
    draft = sale.begun(here)
    row = sale.invite(here, draft)
    sale.give(here.other_citizen, row)
    agree(here, row)
    return draft, row


def test_nobody_hands_in_what_others_have_not_agreed_to_and_both_sides_stay_at_home(
    here: County,
) -> None:
    draft = sale.begun(here, married="yes")
    seller = sale.invite(here, draft)
    view = queries.draft_view(application_id=draft.id, actor=here.citizen)
    assert view.unagreed == ("卖方", "卖方配偶") and not view.ready
    with pytest.raises(Invalid, match="still_to_fill"):
        agree(here, seller)
    sale.give(here.other_citizen, seller)
    agree(here, seller)
    with pytest.raises(Conflict, match="consents_missing"):
        sale.submit(here.citizen, draft)
    spouse = sale.invite(here, draft, "spouse")
    agree(here, spouse)
    agree_again = queries.draft_view(application_id=draft.id, actor=here.citizen)
    assert agree_again.ready
    done = sale.submit(here.citizen, draft)
    signatures = Party.objects.filter(application=done).order_by("role")
    assert [(each.role, each.signed_assurance) for each in signatures] == [
        ("applicant", 2), ("seller", 2), ("spouse", 2)
    ]  # fmt: skip
    receipt = queries.receipt_view(application_id=done.id, actor=here.citizen)
    assert [(each.role, each.name) for each in receipt.parties] == [
        ("卖方", "李四"), ("卖方配偶", "王大山")
    ]  # fmt: skip
    counted = visits_of(done.id)
    assert (counted.count, counted.parties) == (0, {})


def test_a_party_sees_just_what_concerns_them_and_an_outsider_nothing(here: County) -> None:
    draft, row = agreed(here)
    with pytest.raises(NotFound):
        queries.party_view(invitation_id=row.id, actor=here.boss)
    with pytest.raises(NotFound):
        queries.draft_view(application_id=draft.id, actor=here.other_citizen)
    with pytest.raises(NotFound):
        queries.party_view(invitation_id=row.id, actor=here.phone_only)
    view = queries.party_view(invitation_id=row.id, actor=here.other_citizen)
    assert dict(view.rows).keys() == {"卖方结婚了吗？", "成交价", "卖方", "卖方号码"}
    assert [paper.line.key for paper in view.papers] == ["deed"]
    plan = Evidence.objects.get(application=draft, material="plan")
    deed = Evidence.objects.get(application=draft, material="deed")
    with pytest.raises(NotFound):
        services.paper_for_party(
            invitation_id=row.id, evidence_id=plan.id, actor=here.other_citizen
        )
    with pytest.raises(NotFound):
        services.evidence_content(evidence_id=deed.id, actor=here.citizen)
    assert services.paper_for_party(
        invitation_id=row.id, evidence_id=deed.id, actor=here.other_citizen
    ).content
    looks = access_log(Filter(who=str(here.other_citizen.user_id))).rows
    assert any(look.what == "application.party" for look in looks)
    assert [line.id for line in queries.invitations_for(actor=here.other_citizen)] == [row.id]
    assert queries.invitations_for(actor=here.citizen) == ()


def test_what_was_agreed_to_changes_and_the_consent_is_void_another_change_leaves_it(
    here: County,
) -> None:
    draft, row = agreed(here)
    services.save_form(application_id=draft.id, values={"house.note": "急"}, actor=here.citizen)
    row.refresh_from_db()
    assert row.state == "agreed"
    shown = queries.party_view(invitation_id=row.id, actor=here.other_citizen).digest
    services.save_form(application_id=draft.id, values={"house.price": 90}, actor=here.citizen)
    row.refresh_from_db()
    assert row.state == "void"
    with pytest.raises(Conflict, match="agreed_content_changed"):
        services.agree(invitation_id=row.id, shown_digest=shown, actor=here.other_citizen)
    agree(here, row)
    sale.submit(here.citizen, draft)


def test_one_says_no_another_takes_it_back_and_nobody_is_asked_twice(here: County) -> None:
    draft, row = agreed(here)
    services.withdraw_consent(invitation_id=row.id, actor=here.other_citizen)
    with pytest.raises(Invalid):
        services.decline(invitation_id=row.id, reason=" ", actor=here.other_citizen)
    services.decline(invitation_id=row.id, reason="价钱不对", actor=here.other_citizen)
    line = queries.draft_view(application_id=draft.id, actor=here.citizen).parties[0].lines[0]
    assert (line.standing, line.reason) == ("declined", "价钱不对")
    with pytest.raises(Conflict, match="role_full"):
        services.name_party(
            application_id=draft.id, role="seller", named=sale.named(here.boss, "王大山"),
            actor=here.citizen,
        )  # fmt: skip
    services.remove_party(invitation_id=row.id, actor=here.citizen)
    with pytest.raises(NotFound):
        queries.party_view(invitation_id=row.id, actor=here.other_citizen)
    for wrong, code in (
        (sale.named(here.citizen, "陈小岚"), "named_oneself"),
        (sale.named(here.boss, " "), "name_needed"),
    ):
        with pytest.raises(Invalid, match=code):
            services.name_party(
                application_id=draft.id, role="seller", named=wrong, actor=here.citizen
            )


def test_answers_that_need_nobody_let_them_go(here: County) -> None:
    draft = sale.begun(here, married="yes")
    spouse = sale.invite(here, draft, "spouse")
    agree(here, spouse)
    services.save_answers(application_id=draft.id, answers={"married": "no"}, actor=here.citizen)
    spouse.refresh_from_db()
    draft.refresh_from_db()
    assert (spouse.state, draft.others) == ("removed", 1)
    with pytest.raises(Invalid, match="no_such_role"):
        sale.invite(here, draft, "spouse")


def test_who_was_not_checked_signs_nothing_and_a_helper_never_agrees(here: County) -> None:
    draft = sale.begun(here)
    row = sale.invite(here, draft)
    sale.give(here.other_citizen, row)
    shown = queries.party_view(invitation_id=row.id, actor=here.other_citizen).digest
    with pytest.raises(Refused, match="assurance_too_low"):
        services.agree(
            invitation_id=row.id,
            shown_digest=shown,
            actor=replace(here.other_citizen, assurance=here.phone_only.assurance),
        )


def test_at_a_window_it_is_signed_in_person_and_the_trip_is_that_partys_own(here: County) -> None:
    draft = sale.begun(here)
    services.start_application(
        offer_code=draft.offer_code,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    services.save_form(
        application_id=draft.id, values={"house.handover": "2026-12-20"}, actor=here.clerk
    )
    services.note_paper(application_id=draft.id, material="deed", actor=here.clerk)
    who = sale.named(here.other_citizen, "李四")
    with pytest.raises(NotFound):
        services.agree_at_window(
            application_id=draft.id, role="seller", card=who, actor=here.other_citizen
        )
    services.agree_at_window(application_id=draft.id, role="seller", card=who, actor=here.clerk)
    row = Invitation.objects.get(application=draft)
    assert (row.state, row.agreed_assurance, row.point_id) == ("agreed", 3, here.centre)
    done = sale.submit(here.citizen, draft)
    counted = visits_of(done.id)
    assert (counted.count, counted.parties) == (1, {here.other_citizen.person_id: 1})


def test_the_database_itself_lets_nothing_through(here: County) -> None:
    draft = sale.begun(here)
    row = sale.invite(here, draft)
    with pytest.raises(DatabaseError, match="somebody who must agree"), transaction.atomic():
        Application.objects.filter(id=draft.id).update(
            state="submitted", number="X1", submitted_at=draft.created_at
        )
    sale.give(here.other_citizen, row)
    agree(here, row)
    sale.submit(here.citizen, draft)
    for change in ({"agreed_digest": "x"}, {"state": "withdrawn"}, {"role": "spouse"}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Invitation.objects.filter(id=row.id).update(**change)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        row.delete()


def test_the_result_is_theirs_too_where_the_definition_says_so(here: County) -> None:
    draft, row = agreed(here)
    sale.submit(here.citizen, draft)
    case = draft.cases.get()
    make.decide(here, case)
    view = queries.party_view(invitation_id=row.id, actor=here.other_citizen)
    assert [(each.result, each.name) for each in view.cases] == [(True, "房屋转移")]
    assert services.result_for_party(
        invitation_id=row.id, case_id=case.id, actor=here.other_citizen
    ).content.startswith(b"%PDF")


def test_a_correction_of_what_was_agreed_to_needs_the_consent_anew(here: County) -> None:
    draft, row = agreed(here)
    sale.submit(here.citizen, draft)
    case = draft.cases.get()
    gap = GapDraft(GapKind.FIELD, "house.price", "少写一个零。", "写全。")
    services.ask_correction(case_id=case.id, gaps=[gap], actor=here.officer(case))
    services.correct_fields(
        application_id=draft.id, values={"house.price": 1000}, actor=here.citizen
    )
    row.refresh_from_db()
    assert row.state == "void"
    draft.refresh_from_db()
    with pytest.raises(Conflict, match="consents_missing"):
        services.correct(
            application_id=draft.id, signed_digest=signing_digest(draft), actor=here.citizen
        )
    agree(here, row)
    services.correct(
        application_id=draft.id, signed_digest=signing_digest(draft), actor=here.citizen
    )
