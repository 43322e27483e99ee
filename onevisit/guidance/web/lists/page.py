"""The pages of the public lists: all of them, one of them, and its spreadsheet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import Derived
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.guidance.web.lists.kinds import KINDS
from onevisit.guidance.web.lists.model import PAGE, Kind, Line, Text, Wanted
from onevisit.kernel.errors import NotFound
from onevisit.kernel.sheets import CSV, XLSX, as_csv, as_xlsx

LONGEST = 60
_FORMS = {"csv": (CSV, as_csv), "xlsx": (XLSX, as_xlsx)}


@dataclass(frozen=True)
class Entry:
    """One list among all of them."""

    name: Text
    about: Text
    url: str
    count: int


@dataclass(frozen=True)
class ListsPage:
    """All lists: those kept for themselves, and those that follow from the items."""

    kept: list[Entry]
    derived: list[Entry]
    trail: list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What the address asks for, made safe: an unknown department is dropped."""

    words: str
    department: str
    after: str


@dataclass(frozen=True)
class ListPage:
    """What the template draws of one list."""

    kind: Kind
    asked: Asked
    lines: list[Line]
    offices: list[tuple[str, str]]
    next_url: str
    first_url: str
    here: str
    files: list[tuple[str, str]]
    trail: list[tuple[str, str]]


def lists_page() -> ListsPage:
    """Every list with how much it holds."""
    counts = {each.value: n for each, n in catalogue.derived_counts().items()}
    counts |= {each.value: n for each, n in catalogue.register_counts().items()}
    entries = {
        kind.slug: Entry(
            kind.name,
            kind.about,
            reverse("guidance:list", args=[kind.slug]),
            counts[kind.slug],
        )
        for kind in KINDS.values()
    }
    derived = [entries[each.value] for each in Derived]
    kept = [entry for slug, entry in entries.items() if slug not in list(Derived)]
    return ListsPage(kept, derived, [(_("政务清单"), "")])


def read_asked(given: QueryDict) -> Asked:
    """What may be asked of any list."""
    return Asked(
        words=" ".join(given.get("q", "").split())[:LONGEST],
        department=given.get("department", "")[:80],
        after=given.get("after", "")[:80],
    )


def list_page(which: str, asked: Asked) -> ListPage:
    """One page of a list. Raises NotFound `guidance.no_such_list`."""
    kind = _kind(which)
    offices = directory.departments()
    held = kind.departments()
    asked, wanted = _narrowed(asked, offices)
    lines = kind.lines(wanted, _names(offices))
    here = reverse("guidance:list", args=[which])
    more = len(lines) > PAGE
    lines = lines[:PAGE]
    return ListPage(
        kind=kind,
        asked=asked,
        lines=lines,
        offices=[
            (each.code, each.short_name or each.name) for each in offices if held.get(each.id)
        ],
        next_url=_address(here, asked, after=lines[-1].key) if more else "",
        first_url=_address(here, asked) if asked.after else "",
        here=here,
        files=[
            (form.upper(), _address(reverse("guidance:list-download", args=[which, form]), asked))
            for form in _FORMS
        ],
        trail=[(_("政务清单"), reverse("guidance:lists")), (str(kind.name), "")],
    )


def spreadsheet(which: str, form: str, asked: Asked) -> tuple[str, Iterator[bytes]]:
    """The type of the file and its content, streamed. Raises NotFound `guidance.no_such_list`."""
    kind = _kind(which)
    if form not in _FORMS:
        raise NotFound("guidance.no_such_list")
    offices = directory.departments()
    _asked, wanted = _narrowed(asked, offices)
    kept_as, written = _FORMS[form]
    return kept_as, written(kind.heads(), kind.rows(wanted, _names(offices)))


def _kind(which: str) -> Kind:
    if which not in KINDS:
        raise NotFound("guidance.no_such_list")
    return KINDS[which]


def _narrowed(asked: Asked, offices: tuple[DepartmentInfo, ...]) -> tuple[Asked, Wanted]:
    office = next((each for each in offices if each.code == asked.department), None)
    if office is None:
        asked = Asked(asked.words, "", asked.after)
    return asked, Wanted(asked.words, office.id if office else None, asked.after)


def _names(offices: tuple[DepartmentInfo, ...]) -> dict[UUID, str]:
    """Short where that is one department, so that a sheet comes back to the same one."""
    called = Counter(each.short_name for each in offices)
    return {
        each.id: each.short_name if each.short_name and called[each.short_name] == 1 else each.name
        for each in offices
    }


def _address(url: str, asked: Asked, after: str = "") -> str:
    given = {"q": asked.words, "department": asked.department, "after": after}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{url}?{query}" if query else url
