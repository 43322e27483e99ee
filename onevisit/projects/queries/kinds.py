"""Kinds of projects: which version holds on a day, what waits, and what held before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.composition import Offer
from onevisit.directory import queries as directory
from onevisit.kernel import clock, two_people
from onevisit.kernel.errors import NotFound
from onevisit.kernel.two_people import WrittenLine
from onevisit.kernel.types import JsonObject
from onevisit.projects import errors
from onevisit.projects.models import KindTyping, Project, ProjectKind
from onevisit.projects.rules.phases import Phase, offers_of, read_phases


@dataclass(frozen=True, slots=True, kw_only=True)
class KindVersion(WrittenLine):
    """One version. `holds`: projects that are registered today go by it; `projects`: how many began
    with it. Without `phases` nothing of the kind is registered.
    """

    n: int
    name: str
    basis: str
    phases: tuple[Phase, ...]
    why: str
    holds: bool
    projects: int


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind with all its versions, newest first: what holds today, the next that will, and what
    waits for its second officer. `name`: as it is called now.
    """

    code: str
    name: str
    current: KindVersion | None
    coming: KindVersion | None
    waiting: KindVersion | None
    versions: tuple[KindVersion, ...]


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """One item of what is applied for in a kind. `after`: names of parts of the same offer that
    come first; `office`: whose it is.
    """

    code: str
    name: str
    office: str
    offers: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What is applied for, by code and name (None: it is offered no more), and the items in it."""

    offers: tuple[tuple[str, str | None], ...]
    items: tuple[OfferedItem, ...]


def kind_on(code: str, day: date) -> ProjectKind:
    """What holds for projects of this kind that are registered on `day`. Raises NotFound
    `projects.no_such_kind`.
    """
    found = two_people.held_of(_in_force(day).filter(code=code))
    if found is None or not found.phases:
        raise errors.no_such_kind()
    return found


def kinds() -> tuple[tuple[str, str], ...]:
    """Code and name of what may be registered today."""
    rows: dict[str, ProjectKind] = {
        row.code: row for row in _in_force(clock.today()).order_by("code", "since", "n")
    }
    return tuple((code, row.name) for code, row in rows.items() if row.phases)


def _in_force(day: date) -> QuerySet[ProjectKind]:
    return ProjectKind.objects.filter(state="in_force", since__lte=day)


def newest_of(code: str) -> ProjectKind | None:
    """The version of a kind that was written last."""
    return ProjectKind.objects.filter(code=code).order_by("-n").first()


def offer_named(code: str) -> Offer:
    """What is published under the code. Raises Invalid `projects.not_offered`."""
    try:
        return catalogue.pinned_offer(code).offer
    except NotFound:
        raise errors.not_offered(code) from None


def items_in(offer: Offer) -> set[str]:
    """The 基本编码 of its parts."""
    return {part.item.catalogue_code for part in offer.parts if part.item.catalogue_code}


def kind_list(*, actor: Actor) -> tuple[KindView, ...]:
    """The kinds the actor keeps, by code. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_EDIT)
    rows: dict[str, list[ProjectKind]] = {}
    for row in ProjectKind.objects.order_by("code", "-n"):
        if actor.may(Permission.CATALOGUE_EDIT, Scope(None, row.region_id)):
            rows.setdefault(row.code, []).append(row)
    counts = _projects_of(row for own in rows.values() for row in own)
    return tuple(_view(code, own, counts, actor) for code, own in rows.items())


def kind_view(*, code: str, actor: Actor) -> KindView:
    """One of them. Raises NotFound `projects.no_such_kind`, Refused `accounts.not_permitted`."""
    found = next((each for each in kind_list(actor=actor) if each.code == code), None)
    if found is None:
        raise errors.no_such_kind()
    return found


@dataclass(frozen=True, slots=True)
class Typing:
    """What somebody typed of a version and has not handed over, and when."""

    typed: JsonObject
    at: datetime


def typing_of(code: str, *, actor: Actor) -> Typing | None:
    """What the actor typed of a kind; of a new one for ""."""
    by = actor.user_id
    row = KindTyping.objects.filter(code=code, by=by).first() if by is not None else None
    return Typing(row.typed, row.at) if row else None


def offered(codes: Sequence[str]) -> Offered:
    """The items in what is applied for, each once, in the order of the offers."""
    known: dict[str, OfferedItem] = {}
    offers: list[tuple[str, str | None]] = []
    offices = {each.id: each.short_name or each.name for each in directory.departments()}
    for code in dict.fromkeys(codes):
        try:
            pinned = catalogue.pinned_offer(code)
        except NotFound:
            offers.append((code, None))
            continue
        offers.append((code, pinned.offer.name))
        names = {part.key: part.name for part in pinned.offer.parts}
        for part in pinned.offer.parts:
            item = part.item.catalogue_code
            before = known.get(item)
            if item:
                known[item] = OfferedItem(
                    code=item,
                    name=before.name if before else part.name,
                    office=offices.get(pinned.pins[part.key].department_id, ""),
                    offers=(*(before.offers if before else ()), code),
                    after=tuple(names[key] for key in part.after if key in names),
                )
    return Offered(tuple(offers), tuple(known.values()))


def leads(*, actor: Actor, beside: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Code and name of the departments that may lead a phase: those the actor keeps the catalogue
    of, and those `beside` that lead one already.
    """
    kept = set(beside)
    return tuple(
        (each.code, each.name)
        for each in directory.departments()
        if each.code in kept or actor.may(Permission.CATALOGUE_EDIT, Scope(each.id, each.region))
    )


def _projects_of(rows: Iterable[ProjectKind]) -> Counter[UUID]:
    ids = [row.id for row in rows]
    return Counter(Project.objects.filter(kind_id__in=ids).values_list("kind_id", flat=True))


def _view(code: str, rows: Sequence[ProjectKind], counts: Counter[UUID], actor: Actor) -> KindView:
    current, coming, _waiting = two_people.standing_of(rows, clock.today())
    versions = {row.id: _version(row, counts[row.id], actor, holds=row is current) for row in rows}
    return KindView(
        code=code,
        name=(current or rows[0]).name,
        current=versions[current.id] if current else None,
        coming=versions[coming.id] if coming else None,
        waiting=next((each for each in versions.values() if each.state == "waiting"), None),
        versions=tuple(versions.values()),
    )


def _version(row: ProjectKind, projects: int, actor: Actor, *, holds: bool) -> KindVersion:
    return KindVersion(
        **two_people.line_of(row, actor),
        n=row.n,
        name=row.name,
        basis=row.basis,
        phases=read_phases(row.phases) if row.phases else (),
        why=row.why,
        holds=holds,
        projects=projects,
    )


def offers_in(versions: Iterable[KindVersion]) -> tuple[str, ...]:
    """What is applied for in any of them, each once."""
    return tuple(dict.fromkeys(code for each in versions for code in offers_of(each.phases)))
