"""督办单 as a letter."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.kernel.clock import local_date
from onevisit.oversight.access import get_order_for
from onevisit.oversight.adapters.order_letter import render_order
from onevisit.oversight.models import SupervisedCase

ISSUER = "政务服务审批管理和督办机构"


def order_letter(*, order_id: UUID, actor: Actor, address: str, demo: bool) -> bytes:
    """The order as it was issued, as PDF/A; `address` leads to its page.

    Raises NotFound `oversight.no_such_order`, Conflict `oversight.order_unprintable`.
    """
    row = get_order_for(actor, order_id)
    issued = row.events.get(seq=1)
    linked = SupervisedCase.objects.filter(order=row).select_related("case").order_by("id")
    facts = {
        "number": row.number,
        "issuer": ISSUER,
        "department": row.department.name,
        "date": local_date(row.issued_at).isoformat(),
        "due": issued.due_on.isoformat(),
        "question": issued.told["words"],
        "cases": [{"name": each.case.name, "number": each.case.number} for each in linked],
    }
    return render_order(facts, address=address, demo=demo)
