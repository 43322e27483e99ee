"""The texts of letters and results: which holds on a day, what waits, and what held before."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.cases.errors import letter_texts as errors
from onevisit.cases.models import LetterVersion
from onevisit.cases.rules.composing import Piece, composed
from onevisit.cases.rules.letter_forms import (
    FOR_ALL,
    OF_ITEMS,
    PART_OF,
    Edition,
    LetterForm,
    LetterText,
    result_form,
    text_from,
)
from onevisit.cases.rules.letter_values import values_of
from onevisit.catalogue import queries as catalogue
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock, two_people
from onevisit.kernel.errors import NotFound
from onevisit.kernel.ids import parse_id
from onevisit.kernel.two_people import WrittenLine
from onevisit.payments.rules.charges import charges_money
from onevisit.ui.site import site

_MOST_ITEMS: Final = 500
_STANDING: Final = Path(__file__).parents[1] / "data" / "letters.toml"


@cache
def standing() -> Mapping[LetterForm, tuple[Edition, ...]]:
    """The standing texts of each form, the oldest edition first."""
    read = tomllib.loads(_STANDING.read_text("utf-8"))
    found: dict[LetterForm, list[Edition]] = {form: [] for form in LetterForm}
    for each in read["texts"]:
        sections = {name: str(words) for name, words in each.items()}
        if "against" in each:
            sections["remedy"] = read["remedies"]["text"].replace("〔〕", each["against"])
        form = LetterForm(each["form"])
        found[form].append(Edition(text_from(form, sections), each["since"]))
    return {form: tuple(sorted(each, key=lambda e: e.since)) for form, each in found.items()}


def standing_on(form: LetterForm, day: date) -> Edition:
    """The standing text of a form on a day; the oldest for a day before any."""
    held = [each for each in standing()[form] if each.since <= day]
    return held[-1] if held else standing()[form][0]


def edition_kept(form: LetterForm, ref: str, *, department_id: UUID | None, day: date) -> Edition:
    """The text that a document of that day was made with, by what was kept of it then; of one from
    before anything was kept (`ref` is ""), the text of its day.
    """
    if not ref:
        return edition_on(form, department_id=department_id, day=day)
    version = parse_id(ref)
    if version is None:
        return standing_on(form, date.fromisoformat(ref))
    return edition_of(LetterVersion.objects.select_related("department").get(id=version))


def edition_on(
    form: LetterForm, *, department_id: UUID | None, day: date, item: str = ""
) -> Edition:
    """By which text a letter of that day is drawn: that of the item whose paper it is, else the
    department's own, else the county's, else the standing one. It is the same whenever it is
    asked, since a version begins on a later day than the one on which it is put in force.
    """
    rows = LetterVersion.objects.filter(
        form=form, item__in={"", item}, state="in_force", since__lte=day
    )
    rows = rows.filter(owned_by(department_id) | Q(department=None)).select_related("department")
    return _held(form, list(rows), day)


def receipt_words(payee: UUID, facts: Mapping[str, Any]) -> tuple[list[Piece], str]:
    """What stands below the table of a receipt of payment, by the text of its day."""
    day = date.fromisoformat(facts["date"])
    edition = edition_on(LetterForm.PAYMENT, department_id=payee, day=day)
    told = {**facts, "application_number": facts["application"], "phone": str(site().hotline)}
    return words_below(edition, told), edition.made_of


def words_of_parts(form: LetterForm, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What each department that takes part in a joint paper adds in its own words, by its text of
    that day, and by which texts: two facts more. One from before departments could is without.
    """
    part, day = PART_OF.get(form), date.fromisoformat(facts["date"])
    if part is None:
        return {}
    said, made_of = {}, []
    rows = (each for name in ("items", "seats", "findings") for each in facts.get(name, ()))
    owners = {row["department"]: row["department_id"] for row in rows if row.get("department_id")}
    for name, owner in owners.items():
        edition = edition_on(part, department_id=UUID(owner), day=day)
        said[name] = part_words(part, edition, {**facts, "issuer": name})
        if said[name]:
            made_of.append(edition.made_of)
    return {"said": said, "parts_made_of": list(dict.fromkeys(made_of))}


def part_words(part: LetterForm, edition: Edition, facts: Mapping[str, Any]) -> list[Piece]:
    """The pieces of one department's part; its headings stand below that of its finding."""
    pieces: list[Piece] = composed(part, edition.text, values_of(part, facts))["body"]
    return [{**each, "is": "label"} if each["is"] == "heading" else each for each in pieces]


def words_below(edition: Edition, facts: Mapping[str, Any]) -> list[Piece]:
    """The pieces of such a text with these facts."""
    form = LetterForm.PAYMENT
    pieces: list[Piece] = composed(form, edition.text, values_of(form, facts))["closing"]
    return pieces


def _held(form: LetterForm, rows: list[LetterVersion], day: date) -> Edition:
    """The item's newest, unless that goes back to the department's; and so on."""
    for owned, single in ((True, True), (True, False), (False, False)):
        own = [
            each
            for each in rows
            if (each.department_id is not None) is owned and bool(each.item) is single
        ]
        newest = two_people.held_of(own)
        if newest is not None and newest.text is not None:
            return edition_of(newest)
    return standing_on(form, day)


def edition_of(row: LetterVersion) -> Edition:
    """A version as letters are drawn by it; of one that goes back, the standing text."""
    if row.text is None:
        return standing_on(LetterForm(row.form), row.since or clock.today())
    since = row.since or clock.today()
    department = row.department.name if row.department else ""
    text = LetterText(**row.text)
    return Edition(text, since, row.n, department, row.id, single=bool(row.item))


def owned_by(department_id: UUID | None) -> Q:
    """The versions of a department, or those of the whole county."""
    return Q(department_id=department_id) if department_id else Q(department=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine(WrittenLine):
    """One version. `text` is None where it goes back to what holds without it; `holds` on the day
    it is asked for.
    """

    n: int
    text: LetterText | None
    why: str
    holds: bool


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list: what holds today, the next version that will, and what waits."""

    form: LetterForm
    edition: Edition
    current: VersionLine | None
    coming: VersionLine | None
    waiting: VersionLine | None


@dataclass(frozen=True, slots=True)
class FormView:
    """One form with all its versions, newest first. `base` is what holds without an own text."""

    line: FormLine
    base: Edition
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """For whom texts are kept: one department, or the whole county where that is None; for one
    `item` of the department, whose papers are of `forms`.
    """

    department_id: UUID | None
    code: str
    name: str
    item: str = ""
    item_name: str = ""
    forms: tuple[LetterForm, ...] = ()

    @property
    def query(self) -> str:
        """As pages name it in their addresses."""
        return urlencode({"place": self.code} | ({"item": self.item} if self.item else {}))


def text_places(*, actor: Actor) -> tuple[Place, ...]:
    """Whose texts the actor keeps: the county first, where they keep that.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.LETTERS_WORD)
    departments = directory.departments()
    found = [
        Place(each.id, each.code, each.name)
        for each in departments
        if actor.may(Permission.LETTERS_WORD, Scope(each.id, each.region))
    ]
    whole = actor.may(Permission.LETTERS_WORD, Scope(None, county_region(departments)))
    return (Place(None, "", ""), *found) if whole else tuple(found)


def text_place(code: str, *, item: str = "", actor: Actor) -> Place:
    """The department of that code, the county for ""; without one, the first that the actor keeps.
    With the code of an `item` of the department, that item.

    Raises Refused `accounts.not_permitted`, NotFound `cases.no_such_form` for another's.
    """
    places = text_places(actor=actor)
    found = next((each for each in places if each.code == code), None)
    if found is None and (code or not places):
        raise errors.no_such_form()
    place = found or places[0]
    return _of_item(place, item) if item else place


def _of_item(place: Place, item: str) -> Place:
    spec = worded_item(item, place.department_id)
    return replace(place, item=item, item_name=spec.item, forms=spec.forms)


@dataclass(frozen=True, slots=True)
class WordedItem:
    """An item whose papers may have a text of their own: its name, its result's, and which they
    are.
    """

    item: str
    result: str
    forms: tuple[LetterForm, ...]


def worded_item(item: str, department_id: UUID | None) -> WordedItem:
    """What an item of the department gives and charges. Raises NotFound `cases.no_such_form` for
    another's, and for one that does neither.
    """
    try:
        pinned = catalogue.pinned_offer(item)
    except NotFound:
        raise errors.no_such_form() from None
    part = pinned.offer.parts[0]
    pin = pinned.pins[part.key]
    given = part.item.results[:1]
    charged = (LetterForm.DEMAND,) if charges_money(part.item) else ()
    forms = (*(result_form(each.kind) for each in given), *charged)
    if (pin.department_id, pin.code) != (department_id, item) or not forms:
        raise errors.no_such_form()
    return WordedItem(part.item.name, given[0].name if given else "", forms)


def items_to_word(place: Place) -> tuple[tuple[str, str], ...]:
    """Code and name of the items of a department, whose papers may have a text of their own."""
    if place.department_id is None:
        return ()
    found = catalogue.items_of_department(place.department_id, limit=_MOST_ITEMS)
    return tuple((each.code, each.name) for each in found)


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A version that waits, and for whom it was written."""

    form: LetterForm
    place: Place
    version: VersionLine


def waiting_texts(*, actor: Actor) -> tuple[WaitingText, ...]:
    """What others wrote and the actor may put in force, the oldest first.

    Raises Refused `accounts.not_permitted`.
    """
    places = {each.department_id: each for each in text_places(actor=actor)}
    rows = LetterVersion.objects.filter(state="waiting")
    names = catalogue.offer_names(row.item for row in rows if row.item)
    return tuple(
        WaitingText(
            LetterForm(row.form),
            _named(places[row.department_id], row.item, names),
            _version(row, actor, holds=False),
        )
        for row in rows.order_by("written_at", "id")
        if row.department_id in places and row.written_by != actor.user_id
    )


def letter_forms(*, place: Place, actor: Actor) -> tuple[FormLine, ...]:
    """All forms that may have a text there. Raises Refused `accounts.not_permitted`."""
    require_place(actor, place.department_id)
    rows: dict[LetterForm, list[LetterVersion]] = {form: [] for form in _forms(place)}
    for row in _versions(place).filter(form__in=[*rows]):
        rows[LetterForm(row.form)].append(row)
    return tuple(_line(form, place, own, actor) for form, own in rows.items())


def item_forms(*, place: Place, actor: Actor) -> tuple[tuple[Place, FormLine], ...]:
    """The items of the place whose papers have a text of their own, by form and code; not those
    that are offered no more. Raises Refused `accounts.not_permitted`.
    """
    require_place(actor, place.department_id)
    every = owned_by(place.department_id) | Q(department=None)
    rows = list(_ordered(LetterVersion.objects.filter(every, form__in=sorted(OF_ITEMS))))
    names = catalogue.offer_names(row.item for row in rows if row.item)
    found = []
    for form, item in sorted({(row.form, row.item) for row in rows if row.item in names}):
        own = _named(place, item, names)
        known = [row for row in rows if row.form == form and row.item in ("", item)]
        found.append((own, _line(LetterForm(form), own, known, actor)))
    return tuple(found)


def _named(place: Place, item: str, names: Mapping[str, str]) -> Place:
    return replace(place, item=item, item_name=names.get(item, item)) if item else place


def letter_form(*, form: str, place: Place, actor: Actor) -> FormView:
    """One of them with its history.

    Raises Refused `accounts.not_permitted`, NotFound `cases.no_such_form`.
    """
    require_place(actor, place.department_id)
    known = form_named(form, place.department_id)
    if place.item and known not in place.forms:
        raise errors.no_such_form()
    rows = list(_versions(place).filter(form=known))
    today = clock.today()
    line = _line(known, place, rows, actor)
    current = line.current.id if line.current else None
    own = [each for each in rows if _is_own(each, place)]
    versions = [
        _version(each, actor, holds=each.id == current)
        for each in sorted(own, key=lambda each: -each.n)
    ]
    base = _held(known, _begun([each for each in rows if not _is_own(each, place)], today), today)
    return FormView(line, base, tuple(versions))


def form_named(form: str, department_id: UUID | None) -> LetterForm:
    """The form of that name. Raises NotFound `cases.no_such_form`, also where the centre sends it
    for all departments.
    """
    if form not in [each.value for each in LetterForm]:
        raise errors.no_such_form()
    known = LetterForm(form)
    if department_id is not None and known in FOR_ALL:
        raise errors.no_such_form()
    return known


def require_place(actor: Actor, department_id: UUID | None) -> None:
    """Raises Refused `accounts.not_permitted` for whoever does not keep the texts there."""
    if department_id is None:
        region = county_region(directory.departments())
    else:
        region = directory.department_by_id(department_id).region
    require(actor, Permission.LETTERS_WORD, Scope(department_id, region))


def county_region(departments: Iterable[DepartmentInfo]) -> str | None:
    """Where most departments belong; some may be above the county, townships have theirs."""
    found = Counter(each.region for each in departments).most_common(1)
    return found[0][0] if found else None


def _forms(place: Place) -> Iterable[LetterForm]:
    if place.item:
        return place.forms
    return [each for each in LetterForm if place.department_id is None or each not in FOR_ALL]


def _versions(place: Place) -> QuerySet[LetterVersion]:
    own = owned_by(place.department_id) | Q(department=None)
    return _ordered(LetterVersion.objects.filter(own, item__in={"", place.item}))


def _ordered(rows: QuerySet[LetterVersion]) -> QuerySet[LetterVersion]:
    return rows.select_related("department").order_by("n")


def _is_own(row: LetterVersion, place: Place) -> bool:
    return row.department_id == place.department_id and row.item == place.item


def _begun(rows: list[LetterVersion], day: date) -> list[LetterVersion]:
    return [each for each in rows if each.since is not None and each.since <= day]


def _line(form: LetterForm, place: Place, rows: list[LetterVersion], actor: Actor) -> FormLine:
    today = clock.today()
    own = two_people.standing_of((each for each in rows if _is_own(each, place)), today)
    current, *_ = own
    shown = [_version(each, actor, holds=each is current) if each else None for each in own]
    return FormLine(form, _held(form, _begun(rows, today), today), *shown)


def _version(row: LetterVersion, actor: Actor, *, holds: bool) -> VersionLine:
    text = LetterText(**row.text) if row.text is not None else None
    return VersionLine(
        **two_people.line_of(row, actor), n=row.n, text=text, why=row.why, holds=holds
    )
