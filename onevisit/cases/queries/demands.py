"""What a 缴费通知书 says: the order as it was told, the applicant, who acted for them."""

from typing import Any

from django.utils import translation

from onevisit.cases.errors import no_such_letter
from onevisit.cases.models import Case
from onevisit.cases.queries.letters import Facts, LetterEvent, common_facts
from onevisit.cases.rules.joint_papers import PAID_QR, PAY_QR, TITLES
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letters import LetterKind
from onevisit.kernel.money import in_words, plain
from onevisit.payments import queries as payments
from onevisit.payments.queries import DemandTold
from onevisit.payments.rules.demands import DemandState


def case_of_demand(told: DemandTold) -> Case:
    """One of the cases it is for. Raises NotFound `cases.no_such_letter`: they are destroyed."""
    rows = Case.objects.filter(id__in=told.line.cases, destroyed_at=None).select_related(
        "application__applicant", "application__organisation", "department"
    )
    case = rows.order_by("id").first()
    if case is None:
        raise no_such_letter()
    return case


def item_of_demand(told: DemandTold) -> str:
    """The code of the item, where it is for one only."""
    rows = Case.objects.filter(id__in=told.line.cases)
    codes = set(rows.values_list("item_version__item__code", flat=True))
    return codes.pop() if len(codes) == 1 else ""


def demand_facts(told: DemandTold, case: Case) -> Facts:
    """All that it says."""
    history = list(case.events.order_by("seq"))
    letter = LetterEvent(LetterKind.NOTICE, case, history[0], history, [case], all_shown=True)
    with translation.override("zh-hans"):
        facts = common_facts(letter)
        facts.update(
            title=TITLES[LetterForm.DEMAND],
            number=told.line.number,
            issuer=told.line.payee,
            signers=[told.line.payee],
            payee=told.line.payee,
            date=told.day.isoformat(),
            basis=[],
            order=told.order_number,
            charges=[_charge(each) for each in told.lines],
            total=plain(told.line.total),
            total_words=in_words(told.line.total),
            until=told.until,
            online=told.online,
            replaces=told.replaces,
            stamp=_stamp(told),
            qr_words=PAY_QR if told.until else PAID_QR,
        )
    return facts


def _charge(line: dict[str, Any]) -> Facts:
    side = payments.side_of(line["owed_by"])
    return {
        "name": f"{line['name']}（{side}交）" if side else line["name"],
        "of": line["case_name"],
        "kind": line["kind"],
        "how": payments.derivation(line["kind"], line["how"], line["full"]),
        "basis": line["basis"],
        "exempt": line["exempt"],
        "exempt_basis": line["exempt_basis"],
        "amount": plain(line["amount"]),
    }


def _stamp(told: DemandTold) -> str:
    """What stands across one that nobody should pay by any more."""
    if told.by:
        return f"已由编号 {told.by} 的通知书代替"
    return "不再有效" if told.line.state is DemandState.OVER else ""
