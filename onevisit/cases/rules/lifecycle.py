"""The life cycle of a case as one table (domain.md, Life cycle of a case; 行政许可法 arts. 32–44).

Every change of state is a row of `TRANSITIONS`; nothing else may move a case. A row says what the
clocks do and which document the applicant receives.
"""

from dataclasses import dataclass
from enum import StrEnum

from onevisit.kernel.errors import Conflict


class CaseState(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"  # 已收件
    CORRECTION_REQUESTED = "correction_requested"  # 已一次性告知, 等待补正
    ACCEPTED = "accepted"  # 已受理, waiting for an earlier part of the bundle to end
    IN_REVIEW = "in_review"  # 审查中
    SUSPENDED = "suspended"  # 特别程序
    APPROVED = "approved"  # 准予
    ISSUED = "issued"  # 已制证, to be collected
    DELIVERED = "delivered"  # 已送达
    REFUSED = "refused"  # 不予许可
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    WITHDRAWN = "withdrawn"  # 撤回
    RETURNED = "returned"  # 退件: what was to be supplied never came
    REVOKED = "revoked"  # 撤销: the result no longer holds, and nobody had collected it yet
    TERMINATED = "terminated"  # 终止: nobody or nothing left to decide for
    VOID = "void"  # 作废: it should never have been opened
    PASSED_UP = "passed_up"  # 转报: examined here, decided by the authority above
    OVERTURNED = "overturned"  # 复议、诉讼: how it had ended no longer holds


class Action(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"  # 收件
    ACCEPT = "accept"  # 受理
    ACCEPT_DEFERRED = "accept_deferred"  # 容缺受理
    ACCEPT_COMMITMENT = "accept_commitment"  # 告知承诺: a commitment stands for some paper
    DEEM_ACCEPTED = "deem_accepted"  # the intake limit ran out in silence
    NOT_ACCEPT = "not_accept"
    REQUEST_CORRECTION = "request_correction"  # 一次性告知
    CORRECT = "correct"  # 补正
    PRE_PASS = "pre_pass"  # noqa: S105 - 预审通过: a first look found nothing to change
    PRE_RETURN = "pre_return"  # 预审退回: a first look told what to change
    RESUPPLY = "resupply"  # what the first look told was changed
    SUPPLY = "supply"  # the last of the deferred materials came
    RETURN = "return"  # a limit of the applicant ran out
    START = "start"  # review begins: nothing earlier in the bundle is running any more
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"  # 延长办理期限, once
    EXTEND_LATE = "extend_late"  # the same, when the promise had already been missed
    APPROVE = "approve"
    REFUSE = "refuse"
    ISSUE = "issue"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"  # 撤销 of a result that was not delivered
    RECOUNT = "recount"  # 重算期限: a notice of working days was entered or amended
    FEE_ASKED = "fee_asked"  # 等待缴费: what is to be paid is known, and it waits for the payer
    FEE_SETTLED = "fee_settled"  # paid, let off, or reckoned anew
    MEND_ASKED = "mend_asked"  # 联合审图: all comments are told, the applicant mends the drawings
    MEND_LONGER = "mend_longer"  # the applicant asked for more days to mend, and has them
    MEND_OVER = "mend_over"  # the revised version came, or nobody waits for it any more
    TERMINATE = "terminate"
    VOID = "void"
    PASS_UP = "pass_up"  # noqa: S105 - 转报, with the opinion of this office
    FROM_BELOW = "from_below"  # its birth at the authority above
    RULED_UPHELD = "ruled_upheld"  # 复议、诉讼 after the end: it holds
    RULED_UNLAWFUL = "ruled_unlawful"  # it was unlawful, what was granted is kept
    RULED_CHANGED = "ruled_changed"  # the reviewer decided in our place
    RULED_ANNULLED = "ruled_annulled"  # it is gone
    RULED_AGAIN = "ruled_again"  # it is gone, and a successor is decided
    REDO = "redo"  # 重新办理: the birth of that successor, accepted as it was


class Procedure(StrEnum):
    """What does not count towards a limit 特别程序 (行政许可法 art. 45)."""

    HEARING = "hearing"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    PUBLICATION = "publication"  # 公示, where a law asks for one
    TENDER = "tender"  # 招标, 拍卖
    OTHER = "other"  # not said which


class ClockKind(StrEnum):
    """The clocks of domain.md by their letters."""

    INTAKE = "A"  # 5 working days to accept, refuse or ask once
    CORRECTION = "B"  # the applicant's limit to correct
    MENDING = "B2"  # the applicant's limit to mend drawings that are reviewed
    LEGAL = "C1"
    PROMISED = "C2"
    DEFERRAL = "D"  # the applicant's limit for what may follow
    SUSPENSION = "E"  # expected end of a special procedure
    DELIVERY = "F"  # 10 working days from the decision


class Effect(StrEnum):
    """What a transition does to a clock."""

    START = "start"
    STOP = "stop"
    END = "end"  # stop it if it runs at all
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"  # by the days of the regime
    MOVE = "move"  # to the later day that the event names, if it runs at all


class Document(StrEnum):
    """The paper that goes with a transition."""

    RECEIPT = "receipt"  # 收件凭证
    ACCEPTANCE = "acceptance"  # 受理通知书
    NON_ACCEPTANCE = "non_acceptance"  # 不予受理通知书
    ONE_TIME_NOTICE = "one_time_notice"  # 一次性告知书
    RETURN = "return"  # 退件通知书
    SUSPENSION = "suspension"  # 特别程序告知书
    EXTENSION = "extension"  # 延长办理期限告知书
    DECISION = "decision"  # 决定书
    RESULT = "result"
    DELIVERY_RECEIPT = "delivery_receipt"  # 送达回证
    TERMINATION = "termination"  # 终止办理通知书
    VOIDING = "voiding"  # 作废通知书
    WITHDRAWAL = "withdrawal"  # 撤回申请确认书
    PASSING = "passing"  # 转报告知书
    RULING = "ruling"  # 复议、诉讼结果告知书
    NONE = ""


Effects = tuple[tuple[ClockKind, Effect], ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `before` is None for the birth of a case; `reason` = a reason is
    required.
    """

    before: CaseState | None
    action: Action
    after: CaseState
    effects: Effects = ()
    document: Document = Document.NONE
    reason: bool = False


_S, _A, _C, _E = CaseState, Action, ClockKind, Effect
_START_REVIEW: Effects = (
    (_C.INTAKE, _E.STOP),
    (_C.LEGAL, _E.START),
    (_C.PROMISED, _E.START),
)
_STOP_REVIEW: Effects = (
    (_C.LEGAL, _E.STOP),
    (_C.PROMISED, _E.STOP),
    (_C.DEFERRAL, _E.END),
    (_C.MENDING, _E.END),
)
_EXTEND: Effects = ((_C.LEGAL, _E.EXTEND), (_C.PROMISED, _E.EXTEND))
_STOP_SUSPENDED: Effects = (*_STOP_REVIEW, (_C.SUSPENSION, _E.STOP))

_UNDECIDED: tuple[tuple[CaseState, Effects], ...] = (
    (_S.SUBMITTED, ((_C.INTAKE, _E.STOP),)),
    (_S.CORRECTION_REQUESTED, ((_C.CORRECTION, _E.STOP),)),
    (_S.ACCEPTED, _STOP_REVIEW),
    (_S.IN_REVIEW, _STOP_REVIEW),
    (_S.SUSPENDED, _STOP_SUSPENDED),
)
"""States from which a case may end without a decision, and what the clocks then do."""

_RULED: tuple[tuple[Action, bool], ...] = (
    (_A.RULED_UPHELD, True),
    (_A.RULED_UNLAWFUL, True),
    (_A.RULED_CHANGED, False),
    (_A.RULED_ANNULLED, False),
    (_A.RULED_AGAIN, False),
)
"""What may be ruled on the end of a case, and whether it then stays as it ended."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, _A.SUBMIT, _S.SUBMITTED, ((_C.INTAKE, _E.START),), Document.RECEIPT),
    Transition(_S.SUBMITTED, _A.ACCEPT, _S.ACCEPTED, _START_REVIEW, Document.ACCEPTANCE),
    Transition(
        _S.SUBMITTED,
        _A.ACCEPT_DEFERRED,
        _S.ACCEPTED,
        (*_START_REVIEW, (_C.DEFERRAL, _E.START)),
        Document.ACCEPTANCE,
    ),
    Transition(_S.SUBMITTED, _A.ACCEPT_COMMITMENT, _S.ACCEPTED, _START_REVIEW, Document.ACCEPTANCE),
    Transition(_S.SUBMITTED, _A.DEEM_ACCEPTED, _S.ACCEPTED, _START_REVIEW, Document.ACCEPTANCE),
    Transition(
        _S.SUBMITTED,
        _A.REQUEST_CORRECTION,
        _S.CORRECTION_REQUESTED,
        ((_C.INTAKE, _E.STOP), (_C.CORRECTION, _E.START)),
        Document.ONE_TIME_NOTICE,
    ),
    Transition(
        _S.CORRECTION_REQUESTED,
        _A.CORRECT,
        _S.SUBMITTED,
        ((_C.CORRECTION, _E.STOP), (_C.INTAKE, _E.START)),
        Document.RECEIPT,
    ),
    Transition(
        _S.SUBMITTED,
        _A.NOT_ACCEPT,
        _S.NOT_ACCEPTED,
        ((_C.INTAKE, _E.STOP),),
        Document.NON_ACCEPTANCE,
        reason=True,
    ),
    Transition(_S.SUBMITTED, _A.PRE_PASS, _S.SUBMITTED),
    Transition(_S.SUBMITTED, _A.PRE_RETURN, _S.SUBMITTED),
    Transition(_S.SUBMITTED, _A.RESUPPLY, _S.SUBMITTED),
    Transition(_S.ACCEPTED, _A.START, _S.IN_REVIEW),
    Transition(
        _S.IN_REVIEW,
        _A.SUSPEND,
        _S.SUSPENDED,
        ((_C.LEGAL, _E.PAUSE), (_C.PROMISED, _E.PAUSE), (_C.SUSPENSION, _E.START)),
        Document.SUSPENSION,
        reason=True,
    ),
    Transition(
        _S.SUSPENDED,
        _A.RESUME,
        _S.IN_REVIEW,
        ((_C.LEGAL, _E.RESUME), (_C.PROMISED, _E.RESUME), (_C.SUSPENSION, _E.STOP)),
    ),
    *(
        Transition(state, action, state, effects, Document.EXTENSION, reason=True)
        for state in (_S.IN_REVIEW, _S.SUSPENDED)
        for action, effects in ((_A.EXTEND, _EXTEND), (_A.EXTEND_LATE, _EXTEND[:1]))
    ),
    Transition(
        _S.IN_REVIEW,
        _A.APPROVE,
        _S.APPROVED,
        (*_STOP_REVIEW, (_C.DELIVERY, _E.START)),
        Document.DECISION,
    ),
    Transition(_S.IN_REVIEW, _A.REFUSE, _S.REFUSED, _STOP_REVIEW, Document.DECISION, reason=True),
    Transition(_S.IN_REVIEW, _A.PASS_UP, _S.PASSED_UP, _STOP_REVIEW, Document.PASSING),
    Transition(None, _A.FROM_BELOW, _S.ACCEPTED, _START_REVIEW[1:]),
    Transition(_S.APPROVED, _A.ISSUE, _S.ISSUED, (), Document.RESULT),
    Transition(
        _S.ISSUED,
        _A.DELIVER,
        _S.DELIVERED,
        ((_C.DELIVERY, _E.STOP),),
        Document.DELIVERY_RECEIPT,
    ),
    *(
        Transition(state, action, state, tuple((clock, effect) for clock in clocks))
        for action, effect in ((_A.FEE_ASKED, _E.PAUSE), (_A.FEE_SETTLED, _E.RESUME))
        for state, clocks in (
            (_S.IN_REVIEW, (_C.LEGAL, _C.PROMISED)),
            (_S.SUSPENDED, (_C.LEGAL, _C.PROMISED)),
            (_S.APPROVED, (_C.DELIVERY,)),
        )
    ),
    *(
        Transition(
            state, action, state, ((_C.LEGAL, held), (_C.PROMISED, held), (_C.MENDING, mends))
        )
        for action, held, mends in (
            (_A.MEND_ASKED, _E.PAUSE, _E.START),
            (_A.MEND_OVER, _E.RESUME, _E.END),
        )
        for state in (_S.ACCEPTED, _S.IN_REVIEW, _S.SUSPENDED)
    ),
    Transition(_S.ACCEPTED, _A.MEND_LONGER, _S.ACCEPTED, ((_C.MENDING, _E.MOVE),)),
    Transition(_S.IN_REVIEW, _A.MEND_LONGER, _S.IN_REVIEW, ((_C.MENDING, _E.MOVE),)),
    Transition(
        _S.SUSPENDED,
        _A.MEND_LONGER,
        _S.SUSPENDED,
        ((_C.MENDING, _E.MOVE), (_C.SUSPENSION, _E.MOVE)),
    ),
    *(
        Transition(state, _A.RECOUNT, state)
        for state in (
            _S.SUBMITTED,
            _S.CORRECTION_REQUESTED,
            _S.ACCEPTED,
            _S.IN_REVIEW,
            _S.SUSPENDED,
            _S.APPROVED,
            _S.ISSUED,
        )
    ),
    Transition(_S.ISSUED, _A.REVOKE, _S.REVOKED, ((_C.DELIVERY, _E.STOP),)),
    *(
        Transition(state, action, after, effects, document, reason=action is not _A.WITHDRAW)
        for state, effects in _UNDECIDED
        for action, after, document in (
            (_A.WITHDRAW, _S.WITHDRAWN, Document.WITHDRAWAL),
            (_A.TERMINATE, _S.TERMINATED, Document.TERMINATION),
            (_A.VOID, _S.VOID, Document.VOIDING),
        )
    ),
    Transition(
        _S.CORRECTION_REQUESTED,
        _A.RETURN,
        _S.RETURNED,
        ((_C.CORRECTION, _E.STOP),),
        Document.RETURN,
    ),
    Transition(_S.ACCEPTED, _A.RETURN, _S.RETURNED, _STOP_REVIEW, Document.RETURN),
    Transition(_S.IN_REVIEW, _A.RETURN, _S.RETURNED, _STOP_REVIEW, Document.RETURN),
    Transition(_S.SUSPENDED, _A.RETURN, _S.RETURNED, _STOP_SUSPENDED, Document.RETURN),
    *(
        Transition(end, action, end if stays else _S.OVERTURNED, (), Document.RULING, reason=True)
        for end in (
            *(_S.DELIVERED, _S.REFUSED, _S.NOT_ACCEPTED, _S.RETURNED, _S.REVOKED),
            *(_S.TERMINATED, _S.VOID),
        )
        for action, stays in _RULED
    ),
    Transition(None, _A.REDO, _S.ACCEPTED, _START_REVIEW[1:]),
    Transition(_S.ACCEPTED, _A.SUPPLY, _S.ACCEPTED, ((_C.DEFERRAL, _E.END),)),
    Transition(_S.IN_REVIEW, _A.SUPPLY, _S.IN_REVIEW, ((_C.DEFERRAL, _E.END),)),
    Transition(_S.SUSPENDED, _A.SUPPLY, _S.SUSPENDED, ((_C.DEFERRAL, _E.END),)),
)

TABLE: dict[tuple[CaseState | None, Action], Transition] = {
    (row.before, row.action): row for row in TRANSITIONS
}

TERMINAL: frozenset[CaseState] = frozenset(
    {
        _S.DELIVERED,
        _S.REFUSED,
        _S.NOT_ACCEPTED,
        _S.WITHDRAWN,
        _S.RETURNED,
        _S.REVOKED,
        _S.TERMINATED,
        _S.VOID,
        _S.PASSED_UP,
        _S.OVERTURNED,
    }
)
"""States in which a case has ended; only a ruling from outside still moves some of them."""

RULING: frozenset[Action] = frozenset(action for action, _ in _RULED)
"""The rulings of a review or a suit; no clock moves with them."""

ACCEPTING: frozenset[Action] = frozenset(
    {_A.ACCEPT, _A.ACCEPT_DEFERRED, _A.ACCEPT_COMMITMENT, _A.DEEM_ACCEPTED, _A.REDO, _A.FROM_BELOW}
)
"""The ways in which a case is accepted 受理."""

IN_INTAKE: frozenset[CaseState] = frozenset({_S.SUBMITTED, _S.CORRECTION_REQUESTED})
"""States before acceptance: what is told to the applicant there is told in one notice."""

PRE_REVIEWING: frozenset[Action] = frozenset({_A.PRE_PASS, _A.PRE_RETURN})
"""The answers of a pre-review 预审; no clock stops or starts with them."""

WAITING_FOR_MONEY: frozenset[Action] = frozenset({_A.FEE_ASKED, _A.FEE_SETTLED})
"""Where a wait for the payer begins and ends; of them the clocks know why they stood still."""

WAITING_FOR_DRAWINGS: frozenset[Action] = frozenset({_A.MEND_ASKED, _A.MEND_OVER})
"""Where a wait for mended drawings begins and ends: the days between are the applicant's."""

RECEIVING: frozenset[Action] = frozenset({_A.SUBMIT, _A.CORRECT})
"""What the intake limit counts from: papers handed in, or a correction."""

EXTENDING: frozenset[Action] = frozenset({_A.EXTEND, _A.EXTEND_LATE})
"""The ways in which the limits of a case are extended."""

DECIDED: frozenset[CaseState] = frozenset(
    {_S.APPROVED, _S.ISSUED, _S.DELIVERED, _S.REFUSED, _S.REVOKED, _S.OVERTURNED}
)
"""States after a decision; a second decision is a conflict, not an invalid move."""


SETTLED: frozenset[CaseState] = DECIDED | TERMINAL
"""Nothing is left to be decided: what a later part of the bundle waits for.

A result that lies at the window for collection is settled though its case has not ended; else a
person who collects would have to come between two parts of one bundle.
"""


class ApplicationState(StrEnum):
    """Where an application stands. `ended` = every case has ended."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ENDED = "ended"
    DISCARDED = "discarded"


def transition(state: CaseState | None, action: Action) -> Transition:
    """The row for `action` in `state`.

    Raises Conflict `cases.already_decided` when somebody decided before, else Conflict
    `cases.not_possible_now`, both naming the present state.
    """
    row = TABLE.get((state, action))
    if row is not None:
        return row
    if action in {_A.APPROVE, _A.REFUSE} and state in DECIDED:
        raise Conflict("cases.already_decided", state=str(state))
    raise Conflict("cases.not_possible_now", action=str(action), state=str(state))
