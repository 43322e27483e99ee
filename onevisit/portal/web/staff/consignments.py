"""交接: papers that lie at this window, and the bags in which they go to other offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onevisit.accounts.queries import actor_of
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.queries import PaperLine
from onevisit.delivery import services as delivery
from onevisit.delivery.queries import consignments as bags
from onevisit.delivery.rules.consignments import (
    DIFFERENCES,
    BagInfo,
    BagState,
    CarriedBy,
    Found,
    settlements,
)
from onevisit.directory import queries as directory
from onevisit.directory.rules import PlaceKind
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web import papers
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.out import handers
from onevisit.portal.web.staff.window import clerks
from onevisit.ui.posted import text_of, uuid_of

_MOST = 200


@dataclass(frozen=True)
class Bag:
    """A bag with its words; `coming`: it goes to this office."""

    info: BagInfo
    state: papers.Text
    tag: str
    coming: bool


def shown(info: BagInfo, here: UUID | None) -> Bag:
    """One bag as this office sees it."""
    state, tag = papers.BAG_STATES[info.state]
    return Bag(info, state, "bad" if info.late else tag, info.receiver_id == here)


@require_safe
@clerks
def consignments(request: HttpRequest) -> HttpResponse:
    """What lies here and goes on, what comes, what is late or differs."""
    return _list(request)


def _list(request: HttpRequest, *, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = [shown(each, actor.service_point_id) for each in bags.bags_of(actor=actor)]
    lying = cases.papers_here(actor=actor)
    offices = [each for each in directory.service_points() if each.kind is not PlaceKind.KIOSK]
    context = {
        "lying": lying,
        "results": cases.results_to_send(actor=actor),
        "offices": [each for each in offices if each.id != actor.service_point_id],
        "wanted": _wanted(lying, request),
        "leaving": [b for b in found if not b.coming and b.info.state is BagState.PACKED],
        "coming": [b for b in found if b.coming and b.info.state is BagState.SENT],
        "going": [b for b in found if not b.coming and b.info.state is BagState.SENT],
        "late": [each for each in found if each.info.late],
        "differing": [each for each in found if each.info.differences],
        "seated": actor.service_point_id is not None,
        "typed": request.POST,
        "chosen": set(request.POST.getlist("paper")),
        "problem": told(error) if error else "",
        "window": actor.window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/consignments.html", context, status=status)


def _wanted(lying: tuple[PaperLine, ...], request: HttpRequest) -> str:
    """The office to begin with: as posted, else where most of what lies here is to go."""
    posted = text_of(request, "receiver")
    targets = [str(each.goes_to) for each in lying if each.goes_to != each.paper.office_id]
    return posted or max(targets, key=targets.count, default="")


@require_POST
@clerks
def pack(request: HttpRequest) -> HttpResponse:
    """A sealed bag of what was chosen; then its list to print."""
    chosen = [parse_id(each) for each in request.POST.getlist("paper")[:_MOST]]
    try:
        receiver = uuid_of(request, "receiver")
        if receiver is None:
            raise Invalid("delivery.same_office", field="receiver")
        bag = delivery.pack_bag(
            paper_ids=[each for each in chosen if each is not None],
            receiver_id=receiver,
            seal=text_of(request, "seal", 40),
            actor=actor_of(request),
        )
    except (Conflict, Invalid, Refused) as error:
        return _list(request, error=error)
    messages.success(request, _("已封袋。打印交接单随袋走，交出去时登记。"))
    return HttpResponseRedirect(reverse("portal:consignment", args=[bag]))


@require_POST
@handers
def prepare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The paper of a result that is collected elsewhere lies here now, to be sent."""
    try:
        services.prepare_result(case_id=case_id, actor=actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _list(request, error=error)
    messages.success(request, _("已列入要送走的材料，装袋时勾选。"))
    return HttpResponseRedirect(reverse("portal:consignments"))


@require_safe
@clerks
def consignment(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """One bag: what is in it, where it is, and what may be done."""
    return _one(request, bag_id)


def _one(request: HttpRequest, bag_id: UUID, *, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    bag = shown(bags.bag_of(bag_id=bag_id, actor=actor), actor.service_point_id)
    context = {
        "bag": bag,
        "rows": _rows(bag.info, request.POST),
        "carrying": list(papers.CARRYING.items()),
        "founds": list(papers.FOUNDS.items()),
        "carried": papers.CARRYING.get(bag.info.carried_by, ""),
        "may_send": not bag.coming and bag.info.state is BagState.PACKED,
        "may_receive": bag.coming and bag.info.state is BagState.SENT,
        "today": clock.today(),
        "typed": request.POST,
        "problem": told(error) if error else "",
        "window": actor.window,
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/consignment.html", context, status=status)


def _rows(bag: BagInfo, typed: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "paper": each,
            "kind": papers.KINDS[each.kind],
            "found": papers.FOUNDS.get(each.found, ""),
            "tag": "bad" if each.open else "wait" if each.found in DIFFERENCES else "ok",
            "ends": [(str(end), papers.SETTLED[end]) for end in settlements(Found(each.found))]
            if each.open
            else [],
            "settled": papers.SETTLED.get(each.settled, ""),
            "typed": typed.get(f"found-{each.paper_id}", Found.WHOLE.value),
        }
        for each in bag.papers
    ]


@require_POST
@clerks
def mark(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """Handed over, opened again, received and checked, or a difference settled."""
    try:
        _ACTS.get(text_of(request, "do", 10), _unknown)(request, bag_id)
    except (Conflict, Invalid, Refused) as error:
        return _one(request, bag_id, error=error)
    return HttpResponseRedirect(reverse("portal:consignment", args=[bag_id]))


def _send(request: HttpRequest, bag_id: UUID) -> None:
    carried_by = text_of(request, "carried_by", 10)
    delivery.send_bag(
        bag_id=bag_id,
        carried_by=carried_by,
        carrier=text_of(request, "carrier", 60),
        actor=actor_of(request),
    )
    messages.success(request, _("已交出。到期没有签收，两边都会看到。"))


def _unpack(request: HttpRequest, bag_id: UUID) -> None:
    delivery.unpack_bag(bag_id=bag_id, actor=actor_of(request))
    messages.success(request, _("已拆袋，材料还在这里。"))


def _receive(request: HttpRequest, bag_id: UUID) -> None:
    actor = actor_of(request)
    info = bags.bag_of(bag_id=bag_id, actor=actor)
    found = {each.paper_id: text_of(request, f"found-{each.paper_id}", 10) for each in info.papers}
    delivery.receive_bag(
        bag_id=bag_id,
        seal_whole=text_of(request, "seal_whole", 3) == "1",
        found=found,
        note=text_of(request, "note", 400),
        actor=actor,
    )
    messages.success(request, _("已签收。有缺有损的，处理完之前两边都挂着。"))


def _settle(request: HttpRequest, _bag_id: UUID) -> None:
    item = uuid_of(request, "item")
    if item is None:
        raise Invalid("portal.unknown_action")
    delivery.settle_difference(
        item_id=item,
        how=text_of(request, "how", 10),
        note=text_of(request, "note", 400),
        actor=actor_of(request),
    )
    messages.success(request, _("已登记处理结果。"))


def _unknown(_request: HttpRequest, _bag_id: UUID) -> None:
    raise Invalid("portal.unknown_action")


_ACTS = {"send": _send, "unpack": _unpack, "receive": _receive, "settle": _settle}


@require_safe
@clerks
def slip(request: HttpRequest, bag_id: UUID) -> HttpResponse:
    """交接单: the list that travels with the bag; its code leads to the bag's page."""
    actor = actor_of(request)
    bag = shown(bags.bag_of(bag_id=bag_id, actor=actor), actor.service_point_id)
    context = {
        "bag": bag,
        "rows": _rows(bag.info, {}),
        "carried": papers.CARRYING.get(bag.info.carried_by, ""),
        "address": request.build_absolute_uri(reverse("portal:consignment", args=[bag_id])),
        "window": actor.window,
        "post": CarriedBy.POST.value,
    }
    return render(request, "portal/staff/consignment_slip.html", context)


@require_POST
@clerks
def keep(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The original of a material stays here until it goes back."""
    try:
        services.keep_original(
            application_id=application_id,
            material=text_of(request, "material", 80),
            actor=actor_of(request),
        )
        messages.success(request, _("原件已留下。请把原件收据交给申请人。"))
    except (Conflict, Invalid, Refused) as error:
        messages.error(request, told(error))
    return HttpResponseRedirect(reverse("portal:intake-receipt", args=[application_id]))


@require_POST
@handers
def give_back(request: HttpRequest, person_id: UUID, paper_id: UUID) -> HttpResponse:
    """An original goes back to its owner at this window."""
    receiver = uuid_of(request, "receiver") or person_id
    try:
        services.return_original(
            paper_id=paper_id,
            receiver_id=receiver,
            identified_by=text_of(request, "identified_by", 20),
            actor=actor_of(request),
        )
        messages.success(request, _("原件已退还，记下了。"))
    except (Conflict, Invalid, Refused) as error:
        messages.error(request, told(error))
    return HttpResponseRedirect(reverse("portal:out-person", args=[person_id]))
