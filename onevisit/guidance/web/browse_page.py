"""Lists to find a thing without searching: bundles, life events, departments."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.directory import queries as directory
from onevisit.guidance.web.cards import Card, cards

PAGE = 30


@dataclass(frozen=True)
class Choice:
    """A link with a note."""

    label: str
    url: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Things under one heading."""

    name: str
    hits: list[Card]


@dataclass(frozen=True)
class BundlesPage:
    """All bundles by life event."""

    groups: list[Group]
    trail: list[tuple[str, str]]


@dataclass(frozen=True)
class DepartmentsPage:
    """Life events and departments."""

    events: list[Choice]
    offices: list[Choice]
    trail: list[tuple[str, str]]


@dataclass(frozen=True)
class DepartmentPage:
    """The things of one department, a page at a time."""

    name: str
    phone: str
    hits: list[Card]
    next_url: str
    keep: list[tuple[str, str]]
    trail: list[tuple[str, str]]


def bundles_page() -> BundlesPage:
    """Each bundle once, under its first life event."""
    listed = catalogue.bundles()
    by_event: dict[str, list[Card]] = {}
    for row, card in zip(listed, cards(listed), strict=True):
        name = row.life_events[0] if row.life_events else _("其他")
        by_event.setdefault(name, []).append(card)
    groups = [Group(name, found) for name, found in by_event.items()]
    return BundlesPage(groups, [(_("一件事"), "")])


def event_choices(current: str = "", **keep: str) -> list[Choice]:
    """Links to search by life event, most things first."""
    return [
        Choice(event, search_url(life=event, **keep), current=event == current)
        for event in catalogue.life_events()
    ]


def search_url(**asked: str) -> str:
    """The address of a search; empty conditions are left out."""
    wanted = {name: value for name, value in asked.items() if value}
    query = urlencode(wanted)
    return reverse("guidance:search") + (f"?{query}" if query else "")


def departments_page() -> DepartmentsPage:
    """Departments that have something published: those in the centre, then the busiest, first."""
    counts = catalogue.counts().by_department
    offices = sorted(
        (each for each in directory.departments() if counts.get(each.id)),
        key=lambda each: (not each.in_centre, -counts[each.id], each.code),
    )
    return DepartmentsPage(
        events=event_choices(),
        offices=[
            Choice(
                each.name,
                reverse("guidance:department", args=[each.code]),
                _("%(n)s 件事") % {"n": counts[each.id]},
            )
            for each in offices
        ],
        trail=[(_("按部门、按主题找"), "")],
    )


def department_page(code: str, after: str) -> DepartmentPage:
    """The things of the department `code` after the thing `after`.

    Raises NotFound `directory.no_such_department`.
    """
    office = directory.department_by_code(code)
    listed = catalogue.items_of_department(office.id, after=after, limit=PAGE + 1)
    here = reverse("guidance:department", args=[code])
    last = listed[PAGE - 1].code if len(listed) > PAGE else ""
    return DepartmentPage(
        name=office.name,
        phone=office.phone,
        hits=cards(listed[:PAGE]),
        next_url=f"{here}?{urlencode({'after': last})}" if last else "",
        keep=[("department", code)],
        trail=[
            (_("按部门、按主题找"), reverse("guidance:departments")),
            (office.short_name or office.name, ""),
        ],
    )
