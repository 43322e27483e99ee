"""What tests of this room say again and again: whole, submitted, at the window."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case, CaseEvent, Gap, JointAct, RedCard
from onevisit.cases.queries.joint import act_happening
from onevisit.cases.queries.pinning import happenings, pinned
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.fold import COLUMNS, fold, limits_from
from onevisit.cases.rules.joint import fold_act
from onevisit.kernel.queries import calendar_at
from tests.factories import cases as make
from tests.factories.cases import County


def assert_rows_fold() -> None:
    """Every case has events, and folding them gives its row."""
    for case in Case.objects.select_related("application"):
        item = pinned(case.application).offer.part(case.part).item
        history = list(case.events.order_by("seq"))
        folded = fold(
            happenings(history),
            limits_from(item.regime, case.promise_days, case.ordered_days),
            calendar_at(history[-1].calendar_revision),
        )
        assert {n: getattr(case, n) for n in COLUMNS} == {n: getattr(folded, n) for n in COLUMNS}


def submit(application: Application, here: County, actor: Actor | None = None) -> services.Receipt:
    return services.submit(
        application_id=application.id,
        actor=actor or here.citizen,
        signed_digest=signing_digest(application),
        version=application.version,
    )


def assert_whole() -> None:
    """What must hold at any moment, whatever died when."""
    assert_rows_fold()
    for application in Application.objects.prefetch_related("cases"):
        cases = list(application.cases.all())
        submitted = application.state in ("submitted", "ended")
        assert bool(cases) == submitted == (application.number is not None)
        over = bool(cases) and all(case.ended_at is not None for case in cases)
        assert (application.state == "ended") == over
        gathering = application.notices.filter(state="gathering")
        assert gathering.exists() == application.gathering
        assert application.notices.filter(state="sent").count() == application.notified
        asked = {case.id for case in cases if case.state == "correction_requested"}
        assert not asked or set(told_cases(application)) >= asked
    assert not Case.objects.filter(events__isnull=True).exists()
    assert_appointments_fold()
    looked = CaseEvent.objects.filter(action="pre_return")
    assert set(looked.values_list("case_id", flat=True)) == {
        gap.case_id for gap in Gap.objects.filter(notice__isnull=True)
    }
    deemed = CaseEvent.objects.filter(action="deem_accepted")
    assert deemed.count() == RedCard.objects.filter(kind="deemed_accepted").count()


def assert_appointments_fold() -> None:
    """Every appointment is the fold of its events."""
    for act in JointAct.objects.prefetch_related("events"):
        folded = fold_act([act_happening(each) for each in act.events.order_by("seq")])
        slot = folded.slot
        assert (act.state, act.last_seq) == (folded.state, folded.last_seq)
        assert (act.on, act.half, act.hour) == (slot.on, slot.half, slot.hour)


def told_cases(application: Application) -> list[UUID]:
    """The cases of which a notice has told."""
    rows = Gap.objects.filter(notice__application=application, notice__state="sent")
    return list(rows.values_list("case_id", flat=True))


def window_application(here: County) -> UUID:
    draft = services.start_application(
        offer_code=here.card_code,
        actor=here.clerk,
        applicant_id=here.citizen.person_id,
        channel="window",
    )
    services.save_form(
        application_id=draft,
        values={"shop.name": "无", "shop.area": "1"},
        actor=here.clerk,
    )
    services.note_paper(application_id=draft, material="old_card", actor=here.clerk)
    return draft


def issued_at_window(here: County) -> Application:
    application = make.filled_draft(here, area=80)
    services.choose_collection(
        application_id=application.id,
        collection="window",
        service_point_id=here.centre,
        actor=here.citizen,
    )
    application.refresh_from_db()
    submit(application, here)
    for part in ("licence", "food", "sign", "drain"):
        make.decide(here, make.case_of(application, part))
    application.refresh_from_db()
    return application
