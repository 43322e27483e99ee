"""送达回证: how a result came to its holder, as the letter says it."""

from typing import Any, Final

from onevisit.accounts import queries as accounts
from onevisit.cases.models import Case, CaseEvent, HandOut, Result
from onevisit.cases.queries.hands import hand_of, said
from onevisit.cases.rules.letters import SIGN_HERE
from onevisit.cases.rules.submission import Identified
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery.queries.lockers import code_sent
from onevisit.kernel.clock import local_date

_IDENTIFIED: Final = {Identified.ID_CARD: "身份证", Identified.LICENCE: "电子身份证"}
_HANDED: Final = {
    Collection.ONLINE: "电子件送到申请人的办件里，可以随时下载",
    Collection.WINDOW: "在窗口当面交付",
    Collection.LOCKER: "放进智能柜，凭取件码取走（存件号 %(stay)s）",
    Collection.COURIER: "邮寄送达（邮件号 %(parcel)s）",
}


def delivered(event: CaseEvent, case: Case) -> dict[str, Any]:
    """From the event, and for a window from what was written down there; neither ever changes."""
    facts, result = event.facts, Result.objects.get(case=case)
    how = Collection(facts["how"])
    told = {
        "result": result.name,
        "result_number": result.number,
        "delivered": local_date(event.effective_at).isoformat(),
        "receiver": _applicant(case),
        "handed": _HANDED[how] % {"parcel": facts.get("parcel", ""), "stay": facts.get("stay", "")},
        "sign_here": "",
    }
    if how is Collection.LOCKER:
        told["handed"] += _code_holder(facts.get("stay", ""))
    return told | _at_window(event, case) if how is Collection.WINDOW else told


def _code_holder(stay: str) -> str:
    """Whoever had the code took it: what is known of that is for whom it was."""
    sent = code_sent(stay)
    if sent is None:
        return ""
    phone = f"，登记的手机 {sent.phone}" if sent.phone else ""
    asked = f"，由{sent.by}代为换发" if sent.by else ""
    return f"，取件码发给{sent.name}{phone}{asked}"


def _applicant(case: Case) -> str:
    organisation = case.application.organisation
    if organisation is not None:
        return organisation.name
    return accounts.masked_person(case.application.applicant).name


def _at_window(event: CaseEvent, case: Case) -> dict[str, str]:
    """Who took it there; nothing where that was not written down."""
    rows = HandOut.objects.select_related("receiver", "service_point")
    handed = rows.filter(case=case).first()
    if handed is None:
        return {}
    person = accounts.masked_person(handed.receiver)
    identified = _IDENTIFIED[Identified(handed.identified_by)]
    return {
        "receiver": said(hand_of(event), case.application)
        or f"{person.name}（{person.masked_id_number}）",
        "handed": f"在{handed.service_point.name}当面交付，核对了{identified}",
        "sign_here": SIGN_HERE,
    }
