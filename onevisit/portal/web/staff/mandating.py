"""委托代理人、监护 at the window: said or shown by who stands there, written down by the clerk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.access import get_person_for
from onevisit.accounts.errors import no_such_authority, no_such_person
from onevisit.accounts.queries import Listed, actor_of
from onevisit.accounts.queries.words import GUARDIAN_PAPERS
from onevisit.accounts.rules import GuardianPaper, RepresentationRole, WardDraft
from onevisit.cases import services
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web import mandating
from onevisit.portal.web.mandating import Giver
from onevisit.portal.web.staff.answering import status_of, told
from onevisit.portal.web.staff.window import clerks, column
from onevisit.portal.web.turning import turning
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.posted import text_of
from onevisit.ui.wordings import text_for


@sensitive_post_parameters("agent_number", "ward_number")
@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def mandates(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What this person gave and holds; a POST looks for a name among it, or records a mandate they
    give, or whom they guard.
    """
    if request.method != "POST" or request.POST.get("form") == "find":
        return _page(request, person_id)
    try:
        if request.POST.get("form") == "ward":
            _record_ward(request, person_id)
            messages.success(request, _("监护关系已登记，监护人现在可以代办。"))
        else:
            _record_mandate(request, person_id)
            messages.success(request, _("委托已登记。代理人不在场的，用自己的账号同意以后才算数。"))
    except (Invalid, Refused, Conflict, NotFound) as error:
        return _page(request, person_id, error)
    return HttpResponseRedirect(reverse("portal:window-mandates", args=[person_id]))


@require_POST
@clerks
def end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a mandate back on the giver's word, or end a guardianship from a paper."""
    actor, authority_id = actor_of(request), parse_id(request.POST.get("authority", ""))
    if authority_id is None:
        raise no_such_authority()
    if request.POST.get("guards"):
        people.end_guardian(authority_id=authority_id, actor=actor)
        messages.success(request, _("监护关系已终止。"))
    else:
        people.withdraw_mandate(authority_id=authority_id, actor=actor)
        messages.success(request, _("委托已收回。"))
    return HttpResponseRedirect(reverse("portal:window-mandates", args=[person_id]))


@require_POST
@clerks
def stand_by(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Who stands there with this draft: the applicant, or somebody in their place."""
    try:
        services.stand_by(
            application_id=application_id,
            authority_id=parse_id(text_of(request, "authority")),
            seen=request.POST.get("seen") == "1",
            actor=actor_of(request),
        )
    except (Invalid, Refused) as error:
        messages.warning(request, told(error))
    return HttpResponseRedirect(reverse("portal:intake", args=[application_id]))


def _record_mandate(request: HttpRequest, person_id: UUID) -> None:
    actor = actor_of(request)
    draft = mandating.typed(request, person_id, _givers(person_id))
    people.record_mandate(
        draft,
        seen=request.POST.get("agree") == "1",
        agent_there=request.POST.get("agent_there") == "1",
        by_id=person_id,
        actor=actor,
    )


def _record_ward(request: HttpRequest, person_id: UUID) -> None:
    actor = actor_of(request)
    ward = people.find_person_by_id_number(text_of(request, "ward_number", 40), actor=actor)
    if ward is None:
        raise no_such_person()
    paper = text_of(request, "paper", 20)
    draft = WardDraft(
        person_id,
        ward.id,
        GuardianPaper(paper) if paper in set(GuardianPaper) else GuardianPaper.REGISTER,
        text_of(request, "paper_number", 200),
        clock.parse_day(text_of(request, "ward_until", 10)),
    )
    people.record_guardian(draft, seen=request.POST.get("shown") == "1", actor=actor)


def _givers(person_id: UUID) -> list[Giver]:
    """In whose name this person may give."""
    by_law = RepresentationRole.LEGAL_REPRESENTATIVE
    firms = [e.organisation for e in accounts.organisations_of(person_id) if e.role is by_law]
    return [Giver("self", _("本人")), *(Giver(str(each.id), each.name) for each in firms)]


def _page(request: HttpRequest, person_id: UUID, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    of_ward = request.POST.get("form") == "ward"
    at, text = (getattr(error, "field", "") or "agent_name", text_for(error)) if error else ("", "")
    givers = _givers(person_id)
    context = {
        **column(actor),
        "person": accounts.masked_person(get_person_for(actor, person_id)),
        **_lists(request, person_id, [UUID(giver.key) for giver in givers[1:]]),
        "fields": mandating.fields(request, givers, (), None if of_ward else error, at_window=True),
        "ward_fields": _ward_fields(request),
        "agree": _box("agree", _("已核对身份证，本人当面说清楚委托谁、办什么、到哪天，并已签名")),
        "agent_there": _box("agent_there", _("代理人也在场，已核对他的身份证，他同意代办"), False),
        "shown_box": _box("shown", _("已核对监护人的身份证和文书原件")),
        "problem": text,
        "errors": [(f"f-{at}", text)] if error and not of_ward else [],
        "ward_problem": text if of_ward else "",
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/mandates.html", context, status=status)


def _lists(request: HttpRequest, person_id: UUID, firms: list[UUID]) -> dict[str, object]:
    """What stands between this person and others, and what is over; by a name that was typed."""
    name = text_of(request, "name", 60) if request.POST.get("form") == "find" else ""
    at = {each.value: request.GET.get(each, "")[:40] for each in (Listed.OPEN, Listed.PAST)}
    pages = accounts.mandate_lists(
        person_id, firms=firms, lists=[Listed.OPEN, Listed.PAST], after=at, name=name
    )
    here = reverse("portal:window-mandates", args=[person_id])
    return {
        **mandating.shown_lists(pages, {}),
        "totals": {key.value: page.total for key, page in pages.items()},
        "pages": {
            key.value: {} if name else turning(here, key, at, page.after)
            for key, page in pages.items()
        },
        "name": name,
        "searching": bool(name) or any(at.values()) or any(p.after for p in pages.values()),
    }


def _box(name: str, label: str, required: bool = True) -> FieldView:
    return FieldView(name, label, kind="checkbox", required=required)


def _ward_fields(request: HttpRequest) -> list[FieldView]:
    post = request.POST
    papers = [each for each in GuardianPaper if each is not GuardianPaper.REGISTER]
    return [
        FieldView(
            "ward_number",
            _("被监护人的身份证号"),
            value=post.get("ward_number", "")[:32],
            maxlength=24,
            help=_("没有登记过的，先在“找人”里登记。"),
        ),
        FieldView(
            "paper",
            _("依据的文书"),
            kind="select",
            value=post.get("paper", ""),
            options=[Option(each.value, GUARDIAN_PAPERS[each]) for each in papers],
        ),
        FieldView(
            "paper_number", _("文书编号"), value=post.get("paper_number", "")[:120], maxlength=120
        ),
        FieldView(
            "ward_until",
            _("到哪天止"),
            kind="date",
            value=post.get("ward_until", "")[:10],
            help=_("未成年人不填，到满 18 周岁的前一天为止；成年人按文书填，最长五年。"),
            required=False,
        ),
    ]
