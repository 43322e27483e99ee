"""Taken in elsewhere: what villages, banks and the neighbouring county may do, and originals that
went between offices: one home again, one overdue, one just kept, two from a village that looks at
none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from demo import content
from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story, Way
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.cases import access, services
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.submission import Identified
from onevisit.catalogue import services as catalogue
from onevisit.delivery import services as delivery
from onevisit.delivery.rules.consignments import CarriedBy, Found
from onevisit.hall import services as hall
from onevisit.hall.rules.errands import ErrandAct

_LISTED_BACK = 38
_RENTED = {"trader_kind": "one", "shop_premises": "rent"}
_PAPER = "premises_proof"
_FUND = "住房公积金转入海屿县"


@dataclass(frozen=True, slots=True)
class _List:
    """A point's list: the offers by act, who writes it and who confirms it."""

    point: str
    take: tuple[str, ...]
    hand_out: tuple[str, ...]
    why: str
    writer: str = "catalogue"
    second: str = "catalogue2"
    errands: tuple[str, ...] = ()


_EVERYTHING = ("*",)
_LISTS = (
    _List("dafan-village", ("elder_allowance", "disability_card"), _EVERYTHING,
          "安政数〔2026〕11 号《村级便民服务点事项清单》"),
    _List("meiling-village", ("sole_trader", "social_card", "elder_allowance"), (),
          "安政数〔2026〕13 号《村级便民服务点代收事项清单》"),
    _List("baisha-bank", ("social_card", "sole_trader", "company_registration"), _EVERYTHING,
          "《政银合作协议》（2026 年）"),
    _List("haiyu-window", ("remote_medical", "sole_trader"), (),
          "《安澜、海屿两县跨区域通办协议》", "haiyu", "haiyu2",
          (f"{_FUND}：身份证、转移申请表", "海屿县居住登记：身份证、租房合同")),
)  # fmt: skip

_HOME = Story("sole_trader", "sunliren", 9, _RENTED, shop="立人五金店", way=Way.WINDOW,
              clerk="clerk-shiqiao", minute=95, township="shiqiao", waiting=True,
              pickup="dafan-village", fate=Fate(accept=2, work=1))  # fmt: skip
_LATE = Story("sole_trader", "luoting", 6, _RENTED, shop="婷婷花店", way=Way.WINDOW,
              clerk="clerk-shuangtang", minute=140, township="shuangtang", waiting=True,
              pickup="shuangtang", fate=Fate(End.ACCEPTED, accept=1))  # fmt: skip
_KEPT = Story("sole_trader", "tangyining", 2, _RENTED, shop="宜宁小吃店", way=Way.WINDOW,
              clerk="clerk-baisha", minute=210, township="baisha", waiting=True,
              pickup="baisha-bank", fate=Fate(End.ACCEPTED, accept=1))  # fmt: skip
_VILLAGE = Story("sole_trader", "xiedayong", 5, _RENTED, shop="大勇山货铺", way=Way.WINDOW,
                 clerk="station-meiling", minute=60, township="meiling", waiting=True,
                 copied=True, fate=Fate(accept=2, work=1))  # fmt: skip
_VILLAGE_NOW = Story("sole_trader", "zhouhaisheng", 1, _RENTED, shop="海生茶摊", way=Way.WINDOW,
                     clerk="station-meiling", minute=150, township="meiling", waiting=True,
                     copied=True, fate=Fate(End.ACCEPTED, accept=1))  # fmt: skip
_GUEST = Story("remote_medical", "zhaomin", 3, {"remote_kind": "own", "applicant_for": "self"},
               way=Way.WINDOW, clerk="station-haiyu", minute=75,
               fate=Fate(accept=1, work=1))  # fmt: skip


def stories() -> tuple[Story, ...]:
    """What is handed in elsewhere; what becomes of the papers `told` tells."""
    return _HOME, _LATE, _KEPT, _VILLAGE, _VILLAGE_NOW, _GUEST


def told(county: County, days: Days) -> Iterator[Telling]:
    """The lists, and the ways of three originals; see `Schedule`."""
    yield _lists(county, days)
    yield _home_again(county, days)
    yield _overdue(county, days)
    yield _just_kept(county, days)
    yield _from_the_village(county, days)
    yield _on_the_road(county, days)
    yield _for_the_neighbour(county, days)


def _lists(county: County, days: Days) -> Telling:
    codes = content.offer_codes()

    def spelled(offers: tuple[str, ...]) -> list[str]:
        return [codes.get(each, each) for each in offers]

    yield at(days.back(_LISTED_BACK), 30)
    for each in _LISTS:
        written = catalogue.propose_point_list(
            point_id=county.points[each.point],
            since=days.back(_LISTED_BACK),
            abilities={
                "take": spelled(each.take),
                "identify": spelled(each.hand_out),
                "hand_out": spelled(each.hand_out),
                "errands": each.errands,
            },
            why=each.why,
            actor=county.actors[each.writer],
        )
        catalogue.confirm_point_list(list_id=written, actor=county.actors[each.second])
    yield at(days.back(1), 400)
    catalogue.propose_point_list(
        point_id=county.points["dongmen"],
        since=days.back(1),
        abilities={"take": [codes["elder_allowance"]], "hand_out": ["*"]},
        why="安政数〔2026〕15 号《社区便民服务点事项清单》",
        actor=county.actors["catalogue"],
    )


def _home_again(county: County, days: Days) -> Telling:
    """Kept in the town, to the county and with the result to the village, and back."""
    day = days.back(_HOME.back)
    town, clerk = county.actors[_HOME.clerk], county.actors["clerk3"]
    village = county.actors["station-dafan"]
    yield at(day, _HOME.minute + 40)
    paper = _keep(county, _HOME)
    yield at(day, _HOME.minute + 45)
    bag = _send(county, [paper], "SQ20261", town, "centre", "石桥镇交通员")
    yield at(days.after(day, 1), 50)
    _receive(bag, [paper], clerk)
    yield at(days.after(day, 4), 300)
    case, _application, state = _case(county, _HOME)
    if state != CaseState.ISSUED:
        return
    papers = [paper, services.prepare_result(case_id=case, actor=clerk)]
    bag = _send(county, papers, "ZX20263", clerk, "dafan-village", "中心交通员")
    yield at(days.after(day, 5), 80)
    _receive(bag, papers, village)
    yield at(days.after(day, 6), 100)
    person = county.people[_HOME.person]
    services.return_original(
        paper_id=paper, receiver_id=person, identified_by=Identified.ID_CARD, actor=village
    )
    services.hand_out(
        case_ids=[case], receiver_id=person, identified_by=Identified.ID_CARD, actor=village
    )


def _overdue(county: County, days: Days) -> Telling:
    """Sent on the day, and nobody has seen the bag since."""
    yield at(days.back(_LATE.back), _LATE.minute + 45)
    paper = _keep(county, _LATE)
    _send(county, [paper], "ST20268", county.actors[_LATE.clerk], "centre", "双塘镇交通员")


def _just_kept(county: County, days: Days) -> Telling:
    """Packed and not yet handed over."""
    yield at(days.back(_KEPT.back), _KEPT.minute + 45)
    paper = _keep(county, _KEPT)
    delivery.pack_bag(
        paper_ids=[paper],
        receiver_id=county.points["centre"],
        seal="BS20262",
        actor=county.actors[_KEPT.clerk],
    )


def _from_the_village(county: County, days: Days) -> Telling:
    """Handed over in the village, which looks at no original; the centre has it, and it is had
    again there with the licence.
    """
    day = days.back(_VILLAGE.back)
    yield at(day, _VILLAGE.minute + 45)
    paper = _keep(county, _VILLAGE)
    village = county.actors[_VILLAGE.clerk]
    bag = _send(county, [paper], "LT20261", village, "centre", "梅岭镇交通员")
    yield at(days.after(day, 1), 70)
    _receive(bag, [paper], county.actors["clerk3"])


def _on_the_road(county: County, days: Days) -> Telling:
    """Sent to the centre, which has not opened the bag yet."""
    yield at(days.back(_VILLAGE_NOW.back), _VILLAGE_NOW.minute + 45)
    paper = _keep(county, _VILLAGE_NOW)
    village = county.actors[_VILLAGE_NOW.clerk]
    _send(county, [paper], "LT20262", village, "centre", "梅岭镇交通员")


def _for_the_neighbour(county: County, days: Days) -> Telling:
    """Taken in for the neighbouring county, which asks for one more thing."""
    town, guest = county.actors["clerk-shiqiao"], county.actors["station-haiyu"]
    yield at(days.back(4), 330)
    errand = hall.take_errand(
        target_id=county.points["haiyu-window"],
        thing=_FUND,
        person_id=county.people["sunliren"],
        seen=("身份证", "转移申请表"),
        actor=town,
    )
    hall.move_errand(errand_id=errand, act=ErrandAct.SEND, actor=town)
    yield at(days.back(3), 60)
    hall.move_errand(errand_id=errand, act=ErrandAct.RECEIVE, actor=guest, number="HYGJJ-2026-1187")
    yield at(days.back(1), 95)
    hall.move_errand(
        errand_id=errand,
        act=ErrandAct.ASK,
        note="请补一份原缴存地的缴存证明，拍照即可。",
        actor=guest,
    )


def _keep(county: County, story: Story) -> UUID:
    _case_id, application, _state = _case(county, story)
    return services.keep_original(
        application_id=application, material=_PAPER, actor=county.actors[story.clerk]
    )


def _case(county: County, story: Story) -> tuple[UUID, UUID, str]:
    """The one case of a story: its id, its application's, its state."""
    found = access.visible_to(SYSTEM).filter(
        application__applicant_id=county.people[story.person],
        application__offer_code=content.offer_codes()[story.offer],
    )
    return found.order_by("id").values_list("id", "application_id", "state")[0]


def _send(
    county: County, papers: list[UUID], seal: str, sender: Actor, to: str, messenger: str
) -> UUID:
    bag = delivery.pack_bag(
        paper_ids=papers, receiver_id=county.points[to], seal=seal, actor=sender
    )
    delivery.send_bag(bag_id=bag, carried_by=CarriedBy.MESSENGER, carrier=messenger, actor=sender)
    return bag


def _receive(bag: UUID, papers: list[UUID], actor: Actor) -> None:
    delivery.receive_bag(
        bag_id=bag,
        seal_whole=True,
        found=dict.fromkeys(papers, Found.WHOLE.value),
        actor=actor,
    )
