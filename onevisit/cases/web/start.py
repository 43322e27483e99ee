"""From the checklist to a draft: who applies, and the answers given so far."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onevisit.accounts import queries as accounts
from onevisit.accounts.guards import citizen_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Acting, Actor, Deed, OrganisationInfo
from onevisit.cases import queries, services
from onevisit.cases.errors import outside_authority
from onevisit.cases.rules.in_person import own_parts
from onevisit.cases.web.doors import login_first
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.composition import Offer, OfferPart
from onevisit.catalogue.rules.vocabulary import OnlineDepth, Served
from onevisit.guidance.rules import questions
from onevisit.kernel.errors import Invalid
from onevisit.ui.wordings import text_for

_ONESELF = "self"


@dataclass(frozen=True)
class StartPage:
    """For whom the thing can be applied for; `why_not` says why not here, if so. `reserved`: the
    parts that whoever acts for another cannot sign.
    """

    offer: Offer
    oneself: bool
    organisations: tuple[OrganisationInfo, ...]
    chosen: str
    why_not: str
    reserved: tuple[OfferPart, ...] = ()

    @property
    def at_window(self) -> list[tuple[str, str]]:
        """How it is done today instead: why one comes, where, when, and whom to ask."""
        texts = self.offer.texts
        rows = (
            (_("为什么要来"), self.offer.presence_reason),
            (_("地点"), texts.location),
            (_("时间"), texts.hours),
            (_("咨询"), texts.consult_phone),
        )
        return [(label, said) for label, said in rows if said] if self.offer.presence_reason else []

    @property
    def choices(self) -> int:
        """How many there are to choose from."""
        return len(self.organisations) + self.oneself


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application or go on with its draft; a guest signs in first and comes back here."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("offer_code", "")[:80]
    if actor_of(request).user_id is None:
        return login_first(request, _address(code))
    return _start(request, code)


def _address(code: str) -> str:
    return f"{reverse('cases:start')}?{urlencode({'offer_code': code})}"


@citizen_required
def _start(request: HttpRequest, code: str) -> HttpResponse:
    if not code:
        return redirect("guidance:search")
    actor = actor_of(request)
    page = _page(catalogue.pinned_offer(code).offer, actor)
    wanted = request.POST.get("for", "")
    decided = wanted in _options(page) or page.choices == 1
    if request.method == "POST" and decided and not page.why_not:
        return _begin(request, page, actor, wanted or _options(page)[0])
    if request.method == "POST" and not wanted and page.choices > 1:
        return redirect(_address(code))
    asked_again = request.method == "POST"
    context = {"p": page, "missing": asked_again and not page.why_not}
    return render(request, "cases/start.html", context, status=422 if asked_again else 200)


def _options(page: StartPage) -> list[str]:
    return [_ONESELF] * page.oneself + [str(each.id) for each in page.organisations]


def _page(offer: Offer, actor: Actor) -> StartPage:
    """Whom this person may apply for."""
    held: dict[UUID, OrganisationInfo] = {}
    oneself = actor.person_id is not None and actor.acting is None
    firm = actor.acting.organisation_id if actor.acting else None
    if offer.served != (Served.PERSON,) and oneself and actor.person_id is not None:
        for each in accounts.organisations_of(actor.person_id):
            held.setdefault(each.organisation.id, each.organisation)
    return StartPage(
        offer=offer,
        oneself=not offer.for_organisations or firm is not None,
        organisations=tuple(held.values()),
        chosen=str(actor.organisation_id or _ONESELF),
        why_not=_why_not(offer, bool(held) or firm is not None) or _beyond(offer, actor.acting),
        reserved=own_parts(offer, Deed.SIGN, actor.acting.basis) if actor.acting else (),
    )


def _why_not(offer: Offer, held: bool) -> str:
    if not all(part.item.applicable for part in offer.parts):
        return _("这件事目前只能查看指南，还不能在这里申请。")
    if offer.online_depth not in (OnlineDepth.ACCEPT, OnlineDepth.FULL):
        return _("这件事还不能在网上办，请按清单备好材料到窗口办。")
    if offer.for_organisations and not held:
        return _("这件事只受理企业和其他组织。您的账号还没有和单位关联，请带营业执照到窗口办。")
    return ""


def _beyond(offer: Offer, acting: Acting | None) -> str:
    """Why whoever acts for another cannot begin this."""
    if acting is None:
        return ""
    firm = acting.organisation_id is not None
    fits = offer.served != (Served.PERSON,) if firm else not offer.for_organisations
    return "" if fits and acting.covers(offer.code) else text_for(outside_authority(offer.name))


def _begin(request: HttpRequest, page: StartPage, actor: Actor, wanted: str) -> HttpResponse:
    own = actor.acting.organisation_id if actor.acting else None
    organisation = own if wanted == _ONESELF else UUID(wanted)
    code, session = page.offer.code, request.session
    stored = {questions.SESSION_KEY: session.get(questions.SESSION_KEY)}
    given = questions.readable_answers(page.offer, questions.stored_answers(stored, code))
    had = queries.draft_of(actor=actor, offer_code=code, organisation_id=organisation)
    try:
        application_id = services.start_application(
            offer_code=code,
            actor=replace(actor, organisation_id=organisation),
            answers=given or None,
            organisation_id=organisation,
        )
    except Invalid as problem:
        messages.warning(request, text_for(problem))
        return redirect("guidance:answers", code)
    session[questions.SESSION_KEY] = questions.without_answers(stored, code)
    if had is not None:
        messages.info(request, _("接着上次的草稿，填过的、传过的都还在。"))
    return redirect("cases:draft", application_id)
