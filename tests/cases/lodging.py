"""An application whose results are fetched from a locker at the centre."""

import json
from uuid import UUID

from onevisit.accounts.rules import SYSTEM
from onevisit.cases import services
from onevisit.cases.models import Application
from onevisit.delivery import services as delivery
from onevisit.delivery.models import Stay
from onevisit.delivery.queries.lockers import code_of
from onevisit.kernel import clock, signing
from tests.cases.posting import granted, hand_in
from tests.factories import cases

SECRET = "only-for-tests-" + "k" * 40
DEVICE = "AL-01"


def locker(here: cases.County) -> UUID:
    """Two doors at the centre; what lies there stays five days."""
    words = delivery.LockerWords("1 号柜", DEVICE, "大厅东门外", "全天 24 小时", 5, "A01 s, A02 m")
    return delivery.keep_locker(point_id=here.centre, words=words, actor=SYSTEM)


def by_locker(here: cases.County) -> Application:
    """Handed in, to be fetched from the locker; every part granted."""
    application = cases.filled_draft(here, area=100)
    services.choose_collection(
        application_id=application.id,
        collection="locker",
        service_point_id=here.centre,
        actor=here.citizen,
    )
    hand_in(application, here.citizen)
    granted(here, application)
    return application


def laid_in(here: cases.County) -> tuple[Application, Stay]:
    """All its results lie behind A01."""
    kept = locker(here)
    application = by_locker(here)
    stay_id = services.reserve_door(
        application_id=application.id, locker_id=kept, door="A01", actor=here.clerk
    )
    services.lay_in(stay_id=stay_id, actor=here.clerk)
    return application, Stay.objects.get(id=stay_id)


def code(stay: Stay) -> str:
    """The code that opens it now."""
    stay.refresh_from_db()
    return code_of(stay.id, stay.issue)


def told(news: str, stay: Stay, *, key: str = SECRET, **more: str) -> tuple[bytes, dict[str, str]]:
    """What the locker says, signed."""
    said = {"news": news, "device": DEVICE, "door": stay.door, "number": stay.number, **more}
    body = json.dumps(said).encode()
    return body, signing.sign(body, key, at=clock.now(), prefix="X-Locker")


def hear(news: str, stay: Stay, **more: str) -> str:
    """What it is answered."""
    body, headers = told(news, stay, **more)
    return services.hear_locker(body=body, headers=headers)["answer"]
