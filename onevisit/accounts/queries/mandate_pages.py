"""Mandates and guardianships of a person page by page: an agent may hold hundreds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onevisit.accounts.models import Authority
from onevisit.accounts.queries.authorities import holding
from onevisit.accounts.queries.mandates import lines_of
from onevisit.accounts.queries.naming import person_indexes
from onevisit.accounts.rules import AuthorityEnd, Basis, MandateLine
from onevisit.kernel.ids import parse_id

PAGE = 20
FOUND = 50
"""Lines at most of a list that was searched: it has no next page, a longer name finds fewer."""


class Listed(StrEnum):
    """The lists in which a person's mandates stand."""

    ASKED = "asked"  # waits for the person's own word
    HELD = "held"  # the person acts, now or from a day on
    GIVEN = "given"  # others act in the person's name, or will once they say yes
    OPEN = "open"  # the three above
    PAST = "past"  # over, given or held


@dataclass(frozen=True, slots=True)
class MandatePage:
    """A page of a list, the newest first: `total` of the whole list, `after` asks for the next, ""
    on the last.
    """

    lines: tuple[MandateLine, ...]
    total: int
    after: str


Whose = Mapping[Listed, Q]


def mandate_lists(
    person_id: UUID,
    *,
    firms: Collection[UUID],
    lists: Collection[Listed],
    after: Mapping[str, str],
    name: str = "",
) -> dict[Listed, MandatePage]:
    """These lists of a person who answers for `firms`, each from where `after` says by its name;
    `name`: only where the other side is so called. Two queries and one for each list.
    """
    whose = _whose(person_id, firms)
    found = _called(name, person_id) if name else Q()
    counted = Authority.objects.filter(whose[Listed.OPEN] | whose[Listed.PAST], found).aggregate(
        **{each.value: Count("id", filter=whose[each]) for each in lists}
    )
    most = FOUND if name else PAGE
    return {
        each: _page(
            Authority.objects.filter(whose[each], found),
            counted[each.value],
            after.get(each, ""),
            most,
        )
        for each in lists
    }


def _page(rows: QuerySet[Authority], total: int, after: str, most: int) -> MandatePage:
    last = parse_id(after)
    if last is not None:
        rows = rows.filter(id__lt=last)
    lines = lines_of(rows.order_by("-id")[: most + 1])
    more = str(lines[most - 1].id) if len(lines) > most else ""
    return MandatePage(lines[:most], total, more)


def _whose(person_id: UUID, firms: Collection[UUID]) -> Whose:
    """What makes a row stand in each list."""
    unnamed = Q(agent=None, agent_index__in=person_indexes(person_id))
    held = Q(agent_id=person_id) | unnamed & ~Q(ended_why=AuthorityEnd.WITHDRAWN)
    given = Q(principal_id=person_id, helper=None)
    if firms:
        given |= Q(organisation_id__in=firms)
    waits = Q(accepted_at=None) & ~Q(basis=Basis.HELPER)
    return {
        Listed.ASKED: held & holding() & waits,
        Listed.HELD: held & holding() & ~waits,
        Listed.GIVEN: given & holding(),
        Listed.OPEN: (held | given) & holding(),
        Listed.PAST: (held | given) & ~holding(),
    }


def _called(name: str, person_id: UUID) -> Q:
    """The other side of a mandate, not the person whose lists these are."""
    giver = Q(principal__name__icontains=name) & ~Q(principal_id=person_id)
    agent = Q(agent__name__icontains=name) & ~Q(agent_id=person_id)
    return giver | agent | Q(organisation__name__icontains=name)
