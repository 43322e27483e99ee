"""Finding packages again, of our own cases and of what was taken over; every look goes to the
access log.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BinaryField, BooleanField, Func, IntegerField, Q, QuerySet

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission
from onevisit.archive.access import get_package_for, reach_of, scope_of, visible_to
from onevisit.archive.models import DestructionPiece, Due, Hold, Package, TransferPiece
from onevisit.archive.rules.packing import Listed
from onevisit.archive.rules.retention import Retention
from onevisit.audit import services as audit
from onevisit.kernel import clock, crypto, rows
from onevisit.kernel.errors import Invalid
from onevisit.kernel.ids import parse_id
from onevisit.kernel.uscc import Uscc

MOST = 50
"""Lines of a page."""
_NO_YEAR = 9_999
_NEAREST = 1_000
"""So many of the newest are read for words that are everywhere."""
_NUMBERS = (15, 18)
"""Characters of a resident ID number, of before 1999 or of today, and of a USCC."""
_ORDER = ("department__code", "year", "retention", "piece", "supplement", "number", "id")
HOLDER = "archive.holder"
"""What keeps the blind index of a name apart from others."""


class Paired(Func):
    """Whether the title has all the pairs of characters of the year in hand (`_BY_YEAR`), as the
    index `package_by_pairs` has them.
    """

    function = "archive_pairs"
    template = "%(function)s(%(expressions)s) @> asked.pairs"
    output_field = BooleanField()


_BY_YEAR = """
SELECT fit.id FROM (
    SELECT ARRAY(SELECT n || pair FROM unnest(%s::text[]) pair) AS pairs
    FROM generate_series(
        (SELECT least(max(year), %s) FROM archive_package),
        (SELECT min(year) FROM archive_package), -1
    ) n OFFSET 0
) asked CROSS JOIN LATERAL ({}) fit LIMIT %s
"""
"""The newest years first: what stands in a year is read only while the page is not full."""
_AMONG = "SELECT id FROM ({}) k WHERE lower(title) LIKE ALL (%s::text[]) LIMIT %s"


class Origin(StrEnum):
    """Where a package comes from."""

    OURS = "ours"  # a case that ended here
    TAKEN = "taken"  # the system before handed it over


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is left empty narrows nothing. `text` is a number of the archive,
    the case or the application, or else words of a title; `holder` a whole name, a resident ID
    number or a USCC; `held`: only what must not be destroyed.
    """

    text: str = ""
    holder: str = ""
    department_id: UUID | None = None
    year: int | None = None
    item: str = ""
    retention: str = ""
    origin: Origin | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package of a list. `kept` False: its content was destroyed; `source`: the system before
    from which it was taken over, and paper of it may lie at `place`.
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
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the newest first; `after` asks for the next, "" on the last."""

    lines: tuple[PackageLine, ...]
    after: str


def in_order(found: QuerySet[Package]) -> QuerySet[Package]:
    """As lists of archives stand: department, year, retention, item number."""
    return listed(found).order_by(*_ORDER)


def listed(found: QuerySet[Package]) -> QuerySet[Package]:
    """What a line says of packages; not which files they hold."""
    return found.select_related("department", "old").defer("manifest")


def search(*, wanted: Wanted, actor: Actor, after: str = "") -> Found:
    """What fits in the actor's reach, the newest first, words by the newest year; the search is on
    record. Seven queries at most.

    Planned for what is asked: one plan for whatever is looked for would read all packages for some.
    Raises Refused `accounts.not_permitted`; Invalid `codes.uscc_…` for a number that is none.
    """
    found = visible_to(actor).filter(_fitting(wanted))
    with rows.planned_anew():
        packages = _found(found, wanted, after)
    audit.record_access(
        what="archive.search",
        actor=actor,
        reason="by_holder" if wanted.holder else "by_number" if wanted.text else "",
    )
    more = packages[MOST - 1] if len(packages) > MOST else None
    mark = f"{more.year}_{more.id}" if more and wanted.text else str(more.id) if more else ""
    return Found(lines_of(packages[:MOST]), mark)


def _found(found: QuerySet[Package], wanted: Wanted, after: str) -> list[Package]:
    if wanted.held:
        found = found.filter(id__in=_held())
    if wanted.text and not wanted.holder:
        return _numbered(found, wanted.text) or _titled(found, wanted.text, after)
    last = parse_id(after)
    if last is not None:
        found = found.filter(id__lt=last)
    if wanted.holder:
        return _whole(sorted(_of_holder(found, wanted.holder), reverse=True)[: MOST + 1])
    return list(listed(found).order_by("-id")[: MOST + 1])


def _whole(ids: Collection[UUID]) -> list[Package]:
    """These packages, the newest first."""
    found = Package.objects.filter(id__in=ids) if ids else Package.objects.none()
    return list(listed(found).order_by("-id"))


def _numbered(found: QuerySet[Package], text: str) -> list[Package]:
    """Those of that number; a text without a digit is none."""
    if not any(each.isdigit() for each in text):
        return []
    number = text.upper()
    named = (
        Q(number=number)
        | Q(number__startswith=f"{number}-B")
        | Q(number=text)
        | Q(case_number=number)
        | Q(application_number=number)
    )
    return list(listed(found.filter(named)).order_by("-year", "-id")[: MOST + 1])


def _titled(found: QuerySet[Package], text: str, after: str) -> list[Package]:
    """Those with every word in their title: what is everywhere fills a page among the newest, what
    is rare is found by its pairs of characters. A word is two characters at least.
    """
    words = [word for word in text.lower().split() if len(word) > 1]
    if not words:
        return []
    year, _mark, last = after.partition("_")
    before = parse_id(last) if year.isdecimal() else None
    if before is not None:
        found = found.filter(Q(year__lt=int(year)) | Q(year=int(year), id__lt=before))
    ids = _among_nearest(found, words)
    if len(ids) <= MOST:
        ids = _by_year(found, words, int(year) if before is not None else _NO_YEAR)
    return sorted(_whole(ids), key=lambda each: (each.year, each.id), reverse=True)


def _among_nearest(found: QuerySet[Package], words: list[str]) -> list[UUID]:
    nearest = found.order_by("-year", "-id").values("id", "title")[:_NEAREST]
    said = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
    return _ids(_AMONG, nearest, [], [said, MOST + 1])


def _by_year(found: QuerySet[Package], words: list[str], newest: int) -> list[UUID]:
    pairs = sorted({word[n : n + 2] for word in words for n in range(len(word) - 1)})
    longer = _saying(word for word in words if len(word) > 2)
    fitting = found.filter(Paired("year", "title"), longer)
    # In an order that the keys' index has not: it would be walked to its end for what is rare.
    ordered = fitting.order_by(
        Func("id", function="uuid_send", output_field=BinaryField()).desc()
    ).values("id")[: MOST + 1]
    return _ids(_BY_YEAR, ordered, [pairs, newest], [MOST + 1])


def _ids(around: str, asked: QuerySet[Any, Any], first: list[Any], last: list[Any]) -> list[UUID]:
    """What a statement around another finds; nothing, where the inner one cannot find any."""
    try:
        statement, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return []
    return rows.column(around.format(statement), [*first, *params, *last])


def _saying(words: Iterable[str]) -> Q:
    """Every one of these stands in the title."""
    said = Q()
    for word in words:
        said &= Q(title__icontains=word)
    return said


def _fitting(wanted: Wanted) -> Q:
    found = Q()
    if wanted.department_id:
        found &= Q(department_id=wanted.department_id)
    if wanted.year:
        found &= Q(year=wanted.year)
    if wanted.item:
        found &= Q(item_code=wanted.item)
    if wanted.retention:
        found &= Q(retention=wanted.retention)
    if wanted.origin:
        found &= Q(case__isnull=wanted.origin is Origin.TAKEN)
    return found


def _held() -> list[UUID]:
    """What a hold stands on."""
    standing = Hold.objects.filter(lifted_at=None)
    return _any_of(
        Package.objects.all(),
        Q(case_id__in=standing.values("case_id")),
        Q(old_id__in=standing.values("old_id")),
    )


def _of_holder(found: QuerySet[Package], holder: str) -> list[UUID]:
    """A number is looked for by its blind index, a name as it stands in the register, or by the
    blind index that was made of it when it was taken over.
    """
    person, organisation, old = _keys_of(" ".join(holder.split()))
    return _any_of(
        found,
        Q(**{f"applicant__{name}": value for name, value in person.items()}),
        Q(**{f"case__application__organisation__{n}": value for n, value in organisation.items()}),
        Q(**{f"old__{name}": value for name, value in old.items()}),
    )


def _any_of(found: QuerySet[Package], *ways: Q) -> list[UUID]:
    """What is found by any of them, each a statement of its own that has an index; known before the
    newest are chosen, so that no guess of how many there are makes the planner read all packages.
    """
    ids = (found.filter(way).values_list("id", flat=True) for way in ways)
    return list({each for some in ids for each in some})


_Keys = dict[str, Any]


def _keys_of(whole: str) -> tuple[_Keys, _Keys, _Keys]:
    """By what a person, an organisation and what was taken over are found."""
    if not (len(whole) in _NUMBERS and whole.isascii()):
        named = {"name": whole}
        return named, named, {"name_index__in": crypto.blind_indexes(whole, HOLDER)}
    try:
        indexes = accounts.number_indexes(whole)
        code = whole.upper()
    except Invalid:
        if len(whole) != max(_NUMBERS):
            raise
        indexes, code = (), Uscc.parse(whole).code
    old = (*indexes, *accounts.own_organisation_indexes(code))
    return {"id_number_index__in": indexes}, {"uscc": code}, {"number_index__in": old}


def lines_of(rows: Iterable[Package]) -> tuple[PackageLine, ...]:
    """Packages as lists show them; one query for how many files they have, and which are there."""
    packages = list(rows)
    files = Func("manifest", function="jsonb_array_length", output_field=IntegerField())
    asked = Package.objects.filter(id__in=[each.id for each in packages])
    told = {
        key: (number, kept is not None)
        for key, number, kept in asked.values_list("id", files, "kept__id")
    }
    return tuple(_line(each, *told[each.id]) for each in packages)


def _line(row: Package, files: int, kept: bool) -> PackageLine:
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
        files=files,
        size=row.size,
        made_at=row.made_at,
        root=row.root,
        kept=kept,
        source=row.old.source if row.old else "",
        place=row.old.place if row.old else "",
    )


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold: why, by whom, since when, and how and by whom it was lifted. `own`: the actor placed
    it, so another lifts it.
    """

    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str
    own: bool


@dataclass(frozen=True, slots=True)
class PackageView:
    """One package with what it holds. `others` are the first and the supplements beside it;
    `holds` what stood and stands in the way of destroying it, the newest first; `may` what the
    actor may do. `holder`, masked, `taken_by` and `verified` are those of what was taken over.
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
    holds: tuple[HoldLine, ...]
    holder: str
    taken_by: str
    verified: bool
    may: frozenset[Permission]

    @property
    def held(self) -> HoldLine | None:
        """What stands in the way now."""
        return next((each for each in self.holds if each.lifted_at is None), None)

    @property
    def lifts(self) -> bool:
        """Whether the actor may lift it."""
        able = self.may & {Permission.ARCHIVE_KEEP, Permission.ARCHIVE_DESTROY}
        return self.held is not None and not self.held.own and bool(able)


def package_view(*, package_id: UUID, actor: Actor) -> PackageView:
    """One package; the look is on record, under the applicant. Nine queries at most.

    Raises NotFound `archive.no_such_package`.
    """
    row = get_package_for(actor, package_id)
    same = in_order(Package.objects.filter(same_piece(row)))
    lines = {line.id: line for line in lines_of(same)}
    moved = TransferPiece.objects.filter(package=row).select_related("transfer").first()
    gone = (
        DestructionPiece.objects.filter(package=row, destruction__state="done")
        .select_related("destruction")
        .first()
    )
    holds = Hold.objects.filter(same_piece(row)).order_by("-placed_at", "-id")
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
        holds=tuple(_hold(each, actor) for each in holds),
        holder=row.old.holder if row.old else "",
        taken_by=row.old.taken_by_name if row.old else "",
        verified=row.old.verified if row.old else True,
        may=frozenset(each for each in Permission if actor.may(each, scope_of(row))),
    )


def _hold(row: Hold, actor: Actor) -> HoldLine:
    return HoldLine(
        reason=row.reason,
        placed_at=row.placed_at,
        placed_by=row.placed_by_name,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by_name,
        lifted_why=row.lifted_why,
        own=row.placed_by is not None and row.placed_by == actor.user_id,
    )


def same_piece(row: Package) -> Q:
    """The packages, and the holds, of the same case or of the same piece taken over."""
    return Q(case_id=row.case_id) if row.case_id else Q(old_id=row.old_id)


def log_look(what: str, row: Package, actor: Actor, reason: str = "") -> None:
    """Somebody looked at a package: say so under whose it is, if we know them."""
    audit.record_access(
        what=what,
        actor=actor,
        subjects=[] if (subject := _subject(row)) is None else [subject],
        target_type="archive.package",
        target_id=row.id,
        reason=reason,
    )


def _subject(row: Package) -> UUID | None:
    if row.old is not None:
        return accounts.person_named(row.old.number_index) if row.old.number_index else None
    whose = Package.objects.filter(id=row.id).values_list("case__application__applicant_id")
    return next((person for (person,) in whose), None)


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
