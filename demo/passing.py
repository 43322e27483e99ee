"""What is examined in the county and decided by the city, and what is granted by one office and
regulated by another: the list of routes, two matters passed upward, what supervision found.
"""

from demo.founding import County
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story
from onevisit.cases import access, services
from onevisit.cases.rules.routes import Finding, RouteDraft, RouteKind

_LISTED_BACK = 38
_EARLY = {"retire_way": "special", "file_where": "known"}
_FOUND = "隔油池按图建好，清掏台账齐全，出水取样达标。"

_OPINION = (
    "人事档案和岗位记录一致，井下岗位累计 11 年，材料齐全，符合特殊工种提前退休条件，建议准予。"
)


def stories() -> tuple[Story, ...]:
    """One that the city has decided, one that lies on its desk."""
    done = Fate(End.PASSED_UP, work=3, reason=_OPINION, above=4)
    waits = Fate(End.PASSED_UP, work=2, reason=_OPINION)
    return (
        Story("special_work", "luchunlei", 16, _EARLY, minute=140, fate=done),
        Story("special_work", "luolichun", 6, _EARLY, minute=155, fate=waits),
    )


def told(county: County, days: Days) -> Telling:
    """The routes; then the office that regulates drains looks at what it was handed."""
    yield at(days.back(_LISTED_BACK), 45)
    keeper = county.actors["catalogue"]
    since = days.back(_LISTED_BACK)
    upward = RouteDraft(
        RouteKind.UPWARD, "332014106000", 15, "劳社部发〔1999〕8 号第二条：由地市级以上审批", since
    )
    over = RouteDraft(
        RouteKind.REGULATION, "330117023000", 5, "安政办〔2026〕9 号《审管衔接事项清单》", since
    )
    services.set_route(draft=upward, office="hrss", to="hrss-city", actor=keeper)
    services.set_route(draft=over, office="housing", to="urban", actor=keeper)
    yield at(days.back(3), 260)
    officer = county.actors["urban1"]
    handed = access.hand_overs_to(officer).order_by("pushed_at", "id")
    for nth, row in enumerate(list(handed[:2])):
        services.acknowledge(hand_over_id=row.id, actor=officer)
        if nth == 0:
            services.report_finding(
                hand_over_id=row.id, finding=Finding.GOOD, words=_FOUND, actor=officer
            )
