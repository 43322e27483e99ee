"""What is signed, all of it on one page, and what changed since it was shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.crypto import salted_hmac

from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.pieces import EvidenceLine, FieldLine, masked_value
from onevisit.cases.web.commitments import Telling, tellings
from onevisit.cases.web.overview_page import answered
from onevisit.cases.web.papers import Paper, spared, to_give
from onevisit.cases.web.telling import COLLECTIONS, Text, Told, offices_of, told
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.delivery.queries.lockers import lockers
from onevisit.delivery.rules import Address
from onevisit.delivery.rules.lockers import LockerInfo
from onevisit.directory.rules import ServicePointInfo
from onevisit.guidance.rules.questions import read_date
from onevisit.kernel.canonical import digest
from onevisit.ui.formatting import local_date


@dataclass(frozen=True)
class Row:
    """One line to check; `changed` since it was last shown."""

    key: str
    label: str
    text: str
    changed: bool = False


@dataclass(frozen=True)
class Handed:
    """One material with its files; `changed` since it was last shown."""

    paper: Paper
    changed: bool = False

    @property
    def files(self) -> Sequence[EvidenceLine]:
        """What was handed in for it."""
        return self.paper.files


@dataclass(frozen=True)
class SignPage:
    """What the template draws beside the draft. `seen` goes back with the signature."""

    told: Told
    answers: Sequence[Row]
    groups: Sequence[tuple[str, Sequence[Row]]]
    handed: Sequence[Handed]
    following: Sequence[Paper]
    spared: Sequence[Paper]
    collections: Sequence[tuple[str, Text]]
    points: Sequence[ServicePointInfo]
    lockers: Sequence[LockerInfo]
    chosen: str
    point: str
    address: Address | None
    seen: str
    changed: Sequence[str]
    today: date
    tellings: Sequence[Telling] = ()


def sign_page(
    draft: DraftView,
    *,
    today: date,
    seen: str = "",
    chosen: str = "",
    point: str = "",
    address: Address | None = None,
) -> SignPage:
    """Arrange what is signed; with `seen` of an earlier showing, what differs is marked.

    `chosen`, `point` and `address` are how the results are to be had as just chosen, else as kept.
    """
    offices = offices_of(draft.departments)
    marks = dict(_marks(draft))
    before = _read(seen)
    differs = {key for key in {*marks, *before} if before and before.get(key) != marks.get(key)}
    papers = to_give(draft, offices)
    groups = [(group.name, _rows(group.fields, differs)) for group in draft.groups]
    answers = [
        Row(each.key, each.short, each.text, f"a.{each.key}" in differs) for each in answered(draft)
    ]
    handed = [Handed(p, f"p.{p.key}" in differs) for p in papers if p.files]
    return SignPage(
        told=told(draft, offices),
        answers=answers,
        groups=groups,
        handed=handed,
        following=[paper for paper in papers if paper.follows and not paper.done],
        spared=spared(draft, offices),
        collections=[(each, COLLECTIONS[each]) for each in draft.collections],
        points=_points(draft),
        lockers=lockers() if "locker" in draft.collections else (),
        chosen=chosen or draft.collection,
        point=point or str(draft.collection_point_id or ""),
        address=address,
        seen=_written(marks),
        changed=_named(draft, differs),
        today=today,
        tellings=tellings(draft, draft.pledged),
    )


def _rows(lines: Iterable[FieldLine], differs: set[str]) -> list[Row]:
    return [
        Row(line.field.key, line.field.label, _shown(line), f"f.{line.field.key}" in differs)
        for line in lines
    ]


def _shown(line: FieldLine) -> str:
    """A value to be checked: what is sensitive masked, a day as people say it."""
    if line.sensitive:
        return masked_value(line.field, line.shown)
    day = read_date(line.value) if line.field.kind is VarKind.DATE else None
    return local_date(date.fromisoformat(day)) if day else line.shown


def _points(draft: DraftView) -> list[ServicePointInfo]:
    """Where results can be collected, where that is a choice at all."""
    if "window" not in draft.collections:
        return []
    return list(catalogue.handing_points(draft.offer.code))


def _marks(draft: DraftView) -> Iterable[tuple[str, str]]:
    """A short keyed mark of every line: tells that it changed, not what it says."""
    for key, answer in draft.answers.items():
        yield f"a.{key}", _mark(draft, answer)
    for group in draft.groups:
        for line in group.fields:
            if line.value not in ("", None):
                yield f"f.{line.field.key}", _mark(draft, line.value)
    for material, files in draft.evidence.items():
        yield f"p.{material}", _mark(draft, [str(each.id) for each in files])


def _mark(draft: DraftView, value: object) -> str:
    text = digest({"of": str(draft.id), "is": value})  # type: ignore[dict-item]
    return salted_hmac("cases.sign", text).hexdigest()[:10]


def _written(marks: Mapping[str, str]) -> str:
    return " ".join(f"{key}={mark}" for key, mark in sorted(marks.items()))


def _read(seen: str) -> dict[str, str]:
    pairs = (each.rpartition("=") for each in seen.split())
    return {key: mark for key, _sign, mark in pairs if key}


def _named(draft: DraftView, differs: set[str]) -> list[str]:
    """What changed, by name, in the order of the page."""
    names = {f"a.{q.key}": q.short or q.label for q in draft.offer.questions}
    names.update({f"f.{use.field.key}": use.field.label for use in draft.offer.fields})
    names.update({f"p.{each.key}": each.material.name for each in draft.offer.materials})
    return list(dict.fromkeys(name for key, name in names.items() if key in differs))
