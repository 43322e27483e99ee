"""What people are told: kinds of messages, what each belongs to, who may know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from onevisit.cases.rules.events import Move
from onevisit.cases.rules.lifecycle import ACCEPTING, RULING, Action


class Kind(StrEnum):
    """One kind, one wording."""

    RECEIVED = "received"
    CORRECTION = "correction"
    CORRECTION_NEAR = "correction_near"
    CORRECTED = "corrected"
    PRE_RETURNED = "pre_returned"
    ACCEPTED = "accepted"
    ACCEPTED_DEFERRED = "accepted_deferred"
    DEFERRAL_NEAR = "deferral_near"
    NOT_ACCEPTED = "not_accepted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    APPROVED = "approved"
    REFUSED = "refused"
    READY = "ready"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    REVOKED = "revoked"
    PASSED_UP = "passed_up"
    RULED = "ruled"
    STOPPED = "stopped"
    PUT_RIGHT_NEAR = "put_right_near"
    FEE_DUE = "fee_due"
    MONEY_BACK = "money_back"
    PARCEL_SENT = "parcel_sent"
    PARCEL_BACK = "parcel_back"
    LOCKER_READY = "locker_ready"
    LOCKER_OVER = "locker_over"
    PAPERS_SENT = "papers_sent"
    PAPERS_HERE = "papers_here"
    PAPERS_LATE = "papers_late"
    BAG_COMING = "bag_coming"
    BAG_LATE = "bag_late"
    CONSENT = "consent"
    PUT_RIGHT = "put_right"
    FEE_NEAR = "fee_near"
    FEE_SETTLED = "fee_settled"
    VISIT_SET = "visit_set"
    VISIT_MOVED = "visit_moved"
    VISIT_OFF = "visit_off"
    VISIT_NEAR = "visit_near"
    VISIT_KEPT = "visit_kept"
    VISIT_ASKED = "visit_asked"
    DRAWINGS = "drawings"
    MENDING_NEAR = "mending_near"
    MENDING_DAY = "mending_day"
    MENDING_ANSWERED = "mending_answered"
    DRAWINGS_RESULT = "drawings_result"
    DRAWINGS_ASKED = "drawings_asked"
    DRAWINGS_CAME = "drawings_came"
    DRAWINGS_LAST = "drawings_last"
    DRAWINGS_READY = "drawings_ready"
    DRAWINGS_OVER = "drawings_over"
    DRAWINGS_MORE = "drawings_more"
    ORDERED = "ordered"
    HEARING = "hearing"
    CHECK_OVER = "check_over"
    CARD_YELLOW = "card_yellow"
    CARD_RED = "card_red"
    CARD_CONTESTED = "card_contested"
    CARD_UPHELD = "card_upheld"
    CARD_WITHDRAWN = "card_withdrawn"
    ORDER_TO_ANSWER = "order_to_answer"
    ORDER_SENT_BACK = "order_sent_back"
    ORDER_NEAR = "order_near"
    ORDER_OVER = "order_over"
    ORDER_ANSWERED = "order_answered"
    ORDER_ESCALATED = "order_escalated"
    ORDER_ENDED = "order_ended"


class Topic(StrEnum):
    """What one chooses channels for."""

    TO_DO = "to_do"  # something is asked of the reader, mostly by a day
    RESULT = "result"  # what was decided, where it is
    PROGRESS = "progress"  # how it goes on, nothing to be done
    MONEY = "money"


_K = Kind
TOPICS: Mapping[Kind, Topic] = {
    _K.RECEIVED: Topic.PROGRESS,
    _K.CORRECTION: Topic.TO_DO,
    _K.CORRECTION_NEAR: Topic.TO_DO,
    _K.CORRECTED: Topic.PROGRESS,
    _K.PRE_RETURNED: Topic.TO_DO,
    _K.ACCEPTED: Topic.PROGRESS,
    _K.ACCEPTED_DEFERRED: Topic.TO_DO,
    _K.DEFERRAL_NEAR: Topic.TO_DO,
    _K.NOT_ACCEPTED: Topic.RESULT,
    _K.SUSPENDED: Topic.PROGRESS,
    _K.RESUMED: Topic.PROGRESS,
    _K.EXTENDED: Topic.PROGRESS,
    _K.APPROVED: Topic.RESULT,
    _K.REFUSED: Topic.RESULT,
    _K.READY: Topic.RESULT,
    _K.DELIVERED: Topic.RESULT,
    _K.WITHDRAWN: Topic.PROGRESS,
    _K.RETURNED: Topic.RESULT,
    _K.REVOKED: Topic.RESULT,
    _K.PASSED_UP: Topic.PROGRESS,
    _K.RULED: Topic.RESULT,
    _K.STOPPED: Topic.RESULT,
    _K.PUT_RIGHT_NEAR: Topic.TO_DO,
    _K.FEE_DUE: Topic.MONEY,
    _K.MONEY_BACK: Topic.MONEY,
    _K.PARCEL_SENT: Topic.RESULT,
    _K.PARCEL_BACK: Topic.TO_DO,
    _K.LOCKER_READY: Topic.TO_DO,
    _K.LOCKER_OVER: Topic.TO_DO,
    _K.PAPERS_SENT: Topic.PROGRESS,
    _K.PAPERS_HERE: Topic.PROGRESS,
    _K.PAPERS_LATE: Topic.PROGRESS,
    _K.BAG_COMING: Topic.TO_DO,
    _K.BAG_LATE: Topic.TO_DO,
    _K.CONSENT: Topic.TO_DO,
    _K.PUT_RIGHT: Topic.PROGRESS,
    _K.FEE_NEAR: Topic.MONEY,
    _K.FEE_SETTLED: Topic.MONEY,
    _K.VISIT_SET: Topic.TO_DO,
    _K.VISIT_MOVED: Topic.TO_DO,
    _K.VISIT_OFF: Topic.PROGRESS,
    _K.VISIT_NEAR: Topic.TO_DO,
    _K.VISIT_KEPT: Topic.TO_DO,
    _K.VISIT_ASKED: Topic.TO_DO,
    _K.DRAWINGS: Topic.TO_DO,
    _K.MENDING_NEAR: Topic.TO_DO,
    _K.MENDING_DAY: Topic.TO_DO,
    _K.MENDING_ANSWERED: Topic.TO_DO,
    _K.DRAWINGS_RESULT: Topic.RESULT,
    _K.DRAWINGS_ASKED: Topic.TO_DO,
    _K.DRAWINGS_CAME: Topic.TO_DO,
    _K.DRAWINGS_LAST: Topic.TO_DO,
    _K.DRAWINGS_READY: Topic.TO_DO,
    _K.DRAWINGS_OVER: Topic.RESULT,
    _K.DRAWINGS_MORE: Topic.TO_DO,
    _K.ORDERED: Topic.TO_DO,
    _K.HEARING: Topic.TO_DO,
    _K.CHECK_OVER: Topic.RESULT,
    _K.CARD_YELLOW: Topic.TO_DO,
    _K.CARD_RED: Topic.TO_DO,
    _K.CARD_CONTESTED: Topic.TO_DO,
    _K.CARD_UPHELD: Topic.RESULT,
    _K.CARD_WITHDRAWN: Topic.RESULT,
    _K.ORDER_TO_ANSWER: Topic.TO_DO,
    _K.ORDER_SENT_BACK: Topic.TO_DO,
    _K.ORDER_NEAR: Topic.TO_DO,
    _K.ORDER_OVER: Topic.TO_DO,
    _K.ORDER_ANSWERED: Topic.TO_DO,
    _K.ORDER_ESCALATED: Topic.TO_DO,
    _K.ORDER_ENDED: Topic.RESULT,
}

LEGAL: frozenset[Kind] = frozenset(
    {
        _K.CORRECTION,
        _K.ACCEPTED_DEFERRED,
        _K.NOT_ACCEPTED,
        _K.SUSPENDED,
        _K.EXTENDED,
        _K.APPROVED,
        _K.REFUSED,
        _K.RETURNED,
        _K.REVOKED,
        _K.RULED,
        _K.STOPPED,
        _K.ORDERED,
        _K.HEARING,
    }
)
"""A written notice of the law goes with it: nobody can choose to hear of it in no outside way."""

OTHERS_TOO: frozenset[Kind] = frozenset(
    {
        _K.RECEIVED,
        _K.NOT_ACCEPTED,
        _K.APPROVED,
        _K.REFUSED,
        _K.READY,
        _K.DELIVERED,
        _K.WITHDRAWN,
        _K.RETURNED,
        _K.REVOKED,
        _K.STOPPED,
    }
)
"""What parties who agreed may know: that it was handed in and how it ended, never what is asked of
the applicant or owed by them.
"""

FOR_STAFF: frozenset[Kind] = frozenset(
    {
        _K.BAG_COMING,
        _K.BAG_LATE,
        _K.VISIT_ASKED,
        _K.DRAWINGS_ASKED,
        _K.DRAWINGS_CAME,
        _K.DRAWINGS_LAST,
        _K.DRAWINGS_READY,
        _K.DRAWINGS_OVER,
        _K.DRAWINGS_MORE,
        _K.CARD_YELLOW,
        _K.CARD_RED,
        _K.CARD_CONTESTED,
        _K.CARD_UPHELD,
        _K.CARD_WITHDRAWN,
        _K.ORDER_TO_ANSWER,
        _K.ORDER_SENT_BACK,
        _K.ORDER_NEAR,
        _K.ORDER_OVER,
        _K.ORDER_ANSWERED,
        _K.ORDER_ESCALATED,
        _K.ORDER_ENDED,
    }
)
"""What officers are told of their work: they read it in their pages, it goes nowhere outside."""

TOLD_ALREADY: frozenset[Kind] = frozenset({_K.CONSENT})
"""The phone they were named with was told at once: no second message to it."""

_BY_ACTION: Mapping[str, Kind] = {
    Action.SUBMIT: _K.RECEIVED,
    Action.REQUEST_CORRECTION: _K.CORRECTION,
    Action.CORRECT: _K.CORRECTED,
    Action.RESUPPLY: _K.CORRECTED,
    Action.PRE_RETURN: _K.PRE_RETURNED,
    **dict.fromkeys(map(str, ACCEPTING - {Action.REDO, Action.FROM_BELOW}), _K.ACCEPTED),
    Action.ACCEPT_DEFERRED: _K.ACCEPTED_DEFERRED,
    Action.NOT_ACCEPT: _K.NOT_ACCEPTED,
    Action.SUSPEND: _K.SUSPENDED,
    Action.RESUME: _K.RESUMED,
    Action.EXTEND: _K.EXTENDED,
    Action.EXTEND_LATE: _K.EXTENDED,
    Action.APPROVE: _K.APPROVED,
    Action.REFUSE: _K.REFUSED,
    Action.ISSUE: _K.READY,
    Action.DELIVER: _K.DELIVERED,
    Action.WITHDRAW: _K.WITHDRAWN,
    Action.RETURN: _K.RETURNED,
    **dict.fromkeys(map(str, RULING), _K.RULED),
    Action.PASS_UP: _K.PASSED_UP,
    Action.TERMINATE: _K.STOPPED,
    Action.VOID: _K.STOPPED,
}

_CHAIN = (_K.APPROVED, _K.READY, _K.DELIVERED)
"""Where several of these happen to a case in one act, the last says them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell of one act: which cases it is about, the nearest day it sets ("" none), and
    the name under which it is told once.
    """

    kind: Kind
    event: str
    cases: tuple[str, ...]
    day: str


def told_of(moves: Iterable[Move]) -> tuple[Told, ...]:
    """What people are told of one act: cases to which the same happened are told of together."""
    by_case: dict[tuple[object, Kind], Move] = {}
    for move in moves:
        kind = _BY_ACTION.get(move.action)
        if kind is None:
            continue
        if kind in _CHAIN:
            for earlier in _CHAIN:
                by_case.pop((move.case_id, earlier), None)
        by_case[move.case_id, kind] = move
    grouped: dict[Kind, list[Move]] = {}
    for (_case, kind), move in by_case.items():
        grouped.setdefault(kind, []).append(move)
    return tuple(_told(kind, rows) for kind, rows in grouped.items())


def _told(kind: Kind, rows: list[Move]) -> Told:
    days = [row.limit_on.isoformat() for row in rows if row.limit_on is not None]
    first = min(rows, key=lambda row: (str(row.case_id), row.seq))
    names = tuple(dict.fromkeys(row.name for row in rows))
    return Told(kind, f"case:{first.case_id}:{first.seq}", names, min(days, default=""))
