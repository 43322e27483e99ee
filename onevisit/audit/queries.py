"""Reading the trail and the access log, newest first, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from onevisit.audit.models import AccessEntry, AuditEntry
from onevisit.audit.rules import Filter, Page
from onevisit.kernel.ids import parse_id

PAGE_SIZE = 50
AUTHORITY = "accounts.authority"
"""The target of what happens to an authority itself."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a page shows it; `what` is the action or what was looked at."""

    id: int
    at: datetime
    who: str
    user_id: UUID | None
    person_id: UUID | None
    what: str
    kind: str
    reason: str
    subject_person_id: UUID | None
    target_type: str
    target_id: str
    department_id: UUID | None
    request_id: str
    facts: tuple[tuple[str, object], ...]


def trail(wanted: Filter, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[Shown]:
    """What was done; `before` is the `before` of the page shown last."""
    found = AuditEntry.objects.filter(_who(wanted), _when(wanted))
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    if wanted.target:
        found = found.filter(target_id=wanted.target)
    return _page(_slice(found, before, size), size)


def access_log(wanted: Filter, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[Shown]:
    """Who looked or was refused; `action` narrows to a kind, `target` also finds the subject."""
    found = AccessEntry.objects.filter(_who(wanted), _when(wanted))
    if wanted.action:
        found = found.filter(Q(kind=wanted.action) | Q(what__startswith=wanted.action))
    if wanted.target:
        subject = parse_id(wanted.target)
        about = Q(subject_person_id=subject) if subject else Q()
        found = found.filter(Q(target_id=wanted.target) | about)
    return _page(_slice(found, before, size), size)


def _who(wanted: Filter) -> Q:
    if not wanted.who:
        return Q()
    named = Q(actor_name__icontains=wanted.who)
    known = parse_id(wanted.who)
    return Q(actor_user_id=known) | Q(actor_person_id=known) if known else named


def _when(wanted: Filter) -> Q:
    found = Q()
    if wanted.since is not None:
        found &= Q(at__gte=wanted.since)
    if wanted.until is not None:
        found &= Q(at__lt=wanted.until)
    return found


def _slice(
    found: "QuerySet[AuditEntry] | QuerySet[AccessEntry]", before: int | None, size: int
) -> list[AuditEntry | AccessEntry]:
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[: size + 1])


def _page(rows: list[AuditEntry | AccessEntry], size: int) -> Page[Shown]:
    more = len(rows) > size
    shown = [_shown(row) for row in rows[:size]]
    return Page(shown, before=shown[-1].id if more else None)


def _shown(row: AuditEntry | AccessEntry) -> Shown:
    act = row if isinstance(row, AuditEntry) else None
    look = row if isinstance(row, AccessEntry) else None
    return Shown(
        id=row.id,
        at=row.at,
        who=row.actor_name,
        user_id=row.actor_user_id,
        person_id=row.actor_person_id,
        what=act.action if act else look.what if look else "",
        kind=look.kind if look else "",
        reason=look.reason if look else "",
        subject_person_id=look.subject_person_id if look else None,
        target_type=row.target_type,
        target_id=row.target_id,
        department_id=act.department_id if act else None,
        request_id=row.request_id,
        facts=tuple(act.facts.items()) if act else (),
    )


def about(targets: Iterable[str]) -> tuple[Shown, ...]:
    """Everything that was done to these, oldest first: for whoever keeps them for good."""
    found = AuditEntry.objects.filter(target_id__in=list(targets)).order_by("id")
    return tuple(_shown(row) for row in found)


def under_authority(number: str, *, most: int = 200) -> tuple[Shown, ...]:
    """What was done under this authority, newest first: for whoever gave or holds it. What a clerk
    wrote down for who stood at a window under it is the clerk's entry; that it was given, taken or
    ended is left out.
    """
    under = AuditEntry.objects.filter(facts__has_key="authority").annotate(
        under=KT("facts__authority")
    )
    found = under.filter(under=number).exclude(target_type=AUTHORITY).order_by("-id")
    return tuple(_shown(row) for row in found[:most])
