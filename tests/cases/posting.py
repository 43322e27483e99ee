"""An application whose results are sent."""

from collections.abc import Collection
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.delivery.rules import Address
from tests.factories import cases

HOME = Address("陈小岚", "13800000001", "浙江省安澜市安澜县云溪镇人民路 86 号 3 幢 201 室")
NUMBER = "EE473124829CN"


def by_courier(
    here: cases.County, actor: Actor | None = None, *, area: int = 100, promising: str = ""
) -> Application:
    """Handed in, to be sent to HOME; with a commitment for the material `promising`."""
    actor = actor or here.citizen
    application = cases.filled_draft(here, actor, area=area)
    if promising:
        services.promise_instead(application_id=application.id, material=promising, actor=actor)
    services.choose_collection(
        application_id=application.id,
        collection="courier",
        service_point_id=None,
        actor=actor,
        address=HOME,
    )
    hand_in(application, actor, [promising])
    return application


def hand_in(application: Application, actor: Actor, commitments: Collection[str] = ()) -> None:
    """Sign what stands in it now."""
    application.refresh_from_db()
    services.submit(
        application_id=application.id,
        actor=actor,
        signed_digest=signing_digest(application),
        version=application.version,
        commitments=commitments,
    )
    application.refresh_from_db()


def granted(here: cases.County, application: Application) -> list[Case]:
    """All its cases approved, in the order in which they may be."""
    for part in cases.PARTS:
        for case in application.cases.filter(part=part, decided_at=None):
            cases.decide(here, case)
    return list(application.cases.order_by("id"))


def sent(here: cases.County, *, area: int = 100) -> tuple[Application, UUID]:
    """An application all of whose results are with the courier, and the parcel's id."""
    application = by_courier(here, area=area)
    granted(here, application)
    parcel = services.pack(application_id=application.id, actor=here.clerk)
    services.hand_to_courier(
        parcel_id=parcel, carrier="ems", tracking_number=NUMBER, actor=here.clerk
    )
    return application, parcel
