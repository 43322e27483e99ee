"""督办单 as a letter."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.rules.joint_papers import ISSUER, ORDER_QR, TITLES
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.services import county_paper
from onevisit.kernel.clock import local_date
from onevisit.oversight.access import get_order_for
from onevisit.oversight.models import SupervisedCase
from onevisit.ui.site import site
from onevisit.vault.rules import ObjectContent


def order_letter(*, order_id: UUID, actor: Actor, address: str) -> ObjectContent:
    """The order as it was issued, as PDF/A, by the county's text of that day; `address` leads to
    its page.

    Raises NotFound `oversight.no_such_order`, Conflict `cases.letter_unprintable`.
    """
    row = get_order_for(actor, order_id)
    issued = row.events.get(seq=1)
    linked = SupervisedCase.objects.filter(order=row).select_related("case").order_by("id")
    facts = {
        "title": TITLES[LetterForm.SUPERVISION],
        "number": row.number,
        "issuer": ISSUER,
        "signers": [ISSUER],
        "addressee": row.department.name,
        "county": str(site().county),
        "basis": [],
        "qr_words": ORDER_QR,
        "date": local_date(row.issued_at).isoformat(),
        "until": issued.due_on.isoformat(),
        "question": issued.told["words"],
        "cases": [{"name": each.case.name, "number": each.case.number} for each in linked],
    }
    return county_paper(LetterForm.SUPERVISION, facts, address=address)
