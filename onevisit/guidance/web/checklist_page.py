"""The personal checklist as the template draws it."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import Material, Question
from onevisit.catalogue.rules.vocabulary import CaseKind, Prefill, SourceKind, VarKind
from onevisit.guidance.rules.checklist import Checklist, How, MaterialLine, checklist_in
from onevisit.guidance.rules.figures import figures_in
from onevisit.guidance.rules.plan import plan_of
from onevisit.guidance.rules.questions import open_in
from onevisit.guidance.rules.situation import Answer, Answers, situation
from onevisit.guidance.web import bars, figures
from onevisit.guidance.web.part_guide import fee_here, in_person
from onevisit.guidance.web.takers import Taker, by_doing, shown_at, takers
from onevisit.guidance.web.things import Thing, contact
from onevisit.kernel import clock
from onevisit.kernel.figures import measured
from onevisit.kernel.queries import load_calendar
from onevisit.ui.charts import Bar
from onevisit.ui.formatting import joined


@dataclass(frozen=True)
class Paper:
    """One material: what to say under its name, and its tag. `points` is what the office looks at,
    of every part that wants it; `where`: at which points its original is looked at.
    """

    name: str
    note: str
    tag: str = ""
    wanted: str = ""
    points: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Answered:
    """One answered question, short."""

    key: str
    label: str
    short: str
    text: str


@dataclass(frozen=True)
class ChecklistPage:
    """What the template draws. `left` questions are still open; `fees` by part, what each costs."""

    thing: Thing
    listed: Checklist
    answered: list[Answered]
    left: int
    sums: list[figures.Told]
    bring: list[Paper]
    optional: list[Paper]
    spared: list[Paper]
    falls_away: list[Paper]
    inactive: list[tuple[str, str]]
    fields: int
    prefilled: int
    fees: dict[str, str]
    bars: list[Bar]
    axis: list[str]
    finding: str
    provisional: bool
    intake: int
    immediate: bool
    contact: list[tuple[str, str]]
    takers: tuple[Taker, ...]

    @property
    def points(self) -> list[tuple[str, str]]:
        """What points do, with those that do it by number."""
        return by_doing(self.takers)

    @property
    def in_person(self) -> list[tuple[str, tuple[str, ...]]]:
        """What nobody does for the applicant, by procedure, of those that may be needed."""
        gone = {line.part.key for line in self.listed.inactive_parts}
        parts = [part for part in self.thing.offer.parts if part.key not in gone]
        return [(part.name, said) for part in parts if (said := in_person(part.item))]

    @property
    def costs(self) -> list[tuple[str, str]]:
        """What is to be paid, by procedure; one line where it is the same for all."""
        if len({*self.fees.values()}) == 1:
            return [(_("收费"), next(iter(self.fees.values())))]
        paid = [part for part in self.listed.active_parts if part.item.fees]
        return [(part.item.short_name or part.name, self.fees[part.key]) for part in paid]

    @property
    def offices(self) -> int:
        """How many offices work on it."""
        return len({self.thing.office(part) for part in self.listed.active_parts})


def checklist_page(thing: Thing, answers: Answers) -> ChecklistPage:
    """The checklist of `thing` under answers that matter and agree."""
    here = situation(thing.offer, answers)
    listed = checklist_in(here)
    calendar = load_calendar()
    plan = plan_of(listed, calendar, clock.today())
    asked = (*listed.bring(), *listed.may_follow())
    active = listed.active_parts
    points = takers(thing)
    return ChecklistPage(
        thing=thing,
        listed=listed,
        answered=answered(thing, answers),
        left=len(open_in(here)),
        sums=figures.told(figures_in(here, listed), plan) if listed.complete else [],
        bring=[
            replace(paper(thing, line), where=shown_at(line.material, points)) for line in asked
        ],
        optional=[paper(thing, line) for line in listed.optional()],
        spared=[paper(thing, line) for line in listed.spared()],
        falls_away=[paper(thing, line) for line in listed.not_needed()],
        inactive=[(line.part.name, line.why_not) for line in listed.inactive_parts],
        fields=len(listed.fields),
        prefilled=sum(use.field.prefill is not Prefill.NONE for use in listed.fields),
        fees={part.key: fee_here(here, part) for part in active},
        bars=bars.bars(thing, plan, dated=True),
        axis=bars.axis(plan, calendar, dated=True),
        finding=bars.finding(plan),
        provisional=plan.provisional,
        intake=max((part.item.regime.intake for part in active), default=0),
        immediate=bool(active) and all(p.item.kind is CaseKind.IMMEDIATE for p in active),
        contact=contact(thing),
        takers=points,
    )


def answered(thing: Thing, answers: Answers) -> list[Answered]:
    """The answers in the order of the questions."""
    return [
        Answered(q.key, q.label, q.short or q.label, answer_text(q, answers[q.key]))
        for q in thing.offer.questions
        if answers.get(q.key) is not None
    ]


def answer_text(question: Question, answer: Answer) -> str:
    """An answer in words."""
    labels = {option.value: option.label for option in question.options}
    if isinstance(answer, list):
        return joined(labels.get(value, value) for value in answer) or _("以上都没有")
    if question.kind is VarKind.NUMBER and isinstance(answer, (int, float)):
        return measured(answer, question.unit)
    return labels.get(str(answer), str(answer))


def paper(thing: Thing, line: MaterialLine) -> Paper:
    """One line in words; the points only where the applicant gives the paper."""
    merged = next((each for each in thing.offer.materials if each.key == line.key), None)
    given = merged is not None and line.how in (How.BRING, How.MAY_FOLLOW)
    points = merged.points if merged is not None and given else ()
    return Paper(line.name, _note(thing, line), _tag(line), _wanted(line), points)


def _note(thing: Thing, line: MaterialLine) -> str:
    provider = thing.provider(line.provider)
    match line.how:
        case How.FETCHED:
            known = _("%(provider)s，系统替您调取") % {"provider": provider}
            return known if provider else _("系统替您调取")
        case How.GENERATED:
            return _("按您填的表自动生成")
        case How.PRODUCED:
            return _("“%(part)s”办好后自动用上") % {"part": line.reason}
        case How.NOT_NEEDED:
            return line.reason
    deferred = line.material.defer_days if line.how is How.MAY_FOLLOW else None
    return _to_bring(line.material, provider, deferred)


def _to_bring(material: Material, provider: str, deferred: int | None) -> str:
    holder = material.source.kind is SourceKind.FETCHED  # whoever keeps it need not have given it
    parts = [
        material.help,
        _("由%(provider)s开具。") % {"provider": provider} if provider and not holder else "",
        _("一式 %(n)s 份。") % {"n": material.copies} if material.copies > 1 else "",
        _("领证时带原件给窗口看一眼。") if material.original_seen_at_collection else "",
        _("可以先办，%(n)s 个工作日内补上。") % {"n": deferred}
        if deferred and not material.help
        else "",
    ]
    return "".join(parts)


def _tag(line: MaterialLine) -> str:
    if line.how is How.MAY_FOLLOW:
        return _("可后补")
    return _("有就交") if line.optional else ""


def _wanted(line: MaterialLine) -> str:
    """How many parts share the paper; nothing where only one wants it."""
    if len(line.wanted_by) < 2 or line.how is How.NOT_NEEDED:
        return ""
    return _("%(n)s 件手续共用，只交一次。") % {"n": len(line.wanted_by)}
