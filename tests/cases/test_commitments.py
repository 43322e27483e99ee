"""告知承诺: a commitment instead of a paper, and what is owed for it after the grant."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, Obligation, RedCard, Reminder
from onevisit.cases.models import ObligationEvent as Event
from onevisit.cases.queries.letters import letter_facts
from onevisit.cases.rules.obligations import (
    BROKEN,
    ENDED,
    STEPS,
    TABLE,
    Check,
    ObligationState,
    step_of,
)
from onevisit.catalogue.rules.composition import compose_item
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.guidance.rules.checklist import checklist
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.committed import check, granted, promised, promised_draft
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County


def test_a_commitment_is_accepted_as_one_and_owes_no_paper(here: County) -> None:
    case = promised(here)
    services.accept(case_id=case.id, actor=here.officer(case))
    case.refresh_from_db()
    actions = [each.action for each in case.events.order_by("seq")]
    assert actions == ["submit", "accept_commitment", "start"]
    assert case.lapses_on is None
    _, facts = letter_facts(case, 2, here.citizen)
    assert facts["pledged"] == ["检测报告"]
    assert queries.to_follow(application_ids=[case.application_id], actor=here.citizen) == {}
    assert_whole()


def test_a_grant_opens_an_obligation_that_outlives_the_case(here: County) -> None:
    row = granted(here)
    assert (row.state, str(row.due_on)) == ("open", "2026-12-07")  # fifteen working days
    line = queries.obligations(actor=here.officer(row.case)).rows[0]
    assert (line.id, line.name, line.left, line.late) == (row.id, "检测报告", 15, False)
    row.case.refresh_from_db()
    assert row.case.ended_at is not None
    assert check(here, row, Check.CONFIRM, "").state == "kept"
    assert queries.obligations(actor=here.officer(row.case)).rows == ()
    assert queries.obligations(actor=here.officer(row.case), ended=True).rows[0].id == row.id
    view = queries.status_view(application_id=row.case.application_id, actor=here.citizen)
    assert [each.state for each in view.obligations] == [ObligationState.KEPT]
    assert view.pledged == {row.case_id: ("检测报告",)}


def test_who_brings_the_paper_owes_nothing(here: County) -> None:
    draft = promised_draft(here)
    services.attach_file(
        application_id=draft.id,
        material="report",
        upload=make.upload(9),
        name="报告.png",
        actor=here.citizen,
    )
    kinds = draft.evidence.filter(material="report").values_list("kind", flat=True)
    assert list(kinds) == ["upload"]
    with pytest.raises(Invalid) as late:
        services.promise_instead(application_id=draft.id, material="report", actor=here.citizen)
    assert late.value.code == "cases.commitment_not_offered"


def test_only_what_the_definition_allows_is_promised_and_twice_is_once(here: County) -> None:
    draft = promised_draft(here)
    again = services.promise_instead(application_id=draft.id, material="report", actor=here.citizen)
    assert draft.evidence.get(material="report").id == again
    for material in ("plan", "form", "nonsense"):
        with pytest.raises(Invalid):
            services.promise_instead(application_id=draft.id, material=material, actor=here.citizen)
    with pytest.raises(NotFound):
        services.promise_instead(
            application_id=draft.id, material="report", actor=here.other_citizen
        )
    submitted = promised(here).application
    with pytest.raises(Conflict):
        services.promise_instead(application_id=submitted.id, material="report", actor=here.citizen)


def test_what_is_not_kept_is_revoked_only_after_its_limit_and_a_hearing(here: County) -> None:
    row = granted(here)
    day = clock.today()
    with pytest.raises(Invalid):
        check(here, row, Check.ORDER, "出水超标。")  # no day named
    with pytest.raises(Invalid):
        check(here, row, Check.ORDER, " ", day + timedelta(days=10))
    check(here, row, Check.ORDER, "出水超标。", day + timedelta(days=10))
    for early in (Check.REVOKE, Check.HEAR):
        with pytest.raises(Conflict):
            check(here, row, early)
    with pytest.raises(Conflict) as still:
        check(here, row, Check.CALL_HEARING, "没有改。", day + timedelta(days=20))
    assert still.value.code == "cases.limit_runs"
    with clock.travel(make.MONDAY + timedelta(days=11)):
        check(here, row, Check.CALL_HEARING, "没有改。", day + timedelta(days=20))
        with pytest.raises(Conflict):
            check(here, row, Check.REVOKE)
        check(here, row, Check.HEAR, "申请人说设备已订，要再等一周。")
        with pytest.raises(Conflict) as unheard:
            check(here, row, Check.REVOKE, "仍未符合条件。")
        assert unheard.value.code == "cases.limit_runs"  # they may still speak
    with clock.travel(make.MONDAY + timedelta(days=21)):
        check(here, row, Check.REVOKE, "仍未符合条件。")
    assert (row.state, row.last_seq, row.ended_at is not None) == ("revoked", 4, True)
    view = queries.status_view(application_id=row.case.application_id, actor=here.citizen)
    assert view.obligations[0].words == "仍未符合条件。"
    (line,) = queries.my_applications(actor=here.citizen).rows
    part = next(each for each in line.cases if each.id == row.case_id)
    assert part.standing == "revoked"
    draft = make.filled_draft(here, area=80)
    with pytest.raises(Refused) as barred:
        services.promise_instead(application_id=draft.id, material="report", actor=here.citizen)
    assert barred.value.code == "cases.commitment_barred"


def test_who_put_it_right_may_commit_again(here: County) -> None:
    row = granted(here)
    draft = promised_draft(here)
    check(here, row, Check.ORDER, "出水超标。", clock.today() + timedelta(days=10))
    assert queries.draft_view(application_id=draft.id, actor=here.citizen).barred
    with pytest.raises(Refused):
        submit(here, draft.id)
    check(here, row, Check.PUT_RIGHT, "")
    assert not queries.draft_view(application_id=draft.id, actor=here.citizen).barred
    submit(here, draft.id)


def submit(here: County, draft_id: object) -> None:
    draft = queries.draft_view(application_id=str(draft_id), actor=here.citizen)
    services.submit(
        application_id=draft.id,
        actor=here.citizen,
        signed_digest=draft.digest,
        version=draft.version,
        commitments=[line.key for line in draft.pledged],
    )


def test_whoever_calls_each_commitment_was_read_and_ticked(here: County) -> None:
    draft = queries.draft_view(application_id=promised_draft(here).id, actor=here.citizen)
    for ticked in ((), ("plan", "nonsense")):
        with pytest.raises(Invalid) as unread:
            services.submit(
                application_id=draft.id,
                actor=here.citizen,
                signed_digest=draft.digest,
                version=draft.version,
                commitments=ticked,
            )
        assert unread.value.code == "cases.commitment_unread"
        assert unread.value.facts["names"] == "检测报告"
    submit(here, draft.id)
    signed = AuditEntry.objects.get(action="cases.sign", target_id=str(draft.id))
    assert signed.facts["commitments"] == ["report"]


def test_others_do_not_check_and_citizens_never(here: County) -> None:
    row = granted(here)
    stranger = here.officers["fire"]
    for who in (stranger, here.citizen, here.clerk):
        with pytest.raises((NotFound, Refused)):
            services.check_obligation(obligation_id=row.id, check=Check.CONFIRM, actor=who)
        with pytest.raises(NotFound):
            queries.obligation_view(obligation_id=row.id, actor=who)
        assert queries.obligations(actor=who).rows == ()


def test_what_was_recorded_stays(here: County) -> None:
    row = check(here, granted(here), Check.CONFIRM, "到现场看过。")
    event = Event.objects.get(obligation=row)
    assert event.words == "到现场看过。"
    assert b"\xe5\x88\xb0" not in bytes(event.words_sealed)
    for change in (lambda: Event.objects.update(seq=9), event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Obligation.objects.update(state="revoked", ended_at=None)


def test_the_office_is_reminded_then_a_red_card_is_shown_once(here: County) -> None:
    row = granted(here)
    with clock.travel(make.MONDAY + timedelta(days=16)):  # Wednesday 2 December
        done = services.sweep()
        assert (done.reminded, done.cards) == (1, 0)
        assert services.sweep() == services.Swept()
    assert list(Reminder.objects.values_list("case_id", "kind")) == [(row.case_id, "check")]
    with clock.travel(make.MONDAY + timedelta(days=22)):
        assert services.sweep().cards == 1
        assert services.sweep().cards == 0
    assert RedCard.objects.get(kind="not_checked").case_id == row.case_id


def test_what_is_ordered_is_reminded_of_before_its_day(here: County) -> None:
    row = check(here, granted(here), Check.ORDER, "超标。", clock.today() + timedelta(days=14))
    with clock.travel(make.MONDAY + timedelta(days=12)):
        assert services.sweep().reminded == 1
    assert Reminder.objects.get(case=row.case).kind == "put_right"


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_record_one_thing(monday: None) -> None:
    here = make.county()
    row = granted(here)
    case = Case.objects.get(id=row.case_id)
    failed: list[str] = []

    def run(kind: Check, who: Callable[[], object]) -> None:
        from django.db import connection

        try:
            with clock.travel(make.MONDAY):
                services.check_obligation(
                    obligation_id=row.id,
                    check=kind,
                    words="写明。",
                    limit_on=date(2026, 12, 1),
                    last_seq=0,
                    actor=who(),  # type: ignore[arg-type]
                )
        except Conflict as error:
            failed.append(error.code)
        finally:
            connection.close()

    first = threading.Thread(target=run, args=(Check.CONFIRM, lambda: here.officer(case)))
    second = threading.Thread(target=run, args=(Check.ORDER, lambda: here.officer(case)))
    for thread in (first, second):
        thread.start()
    for thread in (first, second):
        thread.join()
    assert len(failed) == 1
    assert Event.objects.filter(obligation=row).count() == 1


@given(st.lists(st.sampled_from(list(Check)), max_size=12))
def test_nothing_is_revoked_without_a_hearing_nor_touched_when_it_is_over(
    tried: list[Check],
) -> None:
    state, done = ObligationState.OPEN, []
    for each in tried:
        if (state, each) in TABLE and each is not Check.RECOUNT:
            assert state not in ENDED
            state = step_of(state, each).after
            done.append(each)
        else:
            with pytest.raises(Conflict):
                step_of(state, each)
    if state is ObligationState.REVOKED:
        assert done == [Check.ORDER, Check.CALL_HEARING, Check.HEAR, Check.REVOKE]


def test_every_state_is_reached_and_left_or_over() -> None:
    assert {step.after for step in STEPS} | {ObligationState.OPEN} == set(ObligationState)
    assert {step.before for step in STEPS} == set(ObligationState) - ENDED
    assert ObligationState.PUT_RIGHT not in BROKEN


def offered(source: str) -> bool:
    document = make.item_document("drain", 5)
    materials = document["materials"]
    assert isinstance(materials, list)
    report = materials[-1]
    assert isinstance(report, dict)
    report["source"] = {"kind": source}
    line = checklist(compose_item(parse_item(document)), {}).line("report")
    assert line is not None
    assert line.pledges
    return line.pledgeable


def test_what_is_generated_as_a_commitment_is_no_choice() -> None:
    assert offered("held")
    assert not offered("generated")
