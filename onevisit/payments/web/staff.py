"""缴费 for staff: orders and what may be done with them, refunds, comparisons, the statement."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.money import parse_yuan, yuan
from onevisit.kernel.sheets import XLSX, as_xlsx
from onevisit.payments import queries, services
from onevisit.payments.errors import hand_unnamed, no_receipt, receiver_unnamed
from onevisit.payments.rules.orders import OrderState, RefundState
from onevisit.payments.rules.payers import LONGEST_NAME, GivenTo, PaidBy
from onevisit.payments.web.telling import told
from onevisit.payments.web.wordings import DIFFERENCES, MARKS, STATES
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import text_for

P = Permission
readers = staff_required(
    P.PAYMENTS_COLLECT, P.PAYMENTS_EXEMPT, P.PAYMENTS_REFUND, P.PAYMENTS_RECONCILE
)
keepers = staff_required(P.PAYMENTS_RECONCILE)


@require_safe
@readers
def desk(request: HttpRequest) -> HttpResponse:
    """Orders by state or number, and refunds that wait for a second person."""
    actor = actor_of(request)
    state, number = request.GET.get("state", ""), request.GET.get("q", "").strip()[:40]
    page = queries.staff_orders(
        actor=actor, state=state, number=number, before=request.GET.get("before", "")[:24]
    )
    waiting = queries.waiting_refunds(actor=actor)
    context = {
        "orders": [told(each) for each in page.orders],
        "next": page.next,
        "state": state,
        "number": number,
        "states": [(each.value, STATES[each][0]) for each in OrderState],
        "waiting": [(each, yuan(each.refund.amount)) for each in waiting],
        "reconciles": actor.may(P.PAYMENTS_RECONCILE),
    }
    return render(request, "payments/desk.html", context)


@require_safe
@readers
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order: lines, money, what happened, what may be done."""
    return _page(request, order_id)


@require_safe
@readers
def receipt(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The receipt as PDF, for who came to the window for it; of what is not paid the order."""
    if queries.staff_view(order_id=order_id, actor=actor_of(request)).paid is None:
        messages.info(request, text_for(no_receipt()))
        return HttpResponseRedirect(reverse("payments:staff-order", args=[order_id]))
    found = services.receipt(order_id=order_id, actor=actor_of(request), as_staff=True)
    return HttpResponse(found.content, headers=found.headers(inline=True))


def _page(
    request: HttpRequest, order_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    view = queries.staff_view(order_id=order_id, actor=actor)
    may = {each.name.removeprefix("PAYMENTS_").lower() for each in view.may}
    context = {
        "order": told(view),
        "events": [(MARKS[e.mark], e, yuan(e.amount) if e.amount else "") for e in view.events],
        "may": may,
        "left": yuan(view.paid.amount - view.paid.given_back) if view.paid else "",
        "refunds": [_refund(each, actor, may) for each in view.refunds],
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "payments/staff_order.html", context, status=status)


def _refund(refund: queries.RefundView, actor: Actor, may: set[str]) -> dict[str, object]:
    asked = refund.state is RefundState.ASKED and "refund" in may
    return {
        "refund": refund,
        "sum": yuan(refund.amount),
        "answer": asked and refund.asked_by != actor.user_id,
        "own": asked and refund.asked_by == actor.user_id,
        "pay_out": refund.state is RefundState.APPROVED
        and refund.way != "online"
        and "collect" in may,
    }


@require_POST
@readers
def act(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One of the things staff do; which one is named by the button."""
    queries.staff_view(order_id=order_id, actor=actor_of(request))
    done = _ACTS.get(text_of(request, "do", 20))
    if done is None:
        return _page(request, order_id, problem=_("请选择要做什么。"), status=422)
    try:
        done(request, order_id, actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _page(request, order_id, problem=text_for(error), status=_status(error))
    messages.success(request, _("记下了。"))
    return HttpResponseRedirect(reverse("payments:staff-order", args=[order_id]))


def _status(error: DomainError) -> int:
    return 409 if isinstance(error, Conflict) else 422 if isinstance(error, Invalid) else 403


def _collect(request: HttpRequest, order_id: UUID, actor: Actor) -> None:
    services.collect(
        order_id=order_id,
        way=text_of(request, "way", 10),
        amount=parse_yuan(text_of(request, "amount", 20)),
        voucher=text_of(request, "voucher", 64),
        actor=actor,
        by=_hand(request),
    )


def _hand(request: HttpRequest) -> PaidBy:
    """Who brought it: the payer, somebody under a mandate, or anybody else by name."""
    if text_of(request, "hand", 40) != "other":
        return PaidBy(uuid_of(request, "hand"))
    name = text_of(request, "hand_name", LONGEST_NAME)
    if not name:
        raise hand_unnamed()
    return PaidBy(name=name)


def _exempt(request: HttpRequest, order_id: UUID, actor: Actor) -> None:
    services.exempt(
        order_id=order_id,
        line_id=uuid_of(request, "line"),
        reason=text_of(request, "reason", 500),
        basis=text_of(request, "basis", 500),
        actor=actor,
    )


def _assess(request: HttpRequest, order_id: UUID, actor: Actor) -> None:
    services.assess(
        order_id=order_id,
        line_id=uuid_of(request, "line"),
        amount=parse_yuan(text_of(request, "amount", 20)),
        reason=text_of(request, "reason", 500),
        actor=actor,
    )


def _ask_refund(request: HttpRequest, order_id: UUID, actor: Actor) -> None:
    services.ask_refund(
        order_id=order_id,
        amount=parse_yuan(text_of(request, "amount", 20)),
        reason=text_of(request, "reason", 500),
        actor=actor,
    )


def _answer(request: HttpRequest, actor: Actor, *, approve: bool) -> None:
    services.answer_refund(refund_id=_refund_id(request), approve=approve, actor=actor)


def _given_to(request: HttpRequest) -> GivenTo:
    """Who takes it: the payer, somebody under a mandate, or who had brought it."""
    if text_of(request, "to", 40) != "brought":
        return GivenTo(uuid_of(request, "to"))
    number, relation = text_of(request, "number", 30), text_of(request, "relation", 80)
    if not number or not relation:
        raise receiver_unnamed()
    return GivenTo(number=number, relation=relation)


def _refund_id(request: HttpRequest) -> UUID:
    found = uuid_of(request, "refund")
    if found is None:
        raise Invalid("payments.reason_needed")
    return found


_ACTS: dict[str, Callable[[HttpRequest, UUID, Actor], None]] = {
    "collect": _collect,
    "exempt": _exempt,
    "assess": _assess,
    "refund": _ask_refund,
    "approve": lambda request, _order, actor: _answer(request, actor, approve=True),
    "decline": lambda request, _order, actor: _answer(request, actor, approve=False),
    "pay_out": lambda request, _order, actor: services.pay_out(
        refund_id=_refund_id(request), to=_given_to(request), actor=actor
    ),
}


@require_safe
@keepers
def comparisons(request: HttpRequest) -> HttpResponse:
    """对账: the last days, and what differs."""
    return _compared(request)


def _compared(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    days, found = queries.compared(actor=actor_of(request))
    context = {
        "days": [(each, yuan(each.paid), yuan(each.refunded)) for each in days],
        "differences": [
            {
                "line": each,
                "kind": DIFFERENCES[each.kind][0],
                "todo": DIFFERENCES[each.kind][1],
                "ours": yuan(each.ours) if each.ours is not None else "—",
                "theirs": yuan(each.theirs) if each.theirs is not None else "—",
            }
            for each in found
        ],
        "month": f"{clock.today():%Y-%m}",
        "problem": problem,
    }
    return render(request, "payments/comparisons.html", context, status=status)


@require_POST
@keepers
def difference(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Ask the provider again about one, or say what was done about it."""
    actor = actor_of(request)
    try:
        if text_of(request, "do", 10) == "ask":
            services.ask_again(difference_id=difference_id, actor=actor)
            messages.info(request, _("已向支付平台再查一次，结果看缴费单。"))
        else:
            services.settle_difference(
                difference_id=difference_id, words=text_of(request, "words", 500), actor=actor
            )
            messages.success(request, _("记下了。"))
    except (Conflict, Invalid) as error:
        return _compared(request, problem=text_for(error), status=_status(error))
    return HttpResponseRedirect(reverse("payments:comparisons"))


@require_safe
@keepers
def statement(request: HttpRequest) -> StreamingHttpResponse:
    """A month for the finance office, as a workbook."""
    first = clock.parse_day(f"{request.GET.get('month', '')}-01") or clock.today().replace(day=1)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    rows = list(
        queries.statement(first=first, last=after - timedelta(days=1), actor=actor_of(request))
    )
    answer = StreamingHttpResponse(as_xlsx(queries.STATEMENT, rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="payments-{first:%Y-%m}.xlsx"'
    return answer
