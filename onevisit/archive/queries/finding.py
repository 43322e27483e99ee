"""Finding archived cases again; every look goes to the access log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission
from onevisit.archive.access import get_package_for, reach_of, scope_of, visible_to
from onevisit.archive.models import DestructionPiece, Due, Hold, Kept, Package, TransferPiece
from onevisit.archive.rules.packing import Listed
from onevisit.archive.rules.retention import Retention
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import parse_id
from onevisit.kernel.uscc import Uscc

MOST = 50
"""Lines of a page."""
_NUMBER = 18
"""Characters of a resident ID number, and of a USCC."""
_ORDER = ("department__code", "year", "retention", "piece", "supplement")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is left empty narrows nothing. `number` is one of the archive, the
    case or the application; `holder` a whole name, a resident ID number or a USCC.
    """

    number: str = ""
    holder: str = ""
    department_id: UUID | None = None
    year: int | None = None
    item: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package of a list. `kept` False: its content was destroyed; `old`: it was taken over from
    the system before, and paper of it may lie at `place`.
    """

    id: UUID
    number: str
    title: str
    case_number: str
    department: str
    year: int
    retention: Retention
    keep_until: date | None
    supplement: int
    files: int
    size: int
    made_at: datetime
    root: str
    kept: bool
    old: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the newest first; `after` asks for the next, "" on the last."""

    lines: tuple[PackageLine, ...]
    after: str


def in_order(found: QuerySet[Package]) -> QuerySet[Package]:
    """As lists of archives stand: department, year, retention, item number."""
    return found.select_related("department").order_by(*_ORDER)


def search(*, wanted: Wanted, actor: Actor, after: str = "") -> Found:
    """What fits in the actor's reach; the search is on record. Three queries.

    Raises Refused `accounts.not_permitted`; Invalid `codes.uscc_…` for a number that is none.
    """
    found = visible_to(actor).filter(_fitting(wanted))
    last = parse_id(after)
    if last is not None:
        found = found.filter(id__lt=last)
    rows = list(found.select_related("department").order_by("-id")[: MOST + 1])
    audit.record_access(
        what="archive.search",
        actor=actor,
        reason="by_holder" if wanted.holder else "by_number" if wanted.number else "",
    )
    more = str(rows[MOST - 1].id) if len(rows) > MOST else ""
    return Found(lines_of(rows[:MOST]), more)


def _fitting(wanted: Wanted) -> Q:
    found = Q()
    if wanted.number:
        number = wanted.number.upper()
        found &= (
            Q(number=number)
            | Q(number__startswith=f"{number}-B")
            | Q(case_number=number)
            | Q(application_number=number)
        )
    if wanted.holder:
        found &= _of_holder(wanted.holder)
    if wanted.department_id:
        found &= Q(department_id=wanted.department_id)
    if wanted.year:
        found &= Q(year=wanted.year)
    if wanted.item:
        found &= Q(item_code=wanted.item)
    if wanted.retention:
        found &= Q(retention=wanted.retention)
    return found


def _of_holder(holder: str) -> Q:
    """A number is looked for by its blind index, a name as it stands in the register."""
    applicant, organisation = "case__application__applicant", "case__application__organisation"
    whole = " ".join(holder.split())
    if not (len(whole) == _NUMBER and whole.isascii()):
        return Q(**{f"{applicant}__name": whole}) | Q(**{f"{organisation}__name": whole})
    try:
        numbered = Q(**{f"{applicant}__id_number_index__in": accounts.number_indexes(whole)})
    except Invalid:
        return Q(**{f"{organisation}__uscc": Uscc.parse(whole).code})
    return numbered | Q(**{f"{organisation}__uscc": whole.upper()})


def lines_of(rows: Iterable[Package]) -> tuple[PackageLine, ...]:
    """Packages as lists show them; one query for which of them are still there."""
    packages = list(rows)
    ids = [each.id for each in packages]
    there = set(Kept.objects.filter(package__in=ids).values_list("package_id", flat=True))
    return tuple(_line(each, kept=each.id in there) for each in packages)


def _line(row: Package, *, kept: bool) -> PackageLine:
    return PackageLine(
        id=row.id,
        number=row.number,
        title=row.title,
        case_number=row.case_number,
        department=row.department.name,
        year=row.year,
        retention=Retention(row.retention),
        keep_until=row.keep_until,
        supplement=row.supplement,
        files=len(row.manifest),
        size=row.size,
        made_at=row.made_at,
        root=row.root,
        kept=kept,
    )


@dataclass(frozen=True, slots=True)
class PackageView:
    """One package with what it holds. `others` are the first and the supplements beside it; `hold`
    why nothing of it may be destroyed, "" without one; `may` what the actor may do.
    """

    line: PackageLine
    application_number: str
    item_code: str
    ended_on: date
    files: tuple[Listed, ...]
    before: str
    key: str
    others: tuple[PackageLine, ...]
    transfer: str
    transfer_id: UUID | None
    destroyed_on: date | None
    destruction: str
    hold: str
    held_by: str
    may: frozenset[Permission]


def package_view(*, package_id: UUID, actor: Actor) -> PackageView:
    """One package; the look is on record, under the applicant. Nine queries.

    Raises NotFound `archive.no_such_package`.
    """
    row = get_package_for(actor, package_id)
    same = in_order(Package.objects.filter(case_id=row.case_id))
    lines = {line.id: line for line in lines_of(same)}
    moved = TransferPiece.objects.filter(package=row).select_related("transfer").first()
    gone = (
        DestructionPiece.objects.filter(package=row, destruction__state="done")
        .select_related("destruction")
        .first()
    )
    hold = Hold.objects.filter(case_id=row.case_id, lifted_at=None).first()
    log_look("archive.look", row, actor)
    answered = gone.destruction.answered_at if gone else None
    return PackageView(
        line=lines[row.id],
        application_number=row.application_number,
        item_code=row.item_code,
        ended_on=row.ended_on,
        files=tuple(Listed(*each) for each in row.manifest),
        before=row.before,
        key=row.key.public,
        others=tuple(line for line in lines.values() if line.id != row.id),
        transfer=moved.transfer.number if moved else "",
        transfer_id=moved.transfer_id if moved else None,
        destroyed_on=clock.local_date(answered) if answered else None,
        destruction=gone.destruction.number if gone else "",
        hold=hold.reason if hold else "",
        held_by=hold.placed_by_name if hold else "",
        may=frozenset(each for each in Permission if actor.may(each, scope_of(row))),
    )


def log_look(what: str, row: Package, actor: Actor, reason: str = "") -> None:
    """Somebody looked at an archived case: say so under its applicant."""
    subject = Package.objects.filter(id=row.id).values_list("case__application__applicant_id")
    audit.record_access(
        what=what,
        actor=actor,
        subjects=[person for (person,) in subject],
        target_type="archive.package",
        target_id=row.id,
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class HeldUp:
    """A case that could not be archived: `problem` is the code of what stands in the way."""

    case_number: str
    tries: int
    problem: str
    due_on: date


def held_up(*, actor: Actor) -> tuple[HeldUp, ...]:
    """Cases of the actor's reach that were tried in vain, the oldest first."""
    mine = Due.objects.filter(reach_of(actor, of="case__region"))
    rows = mine.exclude(problem="").order_by("due_on", "case_id")[:MOST]
    return tuple(
        HeldUp(number, tries, problem, due_on)
        for number, tries, problem, due_on in rows.values_list(
            "case__number", "tries", "problem", "due_on"
        )
    )
