"""Told applications for the bundles of a birth, the sale of a house, a death and retirement."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from demo.content import Relative
from demo.stories import Answer, End, Fate, Paid, Story, Way


def _answers(**given: Answer) -> Mapping[str, Answer]:
    return MappingProxyType(given)


BORN = _answers(
    birth_place="county", baby_age="early", household_of="mother", married="yes",
    parents_nation="same", birth_count="one", birth_bill="employee", pay_to="social_card",
)  # fmt: skip
BOUGHT = _answers(
    house_use="housing", seller_kind="person", seller_family="single", buyer_home="first",
    payment="loan",
    mortgaged="no", old_cert="paper", draw_fund="yes", meters="yes",
)  # fmt: skip
ONLINE = _answers(
    house_use="housing", seller_kind="person", seller_family="single", buyer_home="first",
    payment="own", mortgaged="no", old_cert="paper", draw_fund="no", meters="no",
)  # fmt: skip
TOGETHER = _answers(
    house_use="housing", seller_kind="person", seller_family="married", buyer_home="first",
    payment="own", mortgaged="no", old_cert="electronic", draw_fund="no", meters="no",
)  # fmt: skip
_NEXT_MORNING = Fate(accept=1, work=0)
BURIED = _answers(
    death_how="hospital", dead_pension="retired", dead_medical="employee",
    dead_left=["deposit"], dead_kin="near",
)  # fmt: skip
RETIRED = _answers(
    retire_way="normal", retire_by="employer", deemed_years="yes", file_where="known",
    medical_years="enough", retire_fund="yes",
)  # fmt: skip
_AT_ONCE = Fate(accept=0, work=0)
_NOT_YET = Fate(End.SUBMITTED)


CHANGED = _answers(dl_reason="changed")


def charged() -> tuple[Story, ...]:
    """What costs something: paid in cash, not paid yet, given back, let off; the taxes of a house
    paid, and those of another due.
    """
    soon = Fate(accept=0, work=0)
    begun = {"check": soon, "contract": Fate(accept=0, work=1), "notice": Fate(accept=2, work=1)}
    return (
        Story("driver_licence", "linyuee", 4, CHANGED, way=Way.WINDOW, clerk="clerk1", minute=40,
              fate=soon, paid=Paid.CASH, collect=1),
        Story("driver_licence", "zhulin", 2, CHANGED, way=Way.WINDOW, clerk="clerk2", minute=55,
              fate=soon, paid=Paid.NOT_YET, waiting=True),
        Story("driver_licence", "wangjian", 6, CHANGED, way=Way.WINDOW, clerk="clerk1", minute=75,
              fate=soon, paid=Paid.REFUNDED, collect=3),
        Story("driver_licence", "xiedayong", 3, CHANGED, way=Way.WINDOW, clerk="clerk2", minute=95,
              fate=soon, paid=Paid.EXEMPT, collect=1),
        Story("house_sale", "zhengyutong", 9, BOUGHT, way=Way.WINDOW, clerk="clerk4", minute=125,
              fate=Fate(End.ACCEPTED, accept=5), fates={
                  **begun,
                  "tax": Fate(accept=4, work=1),
                  "transfer": Fate(accept=5, work=2),
              }, waiting=True, parties={"seller": "heqiusheng"}),
        Story("house_sale", "luoting", 6, BOUGHT, way=Way.WINDOW, clerk="clerk4", minute=145,
              fate=Fate(End.ACCEPTED, accept=5), fates={
                  **begun,
                  "tax": Fate(End.REVIEWED, accept=4, work=1),
              }, waiting=True, parties={"seller": "lihuifang"}),
    )  # fmt: skip


def told() -> tuple[Story, ...]:
    """One of each: done, just begun at the window, half done, and waiting for a long look."""
    baby = Relative("zhaomin", "赵小满", date(2026, 10, 20), 62)
    father = Relative("wuguoqiang", "吴有根", date(1946, 2, 11), 57)
    return (
        Story("newborn", "zhaomin", 8, BORN, minute=655, kin=baby,
              fates={
                  "birth": Fate(work=1),
                  "vaccine": Fate(accept=3, work=0),
                  "register": Fate(accept=3, work=1),
                  "insurance": Fate(accept=5, work=0),
                  "card": Fate(accept=5, work=1),
                  "benefit": Fate(accept=3, work=3),
                  "guidance": Fate(work=2),
              }),
        Story("house_sale", "gaoyuan", 1, BOUGHT, way=Way.WINDOW, clerk="clerk4", minute=65,
              fate=_NOT_YET, fates={"check": _AT_ONCE}, waiting=True,
              parties={"seller": "luoting"}),
        Story("house_sale", "tangyining", 6, TOGETHER, minute=40,
              parties={"seller": "heqiusheng", "seller_spouse": "lihuifang"},
              fate=_NEXT_MORNING,
              fates={
                  "check": _AT_ONCE,
                  "tax": Fate(accept=1, work=1),
                  "transfer": Fate(accept=3, work=1),
              }),
        Story("house_sale", "huangjiahao", 1, ONLINE, way=Way.UNSIGNED, minute=560,
              parties={"seller": "sunliren"}, answer="waiting"),
        Story("house_sale", "chenxiaolan", 2, ONLINE, way=Way.UNSIGNED, minute=600,
              parties={"seller": "xiedayong"}, answer="价钱不是说好的那个，少写了五万。"),
        Story("after_death", "wuguoqiang", 8, BURIED, minute=70, kin=father,
              fate=Fate(End.REVIEWED, accept=3), fates={
                  "death": Fate(work=0),
                  "cremation": Fate(accept=2, work=0),
                  "household": Fate(accept=2, work=0),
                  "pension": Fate(accept=3, work=2),
                  "medical": Fate(accept=3, work=1),
                  "medical_account": Fate(End.ACCEPTED, accept=4),
                  "deposit": Fate(End.CLAIMED, accept=3),
              }),
        Story("retirement", "sunliren", 5, RETIRED, way=Way.WINDOW, clerk="clerk5", minute=300,
              fate=Fate(End.ACCEPTED, accept=1), fates={
                  "household": Fate(work=0),
                  "deemed": Fate(End.REVIEWED, accept=2),
              }, waiting=True),
    )  # fmt: skip
