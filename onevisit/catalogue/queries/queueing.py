"""What waits for a second person, told so that many can be answered together, or for its day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import NamedTuple
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import keeper_of, scope_of
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion, Retirement
from onevisit.catalogue.queries.linting import checked
from onevisit.catalogue.queries.versions import (
    Kept,
    RetirementLine,
    Row,
    base_moved,
    definition_of,
    flags_beside,
    had_a_hand,
    nothing_yet,
    retirement_line,
)
from onevisit.catalogue.queries.waivers import live_waivers
from onevisit.catalogue.rules.comparing import Change, Definition, compare
from onevisit.catalogue.rules.publishing import Compute, Finding, Severity, begin_compute
from onevisit.catalogue.rules.versions import VersionState
from onevisit.directory import queries as directory

MOST_LISTED = 25
"""Reviews of a page: what is read at one go, and approved in one request of a few seconds."""
MOST_AHEAD = 100
"""Lines of what waits for its day."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A version that waits: for a reviewer, or for its day."""

    version_id: UUID
    code: str
    name: str
    department: str
    number: int
    submitted_at: datetime | None
    by: str
    effective_on: date | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What a reviewer weighs before opening a version. `digest`: of the document that is listed.

    `was` is the version in force or the one that was ended last, None for a first version. `flags`
    take a reason each; `blocking` are findings nobody waived, `remarks` the other ones; `moved`:
    somebody published meanwhile; `own`: who looks had a hand in it.
    """

    row: QueueLine
    digest: str
    was: Definition | None
    definition: Definition
    changes: tuple[Change, ...]
    flags: int
    blocking: int
    remarks: int
    moved: bool
    own: bool

    @property
    def ready(self) -> bool:
        """Whether it can be approved from the list, without anything to be answered first."""
        return not (self.flags or self.blocking or self.moved or self.own)


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """A page of what waits for a second person, what others wrote first, oldest first; of how many
    (`total`), on how many `pages`; what waits for its day, soonest first.
    """

    reviews: tuple[ReviewLine, ...]
    total: int
    page: int
    pages: int
    planned: tuple[QueueLine, ...]
    retirements: tuple[RetirementLine, ...]


class _Place(NamedTuple):
    """Where a version stands in the queue; the least waits longest."""

    own: bool
    since: datetime | date
    id: UUID


def review_queue(*, actor: Actor, page: int = 1) -> ReviewQueue:
    """What waits in the actor's reach: this page of reviews, or the last, and what waits ahead.

    The same number of queries for any number of items, and some for each bundle. Raises Refused
    `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    places = _places(VersionState.IN_REVIEW, "submitted_at", actor)
    planned = _places(VersionState.APPROVED, "effective_on", actor)
    pages = max(1, ceil(len(places) / MOST_LISTED))
    shown = min(max(page, 1), pages)
    start = (shown - 1) * MOST_LISTED
    plans = Retirement.objects.filter(done_at=None, ended_at=None).select_related("item", "bundle")
    offices = {each.id: each.name for each in directory.departments()}
    return ReviewQueue(
        reviews=tuple(_reviews(_found(places[start : start + MOST_LISTED]), offices, actor)),
        total=len(places),
        page=shown,
        pages=pages,
        planned=tuple(_line(row, each, offices) for row, each in _found(planned[:MOST_AHEAD])),
        retirements=tuple(
            retirement_line(plan, row, actor)
            for plan in plans.order_by("on", "id")[:MOST_AHEAD]
            if (row := plan.item or plan.bundle)
            and actor.may(Permission.CATALOGUE_PUBLISH, scope_of(row))
        ),
    )


def _places(state: VersionState, order: str, actor: Actor) -> list[_Place]:
    """What waits in the actor's reach, without the documents."""
    waiting = {"state": state}
    items = ItemVersion.objects.filter(**waiting).values_list(
        "id", order, "hands", "item__department_id", "item__region_id"
    )
    bundles = BundleVersion.objects.filter(**waiting).values_list(
        "id", order, "hands", "bundle__lead_id", "bundle__region_id"
    )
    return sorted(
        _Place(str(actor.user_id) in hands, since, version_id)
        for rows in (items, bundles)
        for version_id, since, hands, department, region in rows
        if actor.may(Permission.CATALOGUE_PUBLISH, Scope(department, region))
    )


def _found(places: Iterable[_Place]) -> list[tuple[Row, Kept]]:
    """The versions of these places with what they are of, in their order. Two queries."""
    ids = [each.id for each in places]
    items = ItemVersion.objects.select_related("item__current").filter(id__in=ids)
    bundles = BundleVersion.objects.select_related("bundle__current").filter(id__in=ids)
    found: dict[UUID, tuple[Row, Kept]] = {
        **{each.id: (each.item, each) for each in items},
        **{each.id: (each.bundle, each) for each in bundles},
    }
    return [found[each] for each in ids if each in found]


def _line(row: Row, version: Kept, offices: dict[UUID, str]) -> QueueLine:
    return QueueLine(
        version_id=version.id,
        code=row.code,
        name=str(version.document["name"]),
        department=offices[keeper_of(row)],
        number=version.number,
        submitted_at=version.submitted_at,
        by=version.made_by_name,
        effective_on=version.effective_on,
    )


def _reviews(
    found: Collection[tuple[Row, Kept]], offices: dict[UUID, str], actor: Actor
) -> Iterable[ReviewLine]:
    ended = _ended([row for row, _ in found if row.current_id is None])
    findings = _findings([version.id for _, version in found])
    waived = set(live_waivers([row.id for row, _ in found]))
    by = begin_compute()
    for row, version in found:
        open_ = [e for e in findings.get(version.id, ()) if (row.id, e.rule) not in waived]
        before = row.current or ended.get(row.id)
        yield _review(row, version, before, open_, by, _line(row, version, offices), actor)


def _review(
    row: Row,
    version: Kept,
    before: Kept | None,
    findings: list[Finding],
    by: Compute,
    line: QueueLine,
    actor: Actor,
) -> ReviewLine:
    was = definition_of(before) if before else None
    now = definition_of(version)
    blocking = sum(each.severity is Severity.BLOCK for each in findings)
    return ReviewLine(
        row=line,
        digest=version.digest,
        was=was,
        definition=now,
        changes=compare(was or nothing_yet(now), now),
        flags=len(flags_beside(row, version, before, by)),
        blocking=blocking,
        remarks=len(findings) - blocking,
        moved=base_moved(row, version),
        own=had_a_hand(version, actor),
    )


def _ended(rows: Collection[Row]) -> dict[UUID, Kept]:
    """The version that held last, of each of these. At most two queries."""
    items = ItemVersion.objects.filter(item__in=[e for e in rows if isinstance(e, Item)])
    bundles = BundleVersion.objects.filter(bundle__in=[e for e in rows if isinstance(e, Bundle)])
    retired = {"state": VersionState.RETIRED}
    last_items = items.filter(**retired).order_by("item_id", "-number").distinct("item_id")
    last_bundles = bundles.filter(**retired).order_by("bundle_id", "-number").distinct("bundle_id")
    return {
        **{each.item_id: each for each in last_items},
        **{each.bundle_id: each for each in last_bundles},
    }


def _findings(ids: Collection[UUID]) -> dict[UUID, tuple[Finding, ...]]:
    """What the publish rules find in them, by version."""
    return {each.version_id: each.findings for each in checked(drafts=True, versions=ids)}
