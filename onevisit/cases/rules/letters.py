"""Letters 文书: which event of a case gives which, and under which number.

A letter has no row of its own: it is drawn from the event, the texts written at it and the
definition the case is pinned to, none of which ever changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from onevisit.cases.rules.lifecycle import RULING, Action
from onevisit.cases.rules.obligations import Check, Ground
from onevisit.catalogue.rules.vocabulary import TaskType


class LetterKind(StrEnum):
    """The kinds; a kind is also the name of its template."""

    RECEIPT = "receipt"  # 收件凭证, one for the application
    CORRECTED = "corrected"  # 收件凭证 of a correction
    COMMITMENT = "commitment"  # 告知承诺书, told by the office and signed by the applicant
    ACCEPTANCE = "acceptance"  # 受理通知书
    NOTICE = "notice"  # 一次性告知书, one for the application
    NON_ACCEPTANCE = "non_acceptance"  # 不予受理通知书
    SUSPENSION = "suspension"  # 特别程序告知书
    EXTENSION = "extension"  # 延长办理期限告知书
    APPROVAL = "approval"  # 准予决定书
    REFUSAL = "refusal"  # 不予许可决定书
    RETURN = "return"  # 退件通知书
    TERMINATION = "termination"  # 终止办理通知书
    VOIDING = "voiding"  # 作废通知书
    WITHDRAWAL = "withdrawal"  # 撤回申请确认书, by the applicant
    PASSING = "passing"  # 转报告知书
    RULING = "ruling"  # 复议、诉讼结果告知书
    ORDER = "order"  # 责令限期改正通知书, of a commitment that was not kept
    HEARING = "hearing"  # 拟撤销告知书, before a revocation
    REVOCATION = "revocation"  # 撤销决定书
    DELIVERY = "delivery"  # 送达回证


_OF_ACTION: Mapping[Action, LetterKind] = {
    Action.SUBMIT: LetterKind.RECEIPT,
    Action.CORRECT: LetterKind.CORRECTED,
    Action.ACCEPT: LetterKind.ACCEPTANCE,
    Action.ACCEPT_DEFERRED: LetterKind.ACCEPTANCE,
    Action.ACCEPT_COMMITMENT: LetterKind.ACCEPTANCE,
    Action.DEEM_ACCEPTED: LetterKind.ACCEPTANCE,
    Action.REQUEST_CORRECTION: LetterKind.NOTICE,
    Action.NOT_ACCEPT: LetterKind.NON_ACCEPTANCE,
    Action.SUSPEND: LetterKind.SUSPENSION,
    Action.EXTEND: LetterKind.EXTENSION,
    Action.EXTEND_LATE: LetterKind.EXTENSION,
    Action.APPROVE: LetterKind.APPROVAL,
    Action.REFUSE: LetterKind.REFUSAL,
    Action.RETURN: LetterKind.RETURN,
    Action.TERMINATE: LetterKind.TERMINATION,
    Action.VOID: LetterKind.VOIDING,
    Action.WITHDRAW: LetterKind.WITHDRAWAL,
    Action.PASS_UP: LetterKind.PASSING,
    **dict.fromkeys(RULING, LetterKind.RULING),
    Action.DELIVER: LetterKind.DELIVERY,
}

_OF_CHECK: Mapping[Check, LetterKind] = {
    Check.ORDER: LetterKind.ORDER,
    Check.CALL_HEARING: LetterKind.HEARING,
    Check.REVOKE: LetterKind.REVOCATION,
}

SIGN_HERE = "领取人签名：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿"
"""Where one signs who takes a result at a window."""

SHARED: frozenset[LetterKind] = frozenset({LetterKind.RECEIPT, LetterKind.NOTICE})
"""Kinds that speak of all cases of an application at once."""

_TITLES: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "收件凭证",
    LetterKind.CORRECTED: "补正材料收件凭证",
    LetterKind.COMMITMENT: "告知承诺书",
    LetterKind.ACCEPTANCE: "受理通知书",
    LetterKind.NOTICE: "一次性告知书",
    LetterKind.NON_ACCEPTANCE: "不予受理通知书",
    LetterKind.SUSPENSION: "特别程序告知书",
    LetterKind.EXTENSION: "延长办理期限告知书",
    LetterKind.APPROVAL: "准予办理决定书",
    LetterKind.REFUSAL: "不予办理决定书",
    LetterKind.RETURN: "退件通知书",
    LetterKind.TERMINATION: "终止办理通知书",
    LetterKind.VOIDING: "作废通知书",
    LetterKind.WITHDRAWAL: "撤回申请确认书",
    LetterKind.PASSING: "转报告知书",
    LetterKind.RULING: "复议、诉讼结果告知书",
    LetterKind.ORDER: "责令限期改正通知书",
    LetterKind.HEARING: "拟撤销告知书",
    LetterKind.REVOCATION: "撤销决定书",
    LetterKind.DELIVERY: "送达回证",
}
_PERMIT_TITLES: Mapping[LetterKind, str] = {
    LetterKind.APPROVAL: "准予行政许可决定书",
    LetterKind.REFUSAL: "不予行政许可决定书",
    LetterKind.HEARING: "拟撤销行政许可告知书",
    LetterKind.REVOCATION: "撤销行政许可决定书",
}
_SIGNS: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "收",
    LetterKind.CORRECTED: "补",
    LetterKind.COMMITMENT: "诺",
    LetterKind.ACCEPTANCE: "受",
    LetterKind.NOTICE: "告",
    LetterKind.NON_ACCEPTANCE: "不受",
    LetterKind.SUSPENSION: "特",
    LetterKind.EXTENSION: "延",
    LetterKind.APPROVAL: "准",
    LetterKind.REFUSAL: "不准",
    LetterKind.RETURN: "退",
    LetterKind.TERMINATION: "终",
    LetterKind.VOIDING: "废",
    LetterKind.WITHDRAWAL: "撤申",
    LetterKind.PASSING: "转",
    LetterKind.RULING: "复",
    LetterKind.ORDER: "改",
    LetterKind.HEARING: "拟撤",
    LetterKind.REVOCATION: "撤",
    LetterKind.DELIVERY: "达",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter there is: `case_id` and `seq` name the event it is drawn from; of a commitment after
    the grant, `obligation_id` and `seq`, and why it is looked at again (`ground`). `number`: as it
    is printed; "" where the lister does not know it.
    """

    case_id: UUID
    seq: int
    kind: LetterKind
    case_name: str
    at: datetime
    obligation_id: UUID | None = None
    ground: Ground = Ground.COMMITMENT
    number: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What listing letters reads of an event, with the numbers of its case and application."""

    case_id: UUID
    seq: int
    action: Action
    case_name: str
    recorded_at: datetime
    case_number: str
    application_number: str


def letter_kind(action: str) -> LetterKind | None:
    """The letter that an event gives; None for what is told otherwise or not at all."""
    return _OF_ACTION.get(Action(action))


def letter_of_check(check: str) -> LetterKind | None:
    """The letter that something recorded of a commitment gives; None for what needs none."""
    return _OF_CHECK.get(Check(check))


def letter_title(kind: LetterKind, task_type: TaskType) -> str:
    """What stands on top; only a permit is permitted or refused as one (行政许可法 art. 38)."""
    permit = _PERMIT_TITLES.get(kind) if task_type is TaskType.PERMIT else None
    return permit or _TITLES[kind]


def letter_number(kind: LetterKind, of: str, n: int) -> str:
    """`AL20261118-00372-告-01`: the number of the application for what speaks of all its cases,
    else of the case; then the kind, then the notice's or the event's own number.
    """
    return f"{of}-{_SIGNS[kind]}-{n:02d}"


def letters(events: Iterable[Told], *, whole: bool) -> tuple[LetterLine, ...]:
    """The letters of these events, in their order; one that speaks of several cases stands once,
    and is then named after none. Notices are numbered where the events of all cases are there
    (`whole`): they are counted.
    """
    found: dict[tuple[object, ...], LetterLine] = {}
    notices = 0
    for each in events:
        kind = letter_kind(each.action)
        if kind is None:
            continue
        shared = kind in SHARED
        key = (kind, each.recorded_at) if shared else (each.case_id, each.seq)
        if key in found:
            continue
        notices += kind is LetterKind.NOTICE
        name = "" if shared else each.case_name
        number = _number(each, kind, notices if whole else 0)
        line = LetterLine(each.case_id, each.seq, kind, name, each.recorded_at, number=number)
        found[key] = line
    return tuple(found.values())


def _number(told: Told, kind: LetterKind, notices: int) -> str:
    if kind is LetterKind.NOTICE:
        return letter_number(kind, told.application_number, notices) if notices else ""
    if kind in SHARED:
        return letter_number(kind, told.application_number, 1)
    return letter_number(kind, told.case_number, told.seq)
