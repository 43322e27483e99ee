"""缴费 for the payer: what is to be paid and why, paying, and the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import Conflict, NotFound, Refused
from onevisit.payments import queries, services
from onevisit.payments.errors import no_receipt
from onevisit.payments.web.telling import told
from onevisit.ui.wordings import text_for


@require_safe
@citizen_required
def orders(request: HttpRequest) -> HttpResponse:
    """What is to be paid first, then what was."""
    listed = [told(each) for each in queries.own_orders(actor=actor_of(request))]
    context = {
        "due": [each for each in listed if each.view.state in ("due", "assessing")],
        "done": [each for each in listed if each.view.state not in ("due", "assessing")],
        "trail": [(_("缴费"), "")],
    }
    return render(request, "payments/orders.html", context)


@require_safe
@citizen_required
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order, line by line."""
    return _page(request, order_id)


def _page(
    request: HttpRequest, order_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.own_view(order_id=order_id, actor=actor_of(request))
    context = {
        "order": told(view),
        "problem": problem,
        "trail": [(_("缴费"), reverse("payments:orders")), (view.offer_name, "")],
    }
    return render(request, "payments/order.html", context, status=status)


@require_safe
@citizen_required
def receipt(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The receipt as PDF, the same however often it is asked for; of what is not paid the order."""
    if queries.own_view(order_id=order_id, actor=actor_of(request)).paid is None:
        messages.info(request, text_for(no_receipt()))
        return HttpResponseRedirect(reverse("payments:order", args=[order_id]))
    found = services.receipt(order_id=order_id, actor=actor_of(request))
    return HttpResponse(found.content, headers=found.headers(inline=True))


@require_POST
@citizen_required
def pay(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """To the provider's page."""
    try:
        address = services.open_payment(
            order_id=order_id,
            actor=actor_of(request),
            back=request.build_absolute_uri(reverse("payments:back", args=[order_id])),
            notify=request.build_absolute_uri(reverse("payments:notice")),
        )
    except Conflict as error:
        return _page(request, order_id, problem=text_for(error), status=409)
    return HttpResponseRedirect(address)


@require_safe
@citizen_required
def back(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """From the provider's page: the notice may come later than the payer. Nothing is written here:
    the order says how it stands, and offers to ask.
    """
    view = queries.own_view(order_id=order_id, actor=actor_of(request))
    if view.state == "paid":
        messages.success(request, _("已经缴清。"))
    return HttpResponseRedirect(reverse("payments:order", args=[order_id]))


@require_POST
@citizen_required
def ask(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask the provider what became of it."""
    try:
        answer = services.ask_provider(order_id=order_id, actor=actor_of(request))
    except Conflict as error:
        return _page(request, order_id, problem=text_for(error), status=409)
    if answer is services.Answer.APPLIED:
        messages.success(request, _("查到了，已经更新。"))
    else:
        messages.info(request, _("支付平台说还没有收到钱。您没有付的话，可以接着付。"))
    return HttpResponseRedirect(reverse("payments:order", args=[order_id]))


@csrf_exempt
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """What the provider tells of itself: believed by its signature alone. 200: heard; 404: not
    known here (yet), 400: not signed; both are to be said again later.
    """
    try:
        answer = services.take_notice(body=request.body, headers=request.headers)
    except Refused:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    except NotFound:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    return HttpResponse(str(answer), content_type="text/plain")
