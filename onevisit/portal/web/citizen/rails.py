"""The one line of an application, as its applicant sees it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from onevisit.cases.rules.lifecycle import IN_INTAKE, SETTLED, TERMINAL, CaseState
from onevisit.cases.rules.obligations import ObligationState
from onevisit.portal.web.citizen import labels
from onevisit.ui.formatting import local_date

Step = tuple[labels.Text, str, str]

_UNSUCCESSFUL = frozenset(
    {
        CaseState.REFUSED,
        CaseState.NOT_ACCEPTED,
        CaseState.WITHDRAWN,
        CaseState.RETURNED,
        CaseState.REVOKED,
        CaseState.OVERTURNED,
        CaseState.TERMINATED,
        CaseState.VOID,
    }
)


def rail(
    states: Collection[CaseState],
    times: Mapping[str, datetime | None] | None = None,
    *,
    owes: bool = False,
    sent: bool = False,
) -> list[Step]:
    """A stop is done when it is done for every case; `times` says on which day, `owes` that the
    reader must hand something in before the present stop can be passed, `sent` that results come by
    courier, so that they are nothing the reader must fetch.

    What ended without any result ends the line early, at the stop that says how. Results that wait
    at the window make the last stop the reader's, once nothing more is being decided.
    """
    if set(states) <= _UNSUCCESSFUL:
        return _short(set(states), times or {})
    passed = (
        ("submitted", True),
        ("accepted", not IN_INTAKE & set(states)),
        ("decided", all(state in SETTLED for state in states)),
        ("delivered", all(state in TERMINAL for state in states)),
    )
    owes = owes or CaseState.CORRECTION_REQUESTED in states
    drawn: list[Step] = []
    reached = True
    for key, over in passed:
        done = reached and over
        mark = "done" if done else "now" if reached else "todo"
        fetch = key == "delivered" and CaseState.ISSUED in states and not sent
        if mark == "now" and (owes or fetch):
            mark = "wait"
        drawn.append(_step(key, mark, times or {}))
        reached = done
    return drawn


def _short(states: set[CaseState], times: Mapping[str, datetime | None]) -> list[Step]:
    start = _step("submitted", "done", times)
    ended = local_date(times.get("delivered"))
    if CaseState.REVOKED in states:
        revoked = (labels.STATES[CaseState.REVOKED], "bad", ended)
        return [
            *(_step(key, "done", times) for key in ("submitted", "accepted", "decided")),
            revoked,
        ]
    if CaseState.OVERTURNED in states:
        gone = (labels.STATES[CaseState.OVERTURNED], "bad", ended)
        return [start, _step("accepted", "done", times), gone]
    if CaseState.REFUSED in states:
        refused = (labels.STATES[CaseState.REFUSED], "bad", ended)
        return [start, _step("accepted", "done", times), refused]
    if CaseState.RETURNED in states:
        return [start, (labels.STATES[CaseState.RETURNED], "bad", ended)]
    for state in (CaseState.NOT_ACCEPTED, CaseState.TERMINATED, CaseState.VOID):
        if state in states:
            return [start, (labels.STATES[state], "bad", ended)]
    return [start, (labels.STATES[CaseState.WITHDRAWN], "done", ended)]


def _step(key: str, mark: str, times: Mapping[str, datetime | None]) -> Step:
    return labels.STEPS[key], mark, local_date(times.get(key))


def draft_rail(stage: int) -> Sequence[tuple[labels.Text, str]]:
    """The line of a draft that waits for its owner at `stage` (0 questions … 3 signing)."""
    return [
        (label, "done" if at < stage else "wait" if at == stage else "todo")
        for at, label in enumerate(labels.DRAFT_STEPS)
    ]


def standing(
    states: Sequence[CaseState],
    *,
    owes: bool = False,
    sent: bool = False,
    lodged: bool = False,
    asked: bool = False,
    pre_returned: bool = False,
    turn: ObligationState | None = None,
) -> tuple[str, str]:
    """Where an application stands in a word or two, and the class of its tag; `sent`: results come
    by courier, `lodged`: from a locker, `asked`: they came back, and the reader must say where to;
    `pre_returned`: a first look told what to change; `turn`: a commitment is to be put right, or
    may be spoken to.
    """
    if CaseState.CORRECTION_REQUESTED in states:
        return pgettext("办件", "等您补正"), "wait"
    if pre_returned:
        return pgettext("办件", "预审退回，等您改"), "wait"
    if owes:
        return pgettext("办件", "等您补材料"), "wait"
    if asked:
        return pgettext("办件", "等您定怎么领"), "wait"
    if turn is not None:
        return turn_words(turn), "wait"
    if any(state not in TERMINAL for state in states):
        return _running(states, sent=sent, lodged=lodged)
    return _over(states)


def turn_words(turn: ObligationState) -> str:
    """What waits for the applicant with a commitment that was not kept."""
    hearing = turn is ObligationState.HEARING
    return pgettext("承诺", "可以陈述申辩") if hearing else pgettext("承诺", "要您改正")


def _running(states: Sequence[CaseState], *, sent: bool, lodged: bool) -> tuple[str, str]:
    if CaseState.ISSUED not in states or not all(state in SETTLED for state in states):
        return pgettext("办件", "在办"), "now"
    if lodged:
        return pgettext("办件", "智能柜自取"), "wait"
    return (pgettext("办件", "邮寄给您"), "now") if sent else (pgettext("办件", "等您领"), "wait")


def _over(states: Sequence[CaseState]) -> tuple[str, str]:
    if set(states) <= {CaseState.WITHDRAWN}:
        return pgettext("办件", "您已撤回"), ""
    if CaseState.DELIVERED not in states:
        revoked = CaseState.REVOKED in states
        return pgettext("办件", "已撤销") if revoked else pgettext("办件", "没有办成"), "bad"
    if (_UNSUCCESSFUL - {CaseState.WITHDRAWN}) & set(states):
        return pgettext("办件", "部分办好"), "wait"
    return pgettext("办件", "办好了"), "ok"


def promise_words(day: date | None, states: Collection[CaseState]) -> str:
    """By when the whole is promised; while a clock stands still nobody can name the day."""
    if day is None:
        return ""
    if CaseState.CORRECTION_REQUESTED in states:
        return _("原定 %(day)s办好，补正后顺延") % {"day": local_date(day)}
    if CaseState.SUSPENDED in states:
        return _("原定 %(day)s办好，有一件时限暂停，恢复后顺延") % {"day": local_date(day)}
    return _("最晚 %(day)s办好") % {"day": local_date(day, weekday=True)}
