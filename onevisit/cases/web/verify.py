"""核验: the page that the QR code of a result leads to, and that anybody may type into."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onevisit.cases import services
from onevisit.cases.rules.verifying import Verified
from onevisit.kernel.errors import Conflict, DomainError, NotFound, Refused
from onevisit.kernel.money import yuan
from onevisit.payments.rules.receipts import VerifiedReceipt, is_receipt
from onevisit.payments.services import verify_receipt
from onevisit.ui.fields import FieldView
from onevisit.ui.wordings import text_for


@require_safe
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Asked with both, it answers; a wrong number and a wrong code are answered alike."""
    number = request.GET.get("number", "")[:100]
    code = request.GET.get("code", "")[:40]
    found: Verified | VerifiedReceipt | None = None
    problem: DomainError | None = None
    status = 200
    if number or code:
        try:
            asked = verify_receipt if is_receipt(number) else services.verify_document
            found = asked(number=number, code=code, address=request.META.get("REMOTE_ADDR", ""))
        except NotFound as error:
            problem, status = error, 404
        except Refused as error:
            problem, status = error, 429
        except Conflict as error:
            problem, status = error, 409
    context = {
        "found": found,
        "sums": _sums(found) if isinstance(found, VerifiedReceipt) else None,
        "problem": text_for(problem) if problem else "",
        "fields": _fields(number, "" if found else code),
        "trail": [(_("核验证件"), "")],
    }
    return render(request, "cases/verify.html", context, status=status)


def _sums(found: VerifiedReceipt) -> dict[str, str]:
    """What was paid, and what went back of it."""
    return {"paid": yuan(found.amount), "back": yuan(found.refunded) if found.refunded else ""}


def _fields(number: str, code: str) -> tuple[FieldView, FieldView]:
    return (
        FieldView(
            "number",
            _("编号"),
            value=number,
            help=_("证件印在名称下面，比如：安澜准〔2026〕000123号；票据印在左上，PJ 开头。"),
            maxlength=60,
        ),
        FieldView(
            "code",
            _("校验码"),
            value=code,
            help=_("印在二维码旁边或者号码旁边，12 位，横线可以不输。"),
            maxlength=20,
        ),
    )
