"""撤销: a result that no longer holds is neither handed out nor sent, and ends its case."""

from collections.abc import Iterable

from onevisit.accounts.rules import SYSTEM
from onevisit.cases.models import Case, Lodged, Posted, Result
from onevisit.cases.rules.lifecycle import Action, CaseState
from onevisit.cases.services.holding import Held
from onevisit.delivery import queries as parcels
from onevisit.delivery import services as delivery
from onevisit.delivery.queries import lockers
from onevisit.delivery.rules import TRAVELLING, Mark, ParcelState
from onevisit.delivery.rules.lockers import StayState


def revoke_result(held: Held, case: Case) -> None:
    """The result of a case no longer holds; a case that waits for collection ends with it."""
    Result.objects.filter(case=case).update(revoked_at=held.at)
    end_revoked(held, [case])


def end_revoked(held: Held, cases: Iterable[Case]) -> None:
    """End those of the cases whose result was revoked before anybody had it. What a courier carries
    is out of our hands: it ends when the parcel is received or comes back; from one that is packed
    it is taken out, one in a locker opens to no code any more.
    """
    waiting = [case for case in cases if case.state == CaseState.ISSUED]
    revoked = Result.objects.filter(case__in=waiting, revoked_at__isnull=False)
    ids = set(revoked.values_list("case_id", flat=True)) if waiting else set()
    for case in waiting:
        if case.id in ids and not _travels(held, case):
            held.move(case, Action.REVOKE)


def _travels(held: Held, case: Case) -> bool:
    behind = Lodged.objects.filter(case=case, live=True).first()
    if behind is not None and lockers.stay_by_id(behind.stay_id).state is StayState.LAID:
        delivery.expire_stay(stay_id=behind.stay_id)  # no code opens it; the clerk takes it back
    row = Posted.objects.filter(case=case, live=True).first()
    if row is None:
        return False
    parcel = parcels.parcel_by_id(row.parcel_id)
    if parcel.state is ParcelState.PACKED:
        # whoever revokes has no say at the out-window: it follows by itself
        delivery.mark_parcel(parcel_id=parcel.id, mark=Mark.UNPACK, actor=SYSTEM)
        Posted.objects.filter(parcel_id=parcel.id).update(live=False)
    return parcel.state in TRAVELLING
