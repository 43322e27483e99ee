"""督办: the list by department, issuing an order, one order with what may be done, its letter."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.oversight import queries, services
from onevisit.oversight.rules.orders import LONGEST_DAYS, OrderAct, Source
from onevisit.oversight.services import OrderDraft
from onevisit.oversight.web import wordings
from onevisit.ui.answering import answered
from onevisit.ui.posted import number_of, text_of, written
from onevisit.ui.wordings import text_for

parties = staff_required(
    Permission.ORDERS_ISSUE, Permission.ORDERS_ANSWER, Permission.ORDERS_DECIDE
)
issuers = staff_required(Permission.ORDERS_ISSUE)


@require_safe
@parties
def orders(request: HttpRequest) -> HttpResponse:
    """Those that run, or those that are over, with the counts of each department."""
    actor = actor_of(request)
    ended = request.GET.get("show") == "ended"
    rows = queries.orders(actor=actor, ended=ended)
    context = {
        "rows": [(r, wordings.ORDERS[r.state], wordings.ORDER_TAGS[r.state]) for r in rows],
        "departments": queries.orders_by_department(actor=actor),
        "ended": ended,
        "may_issue": actor.may(Permission.ORDERS_ISSUE),
    }
    return render(request, "oversight/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@issuers
def issue(request: HttpRequest) -> HttpResponse:
    """A new order, by hand or from a card; `case` and `source` in the address fill it in."""
    if request.method != "POST":
        typed = {
            "numbers": request.GET.get("case", "")[:80],
            "source": request.GET.get("source", "hand")[:10],
        }
        return _form(request, typed)
    typed = {name: written(request, name) for name in ("numbers", "question", "source", "days")}
    try:
        source = Source(typed["source"] or Source.HAND)
    except ValueError:
        source = Source.HAND
    draft = OrderDraft(
        tuple(dict.fromkeys(typed["numbers"].split())),
        typed["question"],
        source,
        number_of(request, "days"),
    )
    try:
        order_id = services.issue_order(draft, actor=actor_of(request))
    except Invalid as error:
        return _form(request, typed, problem=text_for(error) or "", status=422)
    messages.success(request, _("督办单已发出。"))
    return HttpResponseRedirect(reverse("oversight:order", args=[order_id]))


def _form(
    request: HttpRequest, typed: dict[str, str], *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "typed": typed,
        "days": typed.get("days") or services.order_rule(clock.today()).days,
        "most": LONGEST_DAYS,
        "sources": wordings.SOURCES.items(),
        "problem": problem,
    }
    return render(request, "oversight/order_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@parties
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order: what was asked and answered, and what comes next."""
    page = partial(_page, request, order_id)
    return answered(partial(_act, request, order_id), page) if request.method == "POST" else page()


def _act(request: HttpRequest, order_id: UUID) -> HttpResponse:
    try:
        act = OrderAct(text_of(request, "act"))
    except ValueError:
        raise Invalid("oversight.bad_filter") from None
    services.act_on_order(
        order_id=order_id,
        act=act,
        words=written(request, "words"),
        measure=written(request, "measure"),
        days=number_of(request, "days"),
        last_seq=number_of(request, "last_seq"),
        actor=actor_of(request),
    )
    messages.success(request, _("已记录：%(what)s。") % {"what": wordings.ORDER_ACTS[act]})
    return HttpResponseRedirect(reverse("oversight:order", args=[order_id]))


def _page(
    request: HttpRequest, order_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.order_view(order_id=order_id, actor=actor_of(request))
    line = view.line
    context = {
        "view": view,
        "line": line,
        "state": wordings.ORDERS[line.state],
        "tag": wordings.ORDER_TAGS[line.state],
        "source": wordings.SOURCES[Source(view.source)],
        "events": [(each, wordings.ORDER_ACTS[each.act]) for each in view.events],
        "steps": [(each, wordings.ORDER_DO[each.act]) for each in view.may],
        "days": services.order_rule(clock.today()).days,
        "most": LONGEST_DAYS,
        "problem": problem,
        "typed": {name: written(request, name) for name in ("act", "words", "measure")},
    }
    return render(request, "oversight/order.html", context, status=status)


@require_safe
@parties
def letter(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """督办单 as PDF."""
    address = request.build_absolute_uri(reverse("oversight:order", args=[order_id]))
    letter = services.order_letter(order_id=order_id, actor=actor_of(request), address=address)
    response = HttpResponse(letter.content)
    for name, value in letter.headers(inline=True).items():
        response[name] = value
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
