"""Points beside the centre, each with its list and somebody who sits there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, StaffDraft
from onevisit.catalogue import services as catalogue
from onevisit.catalogue.rules.points import EVERYTHING
from onevisit.directory import services as directory
from onevisit.directory.rules import PlaceKind, RegionDraft, ServicePointDraft
from onevisit.kernel import clock
from tests.factories.publishing import OFFICER

TOWN = "339921101000"
VILLAGE = "339921101201"
NEIGHBOUR = "339922000000"
SECOND = replace(OFFICER, user_id=uuid4(), name="陆一鸣")
_REGIONS = (
    RegionDraft(TOWN, "石桥镇"),
    RegionDraft(VILLAGE, "石桥村"),
    RegionDraft(NEIGHBOUR, "海屿县"),
)
_POINTS = (
    ServicePointDraft("shiqiao", "石桥镇便民服务中心", PlaceKind.TOWNSHIP, TOWN, "桥头街 21 号"),
    ServicePointDraft("village", "石桥村服务点", PlaceKind.VILLAGE, VILLAGE, "石桥村 1 号"),
    ServicePointDraft("bank", "农商银行石桥支行", PlaceKind.BANK, TOWN, "桥头街 30 号"),
    ServicePointDraft("guest", "海屿县通办窗口", PlaceKind.GUEST, NEIGHBOUR, "海屿大道 1 号"),
)


@dataclass(frozen=True)
class Elsewhere:
    """Points by code, and who sits there: clerks of the town, `station`s everywhere else."""

    points: dict[str, UUID]
    clerks: dict[str, Actor]


def points_beside() -> Elsewhere:
    """A town's window, a village, a bank and the window of the neighbouring county."""
    directory.register_regions(_REGIONS, actor=SYSTEM)
    points = directory.register_service_points(_POINTS, actor=SYSTEM)
    regions = {each.code: each.region for each in _POINTS}
    ids = people.create_staff_logins(
        [
            StaffDraft(
                f"at-{code}",
                f"员工{code}",
                "station",
                region=regions[code],
                service_point_id=point,
                window="1",
            )
            for code, point in sorted(points.items())
        ],
        password=None,
        actor=SYSTEM,
    )
    users = (accounts.user_by_id(each) for each in ids)
    clerks = {user.username[3:]: accounts.actor_for(user) for user in users}
    return Elsewhere(points, clerks)


def listed(
    point: UUID,
    *,
    take: Iterable[str] = (),
    identify: Iterable[str] = (),
    hand_out: Iterable[str] = (EVERYTHING,),
    errands: Iterable[str] = (),
    bags: bool = True,
) -> None:
    """A confirmed list of the point, from today."""
    written = catalogue.propose_point_list(
        point_id=point,
        since=clock.today(),
        abilities={
            "take": take,
            "identify": identify,
            "hand_out": hand_out,
            "errands": errands,
            "bags": (EVERYTHING,) if bags else (),
        },
        why="委托书",
        actor=OFFICER,
    )
    catalogue.confirm_point_list(list_id=written, actor=SECOND)
