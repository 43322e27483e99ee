"""Results sent by courier: one parcel for all, delivered when received, asked anew if returned."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from onevisit.accounts.rules import SYSTEM
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Case, CaseEvent, Evidence, Posted
from onevisit.cases.queries import status_view
from onevisit.cases.rules.submission import collections_of
from onevisit.catalogue import queries as catalogue
from onevisit.delivery.models import Destination, Parcel
from onevisit.delivery.rules import LIVE, Mark, ParcelState
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.posting import HOME, NUMBER, by_courier, granted, sent
from tests.factories import cases
from tests.factories.cases import County

pytestmark = pytest.mark.django_db


def _pack(here: County, application: Application, **how: bool) -> UUID:
    return services.pack(application_id=application.id, actor=here.clerk, **how)


def _mark(here: County, parcel: UUID, mark: Mark, **more: object) -> None:
    services.mark_parcel(parcel_id=parcel, mark=mark, actor=here.clerk, **more)  # type: ignore[arg-type]


def _states(application: Application) -> set[str]:
    return set(application.cases.values_list("state", flat=True))


def test_the_address_is_sealed_and_shown_masked(here: County) -> None:
    application = by_courier(here)
    kept = Destination.objects.get()
    assert application.destination_id == kept.id
    assert HOME.address.encode() not in bytes(kept.address_sealed)
    line = queries.to_send(actor=here.clerk).rows
    assert line == ()
    draft = cases.filled_draft(here, here.boss, area=100)
    services.choose_collection(
        application_id=draft.id, collection="courier", service_point_id=None, actor=here.boss,
        address=HOME,
    )  # fmt: skip
    shown = queries.draft_view(application_id=draft.id, actor=here.boss).destination
    assert shown is not None
    assert shown.address == "浙江省安澜市安澜县****"


def test_courier_needs_an_address_and_another_choice_deletes_it(here: County) -> None:
    draft = cases.filled_draft(here, area=100)
    choose = {"application_id": draft.id, "service_point_id": None, "actor": here.citizen}
    with pytest.raises(Invalid, match="address_needed"):
        services.choose_collection(collection="courier", **choose)
    services.choose_collection(collection="courier", address=HOME, **choose)
    services.choose_collection(collection="courier", **choose)
    services.choose_collection(collection="online", **choose)
    assert Destination.objects.get().address is None


def test_one_parcel_takes_all_results_and_waits_for_the_last(here: County) -> None:
    application = by_courier(here)
    cases.decide(here, cases.case_of(application, "licence"))
    with pytest.raises(Conflict, match="worth_waiting"):
        _pack(here, application)
    (line,) = queries.to_send(actor=here.clerk).rows
    assert line.names == ("licence许可",)
    assert not line.ready
    granted(here, application)
    (line,) = queries.to_send(actor=here.clerk).rows
    assert line.ready
    parcel = _pack(here, application)
    assert Parcel.objects.get(id=parcel).pieces == len(line.names) == application.cases.count()
    with pytest.raises(Conflict, match="nothing_to_send"):
        _pack(here, application)
    assert queries.to_send(actor=here.clerk).rows == ()


def test_a_second_parcel_goes_only_when_somebody_says_so(here: County) -> None:
    application = by_courier(here)
    cases.decide(here, cases.case_of(application, "licence"))
    first = _pack(here, application, early=True)
    granted(here, application)
    second = _pack(here, application)
    assert Posted.objects.filter(parcel_id=first).count() == 1
    assert Posted.objects.filter(parcel_id=second).count() == application.cases.count() - 1


def test_received_it_delivers_its_cases_on_the_day_the_courier_says(here: County) -> None:
    application, parcel = sent(here)
    assert _states(application) == {"issued"}
    with clock.travel(cases.MONDAY + timedelta(days=4)):
        _mark(here, parcel, Mark.MOVE, on=date(2026, 11, 17))
        _mark(here, parcel, Mark.DELIVER, on=date(2026, 11, 18), note="household")
        view = status_view(application_id=application.id, actor=here.citizen)
    assert _states(application) == {"delivered"}
    application.refresh_from_db()
    assert application.state == "ended"
    for case in application.cases.all():
        assert case.ended_at is not None
        assert clock.local_date(case.ended_at) == date(2026, 11, 18)
        assert case.delivery_due is not None
        event = CaseEvent.objects.get(case=case, action="deliver")
        assert event.facts["how"] == "courier"
        assert clock.local_date(event.recorded_at) == date(2026, 11, 20)
        assert case.result.stored_object_id is not None
    assert view.by_courier


def test_posting_is_not_yet_delivering_so_the_clock_runs_on(here: County) -> None:
    application, parcel = sent(here)
    case = application.cases.first()
    assert case is not None
    reading = queries.clock_explanation(case_id=case.id, kind="F", actor=here.citizen)
    assert reading.reading.clock.stopped_on is None
    _mark(here, parcel, Mark.DELIVER, note="self")
    reading = queries.clock_explanation(case_id=case.id, kind="F", actor=here.citizen)
    assert reading.reading.clock.stopped_on == date(2026, 11, 16)


def test_a_day_before_it_was_posted_or_after_today_is_refused(here: County) -> None:
    _application, parcel = sent(here)
    for on in (date(2026, 11, 15), date(2026, 11, 17)):
        with pytest.raises(Invalid, match="bad_day"):
            _mark(here, parcel, Mark.DELIVER, on=on, note="self")


def test_returned_the_applicant_is_asked_again_and_it_travels_anew(here: County) -> None:
    application, parcel = sent(here)
    _mark(here, parcel, Mark.RETURN, note="absent")
    assert _states(application) == {"issued"}
    (line,) = queries.to_send(actor=here.clerk).rows
    assert line.came_back
    assert line.address_due
    with pytest.raises(Invalid, match="address_needed"):
        _pack(here, application)
    with pytest.raises(NotFound):
        services.choose_again(
            application_id=application.id, collection="courier", service_point_id=None,
            actor=here.other_citizen, address=HOME,
        )  # fmt: skip
    services.choose_again(
        application_id=application.id, collection="courier", service_point_id=None,
        actor=here.citizen, address=HOME,
    )  # fmt: skip
    again = _pack(here, application)
    services.hand_to_courier(
        parcel_id=again, carrier="sf", tracking_number="SF1234567890123", actor=here.clerk
    )
    with pytest.raises(Conflict, match="nothing_to_choose"):
        services.choose_again(
            application_id=application.id, collection="window", service_point_id=here.centre,
            actor=here.citizen,
        )  # fmt: skip
    _mark(here, again, Mark.DELIVER, note="self")
    assert _states(application) == {"delivered"}


def test_returned_it_may_be_had_at_the_window_instead(here: County) -> None:
    application, parcel = sent(here)
    ids = [case.id for case in application.cases.all()]
    hand = {
        "case_ids": ids,
        "receiver_id": application.applicant_id,
        "identified_by": "id_card",
        "actor": here.clerk,
    }
    with pytest.raises(Conflict, match="in_the_post"):
        services.hand_out(**hand)
    _mark(here, parcel, Mark.RETURN, note="address")
    services.choose_again(
        application_id=application.id, collection="window", service_point_id=here.centre,
        actor=here.citizen,
    )  # fmt: skip
    assert len(queries.out_window(actor=here.clerk)) == 1
    services.hand_out(**hand)
    assert _states(application) == {"delivered"}
    assert Parcel.objects.get(id=parcel).state == ParcelState.COLLECTED


def test_who_comes_for_what_is_packed_takes_it_out_of_the_parcel(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    parcel = _pack(here, application)
    first = application.cases.order_by("id")[0]
    services.hand_out(
        case_ids=[first.id], receiver_id=application.applicant_id, identified_by="id_card",
        actor=here.clerk,
    )  # fmt: skip
    assert Parcel.objects.get(id=parcel).state == ParcelState.UNPACKED
    (line,) = queries.to_send(actor=here.clerk).rows
    assert len(line.names) == application.cases.count() - 1


def test_originals_that_must_be_seen_keep_it_from_being_sent(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    Evidence.objects.filter(application=application).update(original_pending=True)
    (line,) = queries.to_send(actor=here.clerk).rows
    assert line.originals_due
    with pytest.raises(Conflict, match="originals_not_seen"):
        _pack(here, application)


def test_what_every_part_offers_may_be_chosen(here: County) -> None:
    offer = catalogue.pinned_offer(cases.BUNDLE).offer
    assert collections_of(offer, {"shop.area": 100}) == ("online", "window", "courier", "locker")


def test_a_tracking_number_is_used_once(here: County) -> None:
    sent(here)
    other = by_courier(here, here.boss)
    granted(here, other)
    parcel = _pack(here, other)
    with pytest.raises(Conflict, match="tracking_number_taken"):
        services.hand_to_courier(
            parcel_id=parcel, carrier="ems", tracking_number=NUMBER.lower(), actor=here.clerk
        )
    assert Parcel.objects.get(id=parcel).state == ParcelState.PACKED


def test_only_the_out_window_packs_and_only_in_its_region(here: County) -> None:
    application = by_courier(here)
    granted(here, application)
    for actor, refusal in (
        (here.citizen, Refused),
        (here.officers["market"], Refused),
        (here.other_citizen, NotFound),
    ):
        with pytest.raises(refusal):
            services.pack(application_id=application.id, actor=actor)
    parcel = _pack(here, application)
    for actor in (here.citizen, here.officers["market"]):
        with pytest.raises(NotFound):
            services.mark_parcel(parcel_id=parcel, mark="unpack", actor=actor)
        with pytest.raises(NotFound):
            queries.parcel_of(parcel_id=parcel, actor=actor)
        with pytest.raises(NotFound):
            services.label_of(parcel_id=parcel, actor=actor)
    _line, address = services.label_of(parcel_id=parcel, actor=here.clerk)
    assert address.address == HOME.address


def test_the_address_is_forgotten_some_time_after_the_end(here: County) -> None:
    application, parcel = sent(here)
    _mark(here, parcel, Mark.DELIVER, note="self")
    with clock.travel(cases.MONDAY + timedelta(days=29)):
        services.sweep()
        assert queries.parcel_of(parcel_id=parcel, actor=here.clerk).parcel.to is not None
    with clock.travel(cases.MONDAY + timedelta(days=31)):
        services.sweep()
        assert queries.parcel_of(parcel_id=parcel, actor=here.clerk).parcel.to is None
        with pytest.raises(Conflict, match="address_forgotten"):
            services.label_of(parcel_id=parcel, actor=here.clerk)
    assert application.id


def test_the_address_of_what_still_runs_is_kept(here: County) -> None:
    by_courier(here)
    with clock.travel(cases.MONDAY + timedelta(days=400)):
        services.sweep()
    assert Destination.objects.get().address is not None


def test_parcels_are_listed_by_where_they_are(here: County) -> None:
    _application, parcel = sent(here)
    (line,) = queries.parcels_at(actor=here.clerk, states=LIVE).rows
    assert line.parcel.id == parcel
    assert line.parcel.tracking_number == NUMBER
    assert queries.parcels_at(actor=here.officers["fire"], states=LIVE).rows == ()
    assert queries.parcels_at(actor=here.clerk, states={ParcelState.DELIVERED}).rows == ()
    assert Case.objects.filter(posted__parcel_id=parcel).exists()
    assert SYSTEM.is_system
