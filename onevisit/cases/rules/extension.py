"""延长办理期限: whether a limit may be extended, by whom, and what becomes of the promise.

行政许可法 art. 42: what cannot be decided within the limit may be extended once, with the approval
of the head of the department, or of the government where departments act jointly; the applicant is
told the reasons. Days and head are data of the regime (docs/adr, extension of limits).
"""

from datetime import date

from onevisit.accounts.rules import Permission
from onevisit.cases import errors
from onevisit.cases.rules.lifecycle import Action
from onevisit.catalogue.rules.definition import Regime
from onevisit.catalogue.rules.vocabulary import ExtensionBy


def is_extendable(regime: Regime) -> bool:
    """Whether the regime gives an extension at all."""
    return bool(regime.extension) and regime.legal is not None


def require_extendable(regime: Regime, legal_due: date | None, today: date) -> None:
    """Raise Refused `cases.not_extendable` where the regime gives no extension, Conflict
    `cases.limit_over` once the legal limit has run out. No due day: the clock stands still.
    """
    if not is_extendable(regime):
        raise errors.not_extendable()
    if legal_due is not None and today > legal_due:
        raise errors.limit_over(legal_due)


def extension_action(promised_due: date | None, today: date) -> Action:
    """How the clocks move: the promise goes along while it is kept; one that was missed by today
    stays missed.
    """
    late = promised_due is not None and today > promised_due
    return Action.EXTEND_LATE if late else Action.EXTEND


def who_extends(regime: Regime) -> Permission:
    """The right that an approval needs."""
    joint = regime.extension_by is ExtensionBy.GOVERNMENT
    return Permission.CASES_EXTEND_JOINT if joint else Permission.CASES_EXTEND


def approver_name(regime: Regime) -> str:
    """Who approves, as the applicant is told."""
    joint = regime.extension_by is ExtensionBy.GOVERNMENT
    return regime.extension_approver or ("本级人民政府负责人" if joint else "本机关负责人")
