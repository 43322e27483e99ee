"""The draft on one page: four steps on one line, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.web.papers import ACCEPT, Paper, spared, to_give
from onevisit.cases.web.telling import Offices, Told, offices_of, told
from onevisit.catalogue.rules.definition import Question
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.checklist import How, MaterialLine
from onevisit.kernel.figures import measured
from onevisit.ui.formatting import joined

_FEW = 4
"""So many fields are named one by one; more are counted."""


@dataclass(frozen=True)
class Answered:
    """One answered question, short."""

    key: str
    label: str
    short: str
    text: str


@dataclass(frozen=True)
class Gap:
    """Something still missing, and where it is put right."""

    label: str
    url: str


@dataclass(frozen=True)
class OverviewPage:
    """What the template draws beside the draft. `states` are done, now or later, by step."""

    draft: DraftView
    told: Told
    answered: Sequence[Answered]
    inactive: Sequence[tuple[str, str]]
    papers: Sequence[Paper]
    spared: Sequence[Paper]
    falls_away: Sequence[MaterialLine]
    gaps: Sequence[Gap]
    states: Mapping[str, str]
    fields: int
    filled: int
    contact: Sequence[tuple[str, str]]
    accept: str = ACCEPT

    @property
    def must(self) -> Sequence[Paper]:
        """What must be handed in, now or later."""
        return [paper for paper in self.papers if not paper.optional]

    @property
    def optional(self) -> Sequence[Paper]:
        """What helps but may be left out."""
        return [paper for paper in self.papers if paper.optional]

    @property
    def lacking(self) -> int:
        """How many materials must still come."""
        return sum(paper.lacking for paper in self.papers)

    @property
    def hot(self) -> Paper | None:
        """The next material to hand in."""
        return next((paper for paper in self.papers if paper.hot), None)


def overview_page(
    draft: DraftView, errors: Mapping[str, Sequence[str]] | None = None
) -> OverviewPage:
    """Arrange a draft; `errors` are those of files just sent, by material."""
    offices = offices_of(draft.departments)
    lines = [line for group in draft.groups for line in group.fields]
    papers = to_give(draft, offices, errors)
    return OverviewPage(
        draft=draft,
        told=told(draft, offices),
        answered=answered(draft),
        inactive=[(line.part.name, line.why_not) for line in draft.checklist.inactive_parts],
        papers=papers,
        spared=spared(draft, offices),
        falls_away=draft.checklist.not_needed(),
        gaps=gaps(draft, papers),
        states=_states(draft),
        fields=len(lines),
        filled=sum(line.value not in ("", None) for line in lines),
        contact=_contact(draft, offices),
    )


def answered(draft: DraftView) -> list[Answered]:
    """The answers in the order of the questions."""
    return [
        Answered(q.key, q.label, q.short or q.label, answer_text(q, draft.answers[q.key]))
        for q in draft.asked_questions
    ]


def answer_text(question: Question, answer: object) -> str:
    """An answer in words."""
    labels = {option.value: option.label for option in question.options}
    if isinstance(answer, list):
        return joined(labels.get(str(each), str(each)) for each in answer) or _("以上都没有")
    if question.kind is VarKind.NUMBER and isinstance(answer, (int, float)):
        return measured(answer, question.unit)
    return labels.get(str(answer), str(answer))


def gaps(draft: DraftView, papers: Sequence[Paper]) -> list[Gap]:
    """All that is missing before signing, each with the place to put it right."""
    if draft.open_questions:
        url = reverse("cases:questions", args=[draft.id])
        return [Gap(q.short or q.label, f"{url}?q={q.key}") for q in draft.open_questions[:1]]
    page = reverse("cases:draft", args=[draft.id])
    form = reverse("cases:form", args=[draft.id])
    found = [Gap(paper.name, f"{page}#m-{paper.key}") for paper in papers if paper.lacking]
    found += _barred(draft, page) + _unagreed(draft)
    labels = {use.field.key: use.field.label for use in draft.checklist.fields}
    places = dict.fromkeys(problem.place or "" for problem in draft.problems)
    if len(places) > _FEW:
        told = ngettext("表里 %(n)s 项", "表里 %(n)s 项", len(places)) % {"n": len(places)}
        return [*found, Gap(told, form)]
    return [
        *found,
        *(Gap(labels.get(key, key), f"{form}?check=1#f-{key}") for key in places),
    ]


def _unagreed(draft: DraftView) -> list[Gap]:
    """Who has not agreed yet, or is not even named."""
    url = reverse("cases:parties", args=[draft.id])
    told = _("%(name)s同意")
    return [Gap(told % {"name": name}, url) for name in draft.unagreed]


def _barred(draft: DraftView, page: str) -> list[Gap]:
    """Where to take back a commitment that would be refused: the answer, or the paper instead."""
    told = _("不能用“%(name)s”：以前的一份承诺没有做到，还没有改正")
    questions = reverse("cases:questions", args=[draft.id])
    return [
        Gap(
            told % {"name": line.name},
            questions if line.how is How.GENERATED else f"{page}#m-{line.key}",
        )
        for line in (draft.pledged if draft.barred else ())
    ]


def _states(draft: DraftView) -> dict[str, str]:
    """The first step not done is where one stands."""
    done = {
        "questions": not draft.open_questions,
        "papers": not (draft.open_questions or draft.missing or draft.barred),
        "form": not draft.open_questions and not draft.problems,
        "sign": False,
    }
    here = next(step for step, whole in done.items() if not whole)
    return {
        step: "now" if step == here else "done" if whole else "later"
        for step, whole in done.items()
    }


def _contact(draft: DraftView, offices: Offices) -> list[tuple[str, str]]:
    """Where to go, when, and whom to call."""
    texts = draft.offer.texts
    rows = [
        (_("地点"), texts.location),
        (_("时间"), texts.hours),
        (_("咨询"), offices.phone(draft)),
        (_("投诉"), texts.complaint_phone),
    ]
    return [(label, text) for label, text in rows if text]
