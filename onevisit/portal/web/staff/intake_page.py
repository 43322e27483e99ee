"""From a draft's view to the one page of the window: questions, papers, the form, what differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import MandateLine
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.pieces import EvidenceLine, FieldLine, masked_value
from onevisit.cases.rules.discrepancies import Difference, Source
from onevisit.cases.rules.submission import answered_here
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import CaseKind, Sensitivity, VarKind
from onevisit.delivery.queries.lockers import lockers
from onevisit.delivery.rules.lockers import LockerInfo
from onevisit.guidance.rules.checklist import How, MaterialLine
from onevisit.guidance.rules.form import said
from onevisit.kernel.canonical import digest
from onevisit.kernel.figures import typed
from onevisit.kernel.types import Json
from onevisit.portal.web.staff import labels
from onevisit.portal.web.staff.labels import Text
from onevisit.ui.fields import FieldView, Kind, Option
from onevisit.ui.formatting import joined
from onevisit.ui.wordings import wording

_KINDS: Mapping[VarKind, Kind] = {
    VarKind.CHOICE: "radio",
    VarKind.MULTI: "checkbox",
    VarKind.NUMBER: "number",
    VarKind.DATE: "date",
    VarKind.TEXT: "text",
}


def stands(lines: Iterable[MandateLine]) -> list[tuple[UUID, str]]:
    """Who may stand here in the applicant's place, as the documents will name them."""
    return [(line.id, accounts.said_for(line)) for line in lines]


@dataclass(frozen=True)
class Point:
    """One thing to look at 审查要点, and who ticked it; "" while nobody has."""

    text: str
    by: str


@dataclass(frozen=True)
class PaperRow:
    """One row of the table of materials."""

    line: MaterialLine
    source: Text
    mark: Text
    tag: str
    evidence: tuple[EvidenceLine, ...]
    takes: bool
    current: bool
    points: Sequence[Point]

    @property
    def first_file(self) -> EvidenceLine | None:
        """What opens in the right column."""
        return next((each for each in self.evidence if each.has_file), None)

    @property
    def last(self) -> EvidenceLine | None:
        """What undo takes back."""
        return self.evidence[-1] if self.evidence else None


@dataclass(frozen=True)
class FormRow:
    """One field of the form."""

    line: FieldLine
    shown: str
    origin: Text
    error: str
    locked: bool

    @property
    def kind(self) -> VarKind:
        """What it takes."""
        return self.line.field.kind

    @property
    def chosen(self) -> Sequence[str]:
        """The ticked values."""
        value = self.line.value
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]


@dataclass(frozen=True)
class DifferRow:
    """A value of the form that a register, an answer or a document contradicts, to be settled.

    Values are masked where the field is.
    """

    field: str
    source: Source
    label: str
    shown: str
    said: str
    said_by: Text
    material: str


@dataclass(frozen=True)
class IntakePage:
    """All the template needs beside the draft itself."""

    draft: DraftView
    questions: Sequence[FieldView]
    papers: Sequence[PaperRow]
    spared: Sequence[PaperRow]
    not_needed: Sequence[MaterialLine]
    groups: Sequence[tuple[str, Sequence[FormRow]]]
    differing: Sequence[DifferRow]
    readable: Sequence[tuple[str, str]]
    rail: Sequence[tuple[Text, str]]
    shown: PaperRow | None
    page: int
    got: int
    lacking: int
    deferred: int
    immediate: bool
    promise: int | None
    collections: Sequence[tuple[str, Text]]
    lockers: Sequence[LockerInfo]
    mark: str

    @property
    def fields(self) -> int:
        """How many fields the form has."""
        return sum(len(rows) for _name, rows in self.groups)

    @property
    def prefilled(self) -> int:
        """How many of them were filled in from what is known."""
        return sum(bool(row.line.origin) for _name, rows in self.groups for row in rows)

    @property
    def answered(self) -> str:
        """The answers in one line."""
        return _("，").join(_in_words(each) for each in self.questions if each.chosen)

    @property
    def still(self) -> int:
        """Fields that are still to be filled in or put right."""
        return len(self.draft.problems)


def intake_page(
    draft: DraftView,
    *,
    material: str = "",
    page: int = 1,
    strict: bool = False,
    offices: Mapping[str, str] | None = None,
) -> IntakePage:
    """Arrange a draft. `strict` marks what is missing, once somebody tried to receive it.

    `offices` are short names of departments by code.
    """
    known = offices or {}
    papers = [
        _paper(line, draft, material, known) for line in draft.checklist.lines if _stands(line)
    ]
    mine = [row for row in papers if row.takes]
    current = next((row for row in papers if row.current), None)
    handed = [row for row in mine if row.line.how is not How.FETCHED]
    shown = current or next((row for row in mine if row.first_file), next(iter(handed), None))
    groups = _groups(draft, strict=strict)
    names = {line.key: line.name for line in draft.checklist.lines}
    return IntakePage(
        draft=draft,
        questions=_questions(draft, strict=strict),
        papers=handed,
        spared=[row for row in papers if row.line.how not in (How.BRING, How.MAY_FOLLOW)],
        not_needed=draft.checklist.not_needed(),
        groups=groups,
        differing=[_differ(each, names) for each in draft.differences],
        readable=[
            (row.line.field.key, row.line.field.label)
            for _name, group in groups
            for row in group
            if row.kind is not VarKind.MULTI and not row.locked
        ],
        rail=_rail(draft),
        shown=shown,
        page=page,
        got=sum(bool(row.evidence) for row in handed),
        lacking=len(draft.missing),
        deferred=sum(not draft.evidence.get(m.key) for m in draft.checklist.may_follow()),
        immediate=is_immediate(draft),
        promise=draft.offer.promise,
        collections=[(each, labels.COLLECTIONS[each]) for each in draft.collections],
        lockers=lockers() if "locker" in draft.collections else (),
        mark=shown_mark(draft),
    )


def _in_words(question: FieldView) -> str:
    labels_of = {option.value: str(option.label) for option in question.options}
    said = joined(labels_of.get(each, each) for each in question.values) or question.value
    return f"{question.label} {said}{question.unit}"


def is_immediate(draft: DraftView) -> bool:
    """Whether the window finishes it on the spot (即办件 under delegation)."""
    return all(
        part.item.kind is CaseKind.IMMEDIATE
        and part.item.delegation.accept
        and part.item.delegation.decide
        for part in draft.offer.parts
    )


def _stands(line: MaterialLine) -> bool:
    return line.how is not How.NOT_NEEDED and bool(line.wanted_by)


def _paper(
    line: MaterialLine, draft: DraftView, material: str, offices: Mapping[str, str]
) -> PaperRow:
    evidence = draft.evidence.get(line.key, ())
    mark, tag = _mark(line, draft, evidence)
    return PaperRow(
        line=line,
        source=_source(line, evidence, offices),
        mark=mark,
        tag=tag,
        evidence=evidence,
        takes=line.how in (How.BRING, How.MAY_FOLLOW, How.FETCHED),
        current=line.key == material,
        points=_points(line, draft, evidence),
    )


def _points(
    line: MaterialLine, draft: DraftView, evidence: tuple[EvidenceLine, ...]
) -> list[Point]:
    merged = next(each for each in draft.offer.materials if each.key == line.key)
    ticked = {point: by for each in evidence for point, by in each.checked.items()}
    return [Point(text, ticked.get(text, "")) for text in merged.points]


def _source(
    line: MaterialLine, evidence: tuple[EvidenceLine, ...], offices: Mapping[str, str]
) -> Text:
    if evidence:
        return joined(dict.fromkeys(str(labels.KINDS[each.kind]) for each in evidence))
    if line.how is How.FETCHED:
        who = offices.get(line.provider, line.provider) or _("部门")
        return _("%(who)s核验，不用交") % {"who": who}
    if line.how is How.PRODUCED:
        return _("由%(part)s产生") % {"part": line.reason}
    return labels.HOWS[line.how]


def _mark(
    line: MaterialLine, draft: DraftView, evidence: tuple[EvidenceLine, ...]
) -> tuple[Text, str]:
    """How the row stands, and the class of its tag."""
    if evidence:
        return _("已收"), "ok"
    if line.how is How.BRING:
        return (_("可交可不交"), "") if line.optional else (_("缺"), "wait")
    if line.how is How.MAY_FOLLOW:
        return _("可后补"), ""
    if line.how is How.FETCHED:
        known = answered_here(line, person_known=True, organisation_known=bool(draft.organisation))
        return (_("已核验"), "ok") if known else (_("办理时核验"), "")
    return (_("提交时生成"), "") if line.how is How.GENERATED else (_("不用交"), "")


def _questions(draft: DraftView, *, strict: bool) -> list[FieldView]:
    """Those answered, then the next ones, on one page."""
    return [
        *(_question(each, draft.answers.get(each.key), "") for each in draft.asked_questions),
        *(_question(each, None, _("还没有问") if strict else "") for each in draft.open_questions),
    ]


def _question(question: Question, answer: object, error: str) -> FieldView:
    options = [Option(each.value, each.label, each.help) for each in question.options]
    if question.kind is VarKind.MULTI:
        options.append(Option("", _("以上都没有")))
    return FieldView(
        name=question.key,
        label=question.short or question.label,
        kind=_KINDS[question.kind],
        value="" if options else _plain(answer),
        values=_chosen(answer) if options else (),
        options=options,
        help=question.label if question.short else question.help,
        error=error,
        unit=question.unit,
        required=False,
        inputmode="decimal" if question.kind is VarKind.NUMBER else "",
        min="" if question.minimum is None else typed(question.minimum),
        max="" if question.maximum is None else typed(question.maximum),
    )


def _plain(answer: object) -> str:
    if answer is None:
        return ""
    return typed(answer) if isinstance(answer, (int, float)) else str(answer)


def _chosen(answer: object) -> tuple[str, ...]:
    if answer is None:
        return ()
    if isinstance(answer, list):
        return tuple(str(each) for each in answer) or ("",)
    return (str(answer),)


def _groups(draft: DraftView, *, strict: bool) -> list[tuple[str, Sequence[FormRow]]]:
    return [
        (group.name, [_row(line, draft, strict=strict) for line in group.fields])
        for group in draft.groups
    ]


def _row(line: FieldLine, draft: DraftView, *, strict: bool) -> FormRow:
    problem = next((each for each in draft.problems if each.place == line.field.key), None)
    told = ""
    if problem is not None and (strict or line.value not in ("", None)):
        told = wording(problem.code, problem.facts)
    locked = line.sensitive and bool(line.shown)
    return FormRow(
        line=line,
        shown=masked_value(line.field, line.shown) if locked else line.shown,
        origin=labels.ORIGINS.get(line.origin, ""),
        error=told,
        locked=locked,
    )


def _differ(each: Difference, names: Mapping[str, str]) -> DifferRow:
    sensitive = each.field.sensitivity is Sensitivity.SENSITIVE
    form, read = (said(each.field, value) for value in (each.form, each.said))
    by: Text = labels.ORIGINS.get(each.field.prefill, _("登记信息"))
    if each.source is Source.DOCUMENT:
        by = _("“%(paper)s”上") % {"paper": names.get(each.material, each.material)}
    return DifferRow(
        field=each.field.key,
        source=each.source,
        label=each.field.label,
        shown=masked_value(each.field, form) if sensitive else form,
        said=masked_value(each.field, read) if sensitive else read,
        said_by=by,
        material=each.material,
    )


def _rail(draft: DraftView) -> list[tuple[Text, str]]:
    """The sitting as one line: the first thing not done is where it stands."""
    steps = [
        (_("核身"), True),
        (_("问情形"), not draft.open_questions),
        (_("收材料"), not draft.missing),
        (_("核表"), not (draft.problems or draft.differences)),
        (_("签名"), False),
        (_("出回执"), False),
    ]
    here = next(i for i, (_label, done) in enumerate(steps) if not done)
    return [
        (label, "now" if i == here else "done" if done and i < here else "todo")
        for i, (label, done) in enumerate(steps)
    ]


def shown_mark(draft: DraftView) -> str:
    """What the page shows beside the form, as one short mark: answers and papers.

    Fields are compared one by one when they are saved; these are not sent back, so a page made from
    older ones is noticed by this.
    """
    papers: list[Json] = [*sorted(str(each) for each in evidence_ids(draft))]
    answers: Json = dict(draft.answers)  # type: ignore[arg-type]
    return digest({"answers": answers, "papers": papers})[:16]


def evidence_ids(draft: DraftView) -> frozenset[UUID]:
    """All papers of the draft."""
    return frozenset(line.id for lines in draft.evidence.values() for line in lines)
