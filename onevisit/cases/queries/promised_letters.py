"""What the letters about a commitment say: as it was signed, and as its check went on.

The latter are drawn from what was recorded of the obligation, which never changes.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.utils import translation

from onevisit.cases.errors import no_such_letter
from onevisit.cases.models import Case, Obligation, ObligationEvent, Result
from onevisit.cases.queries.commitments import pledged, told_of
from onevisit.cases.queries.letters import (
    Facts,
    LetterEvent,
    common_facts,
    day_text,
    iso_text,
)
from onevisit.cases.rules.letter_forms import form_of
from onevisit.cases.rules.letters import (
    LetterKind,
    LetterLine,
    letter_number,
    letter_of_check,
)
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.obligations import Check, Ground


def commitment_facts(case: Case) -> Facts:
    """What was told and promised in one case, as signed with the application.

    Raises NotFound `cases.no_such_letter` where nothing was promised.
    """
    lines = pledged(case.application, case.part)
    history = list(case.events.filter(seq=1))
    if not lines or not history:
        raise no_such_letter()
    letter = LetterEvent(LetterKind.COMMITMENT, case, history[0], history, [case], all_shown=True)
    with translation.override("zh-hans"):
        facts = common_facts(letter)
        facts["channel"] = case.application.channel
        facts["pledges"] = [
            {
                "name": line.name,
                "basis": pledge.commitment.basis,
                "conditions": list(pledge.commitment.conditions),
                "consequences": list(pledge.commitment.consequences),
                "check_days": f" {pledge.commitment.check_days} 个工作日",
            }
            for line, pledge in lines
        ]
    return facts


def obligation_lines(rows: Iterable[Obligation], cases: Iterable[Case]) -> tuple[LetterLine, ...]:
    """The letters of all obligations of these `cases`, newest first. The events are those at hand:
    no query.
    """
    by_id, lines = {case.id: case for case in cases}, []
    told = [(event, row) for row in rows for event in row.events.all()]
    given: Counter[tuple[UUID, LetterKind]] = Counter()
    for event, row in sorted(told, key=lambda each: (each[0].at, each[0].id)):
        kind, case = letter_of_check(event.check_kind), by_id[row.case_id]
        if kind is None:
            continue
        given[case.id, kind] += 1
        line = LetterLine(
            *(case.id, event.seq, kind, case.name, event.at),
            obligation_id=row.id,
            ground=Ground(row.ground),
            number=letter_number(kind, case.number, given[case.id, kind]),
        )
        lines.append(line)
    return tuple(reversed(lines))


def obligation_facts(row: Obligation, seq: int) -> tuple[LetterKind, Facts]:
    """All that the letter of the `seq`-th thing recorded of an obligation says.

    Raises NotFound `cases.no_such_letter`.
    """
    case = row.case
    event = row.events.filter(seq=seq).first()
    kind = letter_of_check(event.check_kind) if event else None
    if event is None or kind is None:
        raise no_such_letter()
    history = list(case.events.filter(action=Action.APPROVE).order_by("seq"))
    letter = LetterEvent(kind, case, history[-1], history, [case], all_shown=True)
    result = Result.objects.filter(case=case).first()
    told = told_of(case, row.material)
    with translation.override("zh-hans"):
        facts = common_facts(letter)
        facts.update(
            number=letter_number(kind, case.number, _nth(event)),
            date=day_text(event.at),
            reasons=[event.words],
            delegated="",
            granted=day_text(letter.event.effective_at),
            ground=row.ground,
            commitment=row.name,
            conditions=list(told.conditions) if told else [],
            until=iso_text(event.limit_on),
            ordered=_ordered(row, seq),
            heard=_heard(row, seq),
            result=result.name if result else "",
            result_number=result.number if result else "",
        )
        facts["wording"] = {form_of(kind, facts): event.wording}
        verb = _VERBS.get(Ground(row.ground), "撤销")
        facts.update(title=facts["title"].replace("撤销", verb), verb=verb)
        if told and told.basis:
            facts["basis"] = list(dict.fromkeys([told.basis, *facts["basis"]]))
    return kind, facts


_VERBS = {Ground.CHANGED: "撤回", Ground.CEASED: "注销"}
"""What is done in the end where it is not a revocation, as letters say it."""


def _nth(event: ObligationEvent) -> int:
    """Which letter of its kind in the case it is: several commitments may be checked in one."""
    same = ObligationEvent.objects.filter(
        obligation__case=event.obligation.case_id, check_kind=event.check_kind, at__lte=event.at
    )
    return list(same.order_by("at", "id").values_list("id", flat=True)).index(event.id) + 1


def _ordered(row: Obligation, seq: int) -> dict[str, str]:
    """When it was ordered to be put right, until when, and why; empty strings if it was not."""
    found = row.events.filter(seq__lt=seq, check_kind=Check.ORDER).order_by("-seq").first()
    if found is None:
        return {"on": "", "until": "", "why": ""}
    return {"on": day_text(found.at), "until": iso_text(found.limit_on), "why": found.words}


def _heard(row: Obligation, seq: int) -> str:
    """What was heard before."""
    found = row.events.filter(seq__lt=seq, check_kind=Check.HEAR).order_by("-seq").first()
    return found.words if found else ""
