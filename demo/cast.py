"""The sixty applications: those one should meet in a demonstration, and the ordinary rest.

The told ones cover every state; the ordinary ones are drawn with a fixed seed, so that two builds
on one day are the same.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from demo import projecting, together
from demo.stories import Answer, End, Fate, Post, Story, Visit, Way
from onevisit.accounts.rules import Met
from onevisit.cases.rules.joint import Verdict

SEED = 20261121

Answers = Mapping[str, Answer]


def _answers(**given: Answer) -> Answers:
    return MappingProxyType(given)


HOT_POT = _answers(
    where="street", area=300, foods=["hot", "cold"], seats="yes", sign="big",
    drainage="own", fire_route="general",
)  # fmt: skip
NOODLES = _answers(
    where="street", area=19, foods=["hot"], seats="yes", sign="none", drainage="shared"
)
TEA = _answers(where="mall", area=38, foods=["drinks"], seats="no")
SUSHI = _answers(
    where="mall", area=420, foods=["hot", "raw", "drinks"], seats="yes", fire_route="commitment"
)
FARM = _answers(where="village", area=120, foods=["hot", "cold"], seats="yes")
STALL = _answers(where="town", area=260, foods=["hot"], seats="yes", sign="flat", drainage="own")
GRILL = _answers(where="street", area=80, foods=["hot"], seats="yes", sign="big", drainage="shared")
CAFE = _answers(
    where="street", area=64, foods=["drinks", "cake"], seats="yes", sign="flat", drainage="shared"
)
CORNER = _answers(where="town", area=46, foods=["hot"], seats="yes", sign="flat", drainage="shared")

LOST = _answers(card_reason="lost", applicant_for="self")
BROKEN = _answers(card_reason="broken", applicant_for="self")
FOR_KIN = _answers(card_reason="expired", applicant_for="family")
PRINTED = _answers(id_reason="expiring", age_group="adult", fingerprint="yes")
UNPRINTED = _answers(id_reason="expiring", age_group="adult", fingerprint="no")
CHILD = _answers(id_reason="changed", age_group="child", fingerprint="no")
EIGHTY = _answers(applicant_for="self", age_band="80", pay_to="social_card")
NINETY = _answers(applicant_for="self", age_band="90", pay_to="bank")
FOR_MOTHER = _answers(applicant_for="family", age_band="80", pay_to="bank")

_QUICK = Fate(accept=1, work=0)
_NEVER_SEEN = Fate(End.SUBMITTED)


def told() -> tuple[Story, ...]:
    """The applications a demonstration points at."""
    return (
        *_restaurants(),
        *_unfinished_restaurants(),
        *_visited_restaurants(),
        *_singles(),
        *_helped(),
        *_sent(),
        *together.told(),
        *together.charged(),
        projecting.STORY,
        projecting.FINISHED,
    )


def _restaurants() -> tuple[Story, ...]:
    return (
        Story(
            "restaurant", "chenxiaolan", 10, HOT_POT, company="o1", shop="老灶台火锅", minute=680,
            fate=Fate(End.REVIEWED), waiting=True,
            fates={
                "licence": _QUICK,
                "food": Fate(End.REVIEWED, accept=1),
                "fire_general": Fate(End.PROPOSED, accept=1, work=4),
                "sign": Fate(accept=1, work=1),
                "drainage": Fate(End.SUSPENDED, accept=1, reason=
                    "隔油池出水要取样送检，检测单位七个工作日内出报告，这段时间不计入办理时限。"),
            },
        ),
        Story("restaurant", "wangjian", 24, NOODLES, company="o2", shop="王记面馆",
              way=Way.WINDOW, clerk="clerk1", minute=65, fate=Fate(accept=0, work=2),
              fates={"licence": Fate(accept=0, work=0)}, collect=4),
        Story("restaurant", "zhouhaisheng", 18, TEA, company="o3", shop="甜水巷", minute=700,
              pledging="food_rules", fates={"licence": _QUICK, "food": Fate(kept=
                  "到店核查，四项制度上墙，晨检和留样都有记录，与承诺一致。")}),
        Story("restaurant", "gaoyuan", 27, SUSHI, company="o4", shop="悦享寿司", minute=120,
              fate=Fate(work=7), fates={"licence": _QUICK, "fire_commitment": Fate(work=1)},
              collect=11),
        Story("restaurant", "huangjiahao", 22, HOT_POT, shop="嘉豪海鲜楼", minute=160,
              pledging="food_rules", fate=Fate(work=5), fates={
                  "licence": _QUICK, "sign": Fate(work=1), "food": Fate(work=5, order=
                      "到店核查，没有食材留样冰箱，晨检表空着，从业人员健康证过期两人。",
                      heard="店主到场，承认没有改，说等过了年再办健康证，没有提出新的证据。")}),
        Story("restaurant", "heqiusheng", 8, FARM, company="o5", shop="白沙湾农家乐",
              way=Way.WINDOW, clerk="clerk2", minute=150, fate=Fate(End.REVIEWED, accept=0),
              fates={
                  "licence": Fate(accept=0, work=0),
                  "food": Fate(End.REVIEWED, accept=0, extend="granted", reason=
                      "进村公路塌方抢修，预计两周后通车，"
                      "通车前不能到现场核查，原定期限内办不完。"),
              }, sent_home=True, waiting=True),
        Story("restaurant", "xiedayong", 21, STALL, company="o6", shop="谢记大排档", minute=90,
              fates={
                  "licence": _QUICK,
                  "food": Fate(End.REFUSED, work=8, reason=
                      "现场核查发现操作间与厕所相邻且无隔断，不符合餐饮服务场所布局要求。"
                      "改好布局后可以重新申请。"),
                  "sign": Fate(work=1),
                  "drainage": Fate(work=5),
              }, waiting=True),
    )  # fmt: skip


def _unfinished_restaurants() -> tuple[Story, ...]:
    return (
        Story("restaurant", "lihuifang", 6, GRILL, shop="慧芳烧烤", minute=640,
              fate=Fate(End.REVIEWED), fates={
                  "licence": _QUICK,
                  "sign": Fate(End.CLAIMED),
                  "food": Fate(End.REVIEWED, extend="asked", reason=
                      "排烟管道要等物业改好才能复查，物业承诺下周完工。"),
              },
              owing=True),
        Story("restaurant", "xiedayong", 2, GRILL, company="o6", shop="谢记烤吧", minute=50,
              fate=Fate(End.CLAIMED), fates={"licence": _QUICK}, owing=True),
        Story("restaurant", "zhengyutong", 1, CAFE, shop="雨桐咖啡", minute=655, fate=_NEVER_SEEN),
        Story("restaurant", "luoting", 13, CAFE, shop="罗婷面包房", minute=210,
              fate=Fate(work=6), pledging="food_rules",
              fates={"licence": _QUICK, "food": Fate(work=5, order=
                  "现场看，食材没有留样，晨检表有三天没有填。请把这两样补上，贴在店里。"),
                     "sign": Fate(End.NOT_ACCEPTED, reason=
                  "招牌拟设位置在二楼外墙，不在自己使用的门面范围内，不符合受理条件。"
                  "改到一楼门头后可以重新申请。")}),
        Story("restaurant", "tangyining", 15, CORNER, shop="小唐快餐", minute=330,
              fate=Fate(End.WITHDRAWN), fates={"licence": _QUICK}),
        Story("restaurant", "wuguoqiang", 4, HOT_POT, shop="老吴家常菜", way=Way.DRAFT, minute=690),
        Story("restaurant", "lihuifang", 1, CORNER, shop="慧芳卤味", way=Way.UNSIGNED, minute=610),
        Story("restaurant", "zhulin", 2, CORNER, shop="朱家早点", way=Way.WINDOW_DRAFT,
              clerk="clerk-shiqiao", minute=40),
        Story("restaurant", "sunliren", 3, CORNER, shop="老孙馄饨", way=Way.WINDOW, clerk="clerk1",
              minute=200, fate=Fate(End.CLAIMED, accept=0),
              fates={"licence": Fate(accept=0, work=0)}, waiting=True),
        Story("restaurant", "gaoyuan", 9, GRILL, company="o4", shop="悦享烤肉", minute=75,
              fate=Fate(work=6, pause=3, reason="操作间换气设施要请检测机构测风量。"),
              fates={"licence": _QUICK, "sign": Fate(work=1)}, waiting=True),
        Story("restaurant", "zhouhaisheng", 1, CAFE, company="o3", shop="甜水巷二店", minute=410,
              fate=Fate(End.ACCEPTED, accept=0),
              fates={"licence": Fate(End.CLAIMED, accept=0)}),
        Story("restaurant", "xiedayong", 12, NOODLES, company="o6", shop="谢记面档", minute=100,
              fate=Fate(End.REFUSED, work=2, reason=
                  "两名从业人员的健康证明已过期，换新后可以重新申请。"),
              fates={"licence": _QUICK}),
    )  # fmt: skip


def _visited_restaurants() -> tuple[Story, ...]:
    """Looked at together: one next week, one just now, one where a department dissented."""
    return (
        Story("restaurant", "zhouhaisheng", 4, HOT_POT, company="o3", shop="甜水巷火锅", minute=150,
              fate=Fate(End.REVIEWED, accept=1),
              fates={
                  "licence": _QUICK,
                  "sign": _NEVER_SEEN,
                  "drainage": Fate(End.CLAIMED, accept=1),
              },
              visit=Visit(by="food", ahead=4, moved="消防当天要参加联合演练，改后一天，一起去。",
                          mover="fire_general")),
        Story("restaurant", "gaoyuan", 2, HOT_POT, company="o4", shop="悦享砂锅", minute=50,
              fate=Fate(End.REVIEWED, accept=1),
              fates={"licence": _QUICK, "drainage": Fate(End.CLAIMED, accept=1)},
              visit=Visit(by="food")),
        Story("restaurant", "xiedayong", 9, HOT_POT, company="o6", shop="谢记酒楼", minute=200,
              fate=Fate(accept=1, work=4),
              fates={
                  "licence": _QUICK,
                  "food": Fate(End.REVIEWED, accept=1, work=4),
                  "fire_general": Fate(End.REFUSED, accept=1, work=4, reason=
                      "疏散通道不符合规定。清出通道、补齐应急照明后可以重新申请。"),
                  "sign": Fate(accept=1, work=1),
              },
              visit=Visit(by="food", after=1, found={
                  "food": (Verdict.PASSED, "操作间、冷菜间分开，冷藏设备正常，与平面图一致。"),
                  "fire_general": (Verdict.FAILED, "二楼疏散通道堆了货架，净宽不足。"),
                  "sign": (Verdict.PASSED, ""),
              })),
    )  # fmt: skip


def _singles() -> tuple[Story, ...]:
    spot = Way.ON_THE_SPOT
    return (
        Story("social_card", "zhaomin", 1, LOST, way=spot, clerk="clerk1", minute=45),
        Story("social_card", "xuzhiming", 5, FOR_KIN, way=spot, clerk="clerk-shiqiao", minute=95),
        Story("social_card", "sunliren", 16, BROKEN, way=spot, clerk="clerk2", minute=310,
              sent_home=True),
        Story("social_card", "tangyining", 1, LOST, minute=660, fate=_NEVER_SEEN, waiting=True),
        Story("social_card", "luoting", 3, LOST, way=Way.DRAFT, minute=600),
        Story("id_card_renewal", "huangjiahao", 3, PRINTED, minute=620,
              fate=Fate(End.REVIEWED), waiting=True),
        Story("id_card_renewal", "wuguoqiang", 20, UNPRINTED, way=Way.WINDOW, clerk="clerk2",
              minute=55, fate=Fate(accept=0, work=4), collect=7),
        Story("id_card_renewal", "zhulin", 14, CHILD, way=Way.WINDOW, clerk="clerk1", minute=260,
              fate=Fate(accept=0, work=4), waiting=True),
        Story("id_card_renewal", "tangyining", 8, PRINTED, minute=130,
              fate=Fate(End.CLAIMED), waiting=True),
        Story("id_card_renewal", "songbaogen", 11, UNPRINTED, way=Way.WINDOW, clerk="clerk1",
              minute=35, fate=Fate(End.NOT_ACCEPTED, accept=1, reason=
                  "您的身份证长期有效、信息没有变化，不需要换领。"), waiting=True),
        Story("elder_allowance", "xuzhiming", 6, FOR_MOTHER, minute=645, fate=Fate(End.CLAIMED)),
        Story("elder_allowance", "linyuee", 17, EIGHTY, way=Way.WINDOW, clerk="clerk-shiqiao",
              minute=50, fate=Fate(accept=0, work=4), sent_home=True),
        Story("elder_allowance", "songbaogen", 2, EIGHTY, minute=70, fate=Fate(End.REVIEWED)),
        Story("elder_allowance", "xujinfeng", 4, EIGHTY, minute=180,
              fate=Fate(End.NOT_ACCEPTED, reason=
                  "您儿子已经替您申请了同一项津贴，正在办理，不用再申请。")),
        Story("elder_allowance", "heqiusheng", 9, EIGHTY, minute=240,
              fate=Fate(End.NOT_ACCEPTED, reason="申请人未满 80 周岁，不符合受理条件。")),
        Story("elder_allowance", "wuguoqiang", 1, FOR_MOTHER, minute=675, fate=_NEVER_SEEN),
        Story("elder_allowance", "sunliren", 3, FOR_MOTHER, minute=85,
              fate=Fate(End.CORRECTION)),
        Story("elder_allowance", "xiedayong", 10, FOR_MOTHER, minute=115, fate=Fate(correct=2)),
        Story("elder_allowance", "wangjian", 9, FOR_MOTHER, minute=165, fate=Fate(End.SILENT)),
        # a first look: sent back, sent back and changed since, passed, and one long decided
        Story("elder_allowance", "huangjiahao", 2, FOR_MOTHER, minute=25,
              fate=Fate(End.SUBMITTED, look="returned")),
        Story("elder_allowance", "luoting", 3, FOR_MOTHER, minute=35,
              fate=Fate(End.SUBMITTED, look="resupplied")),
        Story("elder_allowance", "zhaomin", 2, FOR_MOTHER, minute=45,
              fate=Fate(End.SUBMITTED, look="passed")),
        Story("elder_allowance", "tangyining", 13, FOR_MOTHER, minute=55,
              fate=Fate(accept=3, look="resupplied")),
    )  # fmt: skip


def _helped() -> tuple[Story, ...]:
    """A village helper at an old woman's home; a bank's helper, to whom an old man came; a son
    under his mother's mandate.
    """
    return (
        Story("elder_allowance", "fangxiaoe", 6, EIGHTY, minute=50, township="dafan",
              helper="helper-dafan", fate=Fate(accept=1, work=2)),
        Story("elder_allowance", "chuguanrong", 3, NINETY, minute=120, township="baisha",
              helper="helper-bank", met=Met.PLACE, fate=Fate(End.CLAIMED)),
        Story("elder_allowance", "xujinfeng", 4, EIGHTY, minute=150, helper="xuzhiming",
              fate=Fate(accept=1, work=1)),
    )  # fmt: skip


def _sent() -> tuple[Story, ...]:
    """Results on paper that nobody comes for: they are sent."""
    soon = Fate(work=2)
    return (
        Story("restaurant", "wuguoqiang", 9, CORNER, shop="老吴面馆", minute=140, fate=soon,
              fates={"licence": _QUICK}, post=Post.WAITING),
        Story("restaurant", "luoting", 10, NOODLES, shop="罗婷小厨", minute=170, fate=soon,
              fates={"licence": _QUICK}, post=Post.MOVING, packed=8),
        Story("restaurant", "huangjiahao", 16, CORNER, shop="家豪快餐", minute=75, fate=soon,
              fates={"licence": _QUICK}, post=Post.DELIVERED, packed=6),
        Story("elder_allowance", "lihuifang", 7, FOR_MOTHER, minute=190, fate=soon,
              post=Post.PACKED),
        Story("elder_allowance", "zhengyutong", 8, FOR_MOTHER, minute=205, fate=soon,
              post=Post.HANDED_OVER, packed=7),
        Story("elder_allowance", "chenxiaolan", 12, FOR_MOTHER, minute=225, fate=soon,
              post=Post.RETURNED, packed=6),
        Story("elder_allowance", "zhulin", 18, FOR_MOTHER, minute=250, fate=soon,
              post=Post.FETCHED, packed=6),
        Story("elder_allowance", "gaoyuan", 15, FOR_MOTHER, minute=270, fate=soon,
              post=Post.DELIVERED, packed=6),
    )  # fmt: skip


def ordinary() -> Iterator[Story]:
    """The applications that came, were handled and ended as most do, each person's once."""
    draw = random.Random(SEED)
    for make, people in _DRAWN:
        for index, person in enumerate(people):
            yield make(draw, person, index)


def _drawn_card(draw: random.Random, person: str, _index: int) -> Story:
    return Story(
        "social_card",
        person,
        draw.randint(2, 28),
        draw.choice((LOST, BROKEN)),
        way=Way.ON_THE_SPOT,
        clerk=draw.choice(("clerk1", "clerk2", "clerk-shiqiao")),
        minute=draw.randint(5, 440),
    )


def _drawn_renewal(draw: random.Random, person: str, index: int) -> Story:
    printed = index % 3 != 0
    return Story(
        "id_card_renewal",
        person,
        draw.randint(10, 28),
        PRINTED if printed else UNPRINTED,
        way=Way.ONLINE if printed else Way.WINDOW,
        clerk="" if printed else draw.choice(("clerk1", "clerk2")),
        minute=draw.randint(5, 300),
        fate=Fate(work=draw.randint(2, 4)),
        collect=draw.randint(6, 8),
    )


def _drawn_allowance(draw: random.Random, person: str, _index: int) -> Story:
    return Story(
        "elder_allowance",
        person,
        draw.randint(7, 28),
        FOR_MOTHER,
        minute=draw.randint(5, 700),
        fate=Fate(work=draw.randint(1, 4)),
    )


def _drawn_shop(draw: random.Random, person: str, index: int) -> Story:
    return Story(
        "restaurant",
        person,
        draw.randint(8, 28),
        draw.choice((NOODLES, TEA, CORNER)),
        shop=_SHOPS[index],
        minute=draw.randint(5, 300),
        fate=Fate(work=draw.randint(1, 2)),
        fates={"licence": _QUICK, "sign": Fate(work=1)},
        collect=5 if index % 3 == 0 else None,
    )


_SHOPS = ("春风小馆", "有家面", "巷口粥铺", "阿明炒饭", "清水汤包", "山里人家")
_DRAWN: tuple[tuple[Callable[[random.Random, str, int], Story], tuple[str, ...]], ...] = (
    (
        _drawn_card,
        ("chenxiaolan", "wangjian", "zhouhaisheng", "lihuifang", "wuguoqiang", "zhengyutong",
         "xujinfeng", "huangjiahao", "zhulin", "heqiusheng", "gaoyuan", "xiedayong"),
    ),
    (
        _drawn_renewal,
        ("chenxiaolan", "zhouhaisheng", "lihuifang", "zhengyutong", "zhaomin", "sunliren"),
    ),
    (_drawn_allowance, ("heqiusheng",)),
    (
        _drawn_shop,
        ("zhaomin", "huangjiahao", "xuzhiming", "zhulin", "chenxiaolan", "gaoyuan"),
    ),
)  # fmt: skip
