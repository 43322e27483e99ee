"""The page of search results, and what helps when there are none."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from onevisit.catalogue.rules.vocabulary import Served
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.guidance import queries
from onevisit.guidance.queries import Hit, SearchResult
from onevisit.guidance.rules.words import LONGEST_QUERY, normal
from onevisit.guidance.web.browse_page import Choice, search_url
from onevisit.guidance.web.cards import Card, time_text, visits_text
from onevisit.guidance.web.marking import marked

PAGE = 20
LAST_PAGE = 10
EVENTS = 10


@dataclass(frozen=True)
class Asked:
    """What the address asks for, made safe: unknown filters are dropped."""

    q: str
    served: str
    life: str
    department: str
    page: int

    def url(self, **changes: str) -> str:
        """The same search with other filters, from its first page."""
        asked = {
            "q": self.q,
            "served": self.served,
            "life": self.life,
            "department": self.department,
        }
        return search_url(**{**asked, **changes})


@dataclass(frozen=True)
class SearchPage:
    """What the template draws."""

    q: str
    heading: str
    trail: list[tuple[str, str]]
    keep: list[tuple[str, str]]
    keep_but_office: list[tuple[str, str]]
    served: list[Choice]
    chosen: list[Choice]
    hits: list[Card]
    only_near: bool
    more: bool
    prev_url: str
    next_url: str
    nearest: list[Card]
    popular: list[Card]
    wider: str
    phone: str
    events: list[Choice]
    offices: list[tuple[str, str]]
    office: str

    @property
    def narrowed(self) -> bool:
        """Whether some filter is on."""
        return bool(self.keep)


def search_page(given: QueryDict) -> SearchPage:
    """The results for what the address asks."""
    offices = {each.code: each for each in directory.departments()}
    asked = _asked(given, offices)
    result = queries.find(
        asked.q,
        limit=PAGE,
        offset=PAGE * (asked.page - 1),
        served=asked.served or None,
        department_id=_id_of(offices, asked.department),
        life_event=asked.life or None,
    )
    heading = _heading(asked, offices, result)
    help_ = None if result.hits else queries.suggestions(asked.q)
    kept = [(n, v) for n, v in (("served", asked.served), ("life", asked.life)) if v]
    office = [("department", asked.department)] if asked.department else []
    return SearchPage(
        q=asked.q,
        heading=heading,
        trail=[(heading, "")],
        keep=[*kept, *office],
        keep_but_office=kept,
        served=_served(asked),
        chosen=_chosen(asked, offices),
        hits=[card(hit, asked.q) for hit in result.hits],
        only_near=result.only_near,
        more=result.more and asked.page == LAST_PAGE,
        prev_url=_page_url(asked, asked.page - 1) if asked.page > 1 else "",
        next_url=_page_url(asked, asked.page + 1) if result.more and asked.page < LAST_PAGE else "",
        nearest=[card(hit, asked.q) for hit in help_.nearest] if help_ else [],
        popular=[card(hit, "") for hit in help_.popular] if help_ else [],
        wider=search_url(q=asked.q),
        phone=queries.HOTLINE,
        events=_events(result.hits, asked),
        offices=_offices(result.hits, asked, offices),
        office=asked.department,
    )


def _asked(given: QueryDict, offices: dict[str, DepartmentInfo]) -> Asked:
    served, department = given.get("served", ""), given.get("department", "")
    number = given.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 4 else 1
    return Asked(
        q=" ".join(given.get("q", "").split())[:LONGEST_QUERY],
        served=served if served in list(Served) else "",
        life=given.get("life", "")[:40],
        department=department if department in offices else "",
        page=min(max(page, 1), LAST_PAGE),
    )


def _id_of(offices: dict[str, DepartmentInfo], code: str) -> UUID | None:
    found = offices.get(code)
    return found.id if found else None


def card(hit: Hit, typed: str) -> Card:
    """One hit as a row; by which everyday name it was found, unless the name says it."""
    phrase = hit.phrase if typed and hit.phrase not in normal(hit.name) else ""
    return Card(
        code=hit.code,
        pieces=marked(hit.name, typed),
        is_bundle=hit.is_bundle,
        office=hit.department_name,
        visits=hit.declared_visits,
        visits_text=visits_text(hit.declared_visits, applicable=hit.applicable),
        time_text=time_text(
            hit.promise, hit.promise_unit, applicable=hit.applicable, depth=hit.online_depth
        ),
        also=phrase if phrase != normal(hit.short_name) else "",
        elsewhere=[card(each, "") for each in hit.elsewhere],
    )


def _heading(asked: Asked, offices: dict[str, DepartmentInfo], result: SearchResult) -> str:
    if asked.q and result.only_near:
        return _("可能没有正好对上的事")
    if asked.q:
        return _("找到这些事") if result.hits else _("没找到，换个说法试试")
    if asked.department:
        return offices[asked.department].name
    if asked.life:
        return asked.life
    names = {Served.PERSON.value: _("个人办事"), Served.ENTERPRISE.value: _("企业办事")}
    return names.get(asked.served, _("找要办的事"))


def _served(asked: Asked) -> list[Choice]:
    options = (
        ("", _("全部")),
        (Served.PERSON.value, _("个人")),
        (Served.ENTERPRISE.value, _("企业")),
    )
    return [
        Choice(label, asked.url(served=value), current=asked.served == value)
        for value, label in options
    ]


def _chosen(asked: Asked, offices: dict[str, DepartmentInfo]) -> list[Choice]:
    """Filters that are on, each with the address that takes it off."""
    found = []
    if asked.life:
        found.append(Choice(asked.life, asked.url(life="")))
    if asked.department:
        office = offices[asked.department]
        found.append(Choice(office.short_name or office.name, asked.url(department="")))
    return found


def _page_url(asked: Asked, page: int) -> str:
    url = asked.url()
    return url if page == 1 else f"{url}{'&' if '?' in url else '?'}page={page}"


def _events(hits: tuple[Hit, ...], asked: Asked) -> list[Choice]:
    """Life events of the hits shown, most frequent first; none where there's nothing to narrow."""
    if len(hits) < 2 and not asked.life:
        return []
    counted: dict[str, int] = {}
    for event in (event for hit in hits for event in hit.life_events):
        counted[event] = counted.get(event, 0) + 1
    names = sorted(counted, key=lambda event: (-counted[event], event))[:EVENTS]
    return [Choice(each, asked.url(life=each), current=each == asked.life) for each in names]


def _offices(
    hits: tuple[Hit, ...], asked: Asked, offices: dict[str, DepartmentInfo]
) -> list[tuple[str, str]]:
    """Departments of the hits shown, and the chosen one; none where there's nothing to narrow."""
    shown = {each.department_id for hit in hits for each in (hit, *hit.elsewhere)}
    if len(shown) < 2 and not asked.department:
        return []
    return [
        (code, each.short_name or each.name)
        for code, each in offices.items()
        if each.id in shown or code == asked.department
    ]
