"""「我的委托」: for whom one acts, whom one lets act, and everything done under it."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.errors import code_expired, no_such_authority
from onevisit.accounts.guards import person_required, themselves_required
from onevisit.accounts.queries import Listed, actor_of, own_actor
from onevisit.accounts.rules import (
    Actor,
    AssuranceLevel,
    Deed,
    MandateDraft,
    MandateLine,
    RepresentationRole,
)
from onevisit.accounts.rules.phones import PROOF_LIFE
from onevisit.audit import queries as audit
from onevisit.cases import queries as cases
from onevisit.cases.queries.entrusting import own_hand, summary, things
from onevisit.kernel import clock, crypto
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.kernel.ids import parse_id
from onevisit.portal.web import mandating
from onevisit.portal.web.mandating import Giver
from onevisit.portal.web.turning import turning
from onevisit.ui.fields import FieldView
from onevisit.ui.posted import text_of
from onevisit.ui.site import site
from onevisit.ui.wordings import action_words, status_in_place, text_for

ASKED = "asked_for_mandate"
"""The session key of what a giver read, sealed, and the code that says yes to it."""

_PLACE = "session.mandate"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def mandates(request: HttpRequest) -> HttpResponse:
    """In whose name one may act and does; what one gave, what one was given. A POST looks for a
    name, which never stands in an address.
    """
    actor = own_actor(request)
    person_id = UUID(str(actor.person_id))
    name = text_of(request, "name", 60)
    at = {each.value: request.GET.get(each, "")[:40] for each in _LISTS}
    pages = accounts.mandate_lists(
        person_id, firms=_represented(person_id), lists=_LISTS, after=at, name=name
    )
    names = _names(line for page in pages.values() for line in page.lines)
    here = reverse("portal:mandates")
    context = {
        **mandating.shown_lists(pages, names),
        "totals": {key.value: page.total for key, page in pages.items()},
        "pages": {
            key.value: turning(here, key, at, page.after) if not name else {}
            for key, page in pages.items()
        },
        "name": name,
        "searching": bool(name) or any(at.values()) or any(p.after for p in pages.values()),
        **_choosing(request, pages[Listed.HELD].lines),
        "may_sign": actor.assurance >= AssuranceLevel.REAL_NAME,
        "families": people.family_register_open(),
        "trail": [(_("我的委托"), "")],
    }
    return render(request, "portal/citizen/mandates.html", context)


_LISTS = (Listed.ASKED, Listed.HELD, Listed.GIVEN, Listed.PAST)


def _choosing(request: HttpRequest, held: Iterable[MandateLine]) -> dict[str, object]:
    """Oneself, one's organisations, and the givers that the page shows; who is chosen is shown."""
    own, now = own_actor(request), actor_of(request)
    chosen = now.acting.authority_id if now.acting else None
    lines = [each for each in held if each.live]
    if chosen is not None and chosen not in {each.id for each in lines}:
        lines.insert(0, accounts.mandate_shown(chosen, UUID(str(own.person_id))))
    return {
        "lines": lines,
        "chosen": chosen,
        "firms": accounts.organisations_of(UUID(str(own.person_id))),
        "firm": now.organisation_id if now.acting is None else None,
        "oneself": now.acting is None and now.organisation_id is None,
    }


@never_cache
@require_safe
@person_required
def mandate(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """One of them, and every act done under it."""
    actor = own_actor(request)
    line = accounts.mandate_shown(authority_id, UUID(str(actor.person_id)))
    (shown,) = mandating.shown([line], _names([line]))
    acts = audit.under_authority(line.number)
    context = {
        "each": shown,
        "giver": line.agent_id != actor.person_id,
        "acts": [(act.at, action_words(act.what), act.who) for act in acts],
        "trail": [(_("我的委托"), reverse("portal:mandates")), (line.number, "")],
    }
    return render(request, "portal/citizen/mandate.html", context)


@never_cache
@require_POST
@themselves_required
def answer(request: HttpRequest) -> HttpResponse:
    """The agent takes what they were asked to, or does not."""
    authority_id, actor = _authority(request), actor_of(request)
    if request.POST.get("answer") == "no":
        people.decline_mandate(authority_id=authority_id, actor=actor)
        messages.success(request, _("您没有接受，这份委托不算数。"))
        return HttpResponseRedirect(reverse("portal:mandates"))
    try:
        people.accept_mandate(
            authority_id=authority_id, agreed=request.POST.get("agree") == "1", actor=actor
        )
    except Invalid:
        messages.warning(request, _("请先勾选“我看清楚了，同意代为办理”。"))
    else:
        messages.success(request, _("您接受了委托。办事前请先在这里选“以谁的名义办”。"))
    return HttpResponseRedirect(reverse("portal:mandates"))


@never_cache
@require_POST
@person_required
def end(request: HttpRequest) -> HttpResponse:
    """The giver takes it back, or the agent lays it down; from this instant."""
    authority_id, actor = _authority(request), own_actor(request)
    line = accounts.mandate_shown(authority_id, UUID(str(actor.person_id)))
    if line.agent_id is not None and line.agent_id == actor.person_id:
        people.renounce_mandate(authority_id=authority_id, actor=actor)
        messages.success(request, _("您辞去了委托，从现在起不再代为办理。"))
    else:
        people.withdraw_mandate(authority_id=authority_id, actor=actor)
        messages.success(request, _("已经收回，从现在起不能再代您办。"))
    return HttpResponseRedirect(reverse("portal:mandates"))


@sensitive_post_parameters("agent_number")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def give(request: HttpRequest) -> HttpResponse:
    """Whom, for what, until when; a POST sends the code that signs it to one's own phone."""
    if request.method != "POST":
        return _giving(request)
    actor = actor_of(request)
    try:
        draft = mandating.typed(request, UUID(str(actor.person_id)), _givers(actor))
        _require_own_application(draft, actor)
        asked = people.ask_giver(
            draft,
            scope=summary(draft),
            site=str(site().name),
            address=_address(request),
            actor=actor,
        )
    except (Invalid, Refused, Conflict) as error:
        return _giving(request, error)
    request.session[ASKED] = {
        "code": str(asked.code_id),
        "draft": _sealed(asked.draft),
        "at": clock.now().isoformat(),
    }
    return HttpResponseRedirect(reverse("portal:mandate-code"))


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to one's own phone signs the mandate."""
    asked = _asked(request)
    if asked is None:
        messages.warning(request, text_for(code_expired()))
        return HttpResponseRedirect(reverse("portal:mandate-give"))
    if request.method != "POST":
        return _signing(request, asked)
    typed = request.POST.get("code", "")[:32]
    try:
        people.sign_mandate(asked, code=typed, address=_address(request), actor=actor_of(request))
    except (Invalid, Refused, Conflict) as error:
        return _signing(request, asked, error)
    request.session.pop(ASKED, None)
    messages.success(request, _("委托签好了，等对方同意。您随时可以在这里收回。"))
    return HttpResponseRedirect(reverse("portal:mandates"))


@never_cache
@require_POST
@themselves_required
def wards(request: HttpRequest) -> HttpResponse:
    """Ask the register of births and households, with consent, whose guardian one is."""
    try:
        new = people.find_wards(agreed=request.POST.get("agree") == "1", actor=actor_of(request))
    except (Invalid, Refused) as error:
        messages.warning(request, text_for(error))
        return HttpResponseRedirect(reverse("portal:mandates"))
    if new:
        text = ngettext(
            "查到 %(n)s 个孩子，现在可以替他办。", "查到 %(n)s 个孩子，现在可以替他们办。", new
        )
        messages.success(request, text % {"n": new})
    else:
        messages.info(request, _("没有查到新的。有疑问的，带户口簿或者出生医学证明到窗口登记。"))
    return HttpResponseRedirect(reverse("portal:mandates"))


def _authority(request: HttpRequest) -> UUID:
    found = parse_id(request.POST.get("authority", ""))
    if found is None:
        raise no_such_authority()
    return found


def _represented(person_id: UUID) -> list[UUID]:
    """The organisations one represents by law."""
    held = accounts.organisations_of(person_id)
    by_law = RepresentationRole.LEGAL_REPRESENTATIVE
    return [each.organisation.id for each in held if each.role is by_law]


def _givers(actor: Actor) -> list[Giver]:
    """In whose name this person may give."""
    person_id = UUID(str(actor.person_id))
    by_law = set(_represented(person_id))
    firms = {
        each.organisation.id: each.organisation for each in accounts.organisations_of(person_id)
    }
    return [
        Giver("self", _("我自己")),
        *(Giver(str(key), each.name) for key, each in firms.items() if key in by_law),
    ]


def _names(lines: Iterable[MandateLine]) -> dict[UUID, str]:
    return cases.offer_names({each.application_id for each in lines if each.application_id})


def _require_own_application(draft: MandateDraft, actor: Actor) -> None:
    """One gives for one's own applications only. Raises NotFound `cases.no_such_application`."""
    if draft.application_id is not None:
        cases.require_own(draft.application_id, draft.organisation_id, actor)


def _giving(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    at, told = (
        (getattr(error, "field", None) or "agent_name", text_for(error)) if error else ("", "")
    )
    at = "agent_name" if at == "name" else at
    own = cases.my_applications(actor=actor, limit=50).rows
    running = [
        (str(row.id), f"{row.offer_name} {row.number}".strip()) for row in own if not row.ended_at
    ]
    context = {
        "fields": mandating.fields(request, _givers(actor), running, error),
        "may_sign": actor.assurance >= AssuranceLevel.REAL_NAME,
        "open": people.messages_open(),
        "errors": [(f"f-{at}", told)] if error else [],
        "trail": [(_("我的委托"), reverse("portal:mandates")), (_("委托一个人"), "")],
    }
    status = status_in_place(error)
    return render(request, "portal/citizen/mandate_give.html", context, status=status)


def _signing(
    request: HttpRequest, asked: people.MandateAsked, error: DomainError | None = None
) -> HttpResponse:
    told = text_for(error) if error else ""
    field = FieldView(
        "code", _("您手机收到的 6 位验证码"), inputmode="numeric", maxlength=12, error=told
    )
    context = {
        "code": field,
        "draft": asked.draft,
        "summary": summary(asked.draft),
        "own": _own(asked.draft),
        "errors": [(field.id, told)] if error else [],
        "demo_url": reverse("accounts:demo-messages") if settings.DEMO else "",
        "trail": [(_("我的委托"), reverse("portal:mandates")), (_("委托一个人"), "")],
    }
    status = status_in_place(error)
    return render(request, "portal/citizen/mandate_code.html", context, status=status)


def _own(draft: MandateDraft) -> list[tuple[str, str]]:
    """What of it stays the giver's to do in person; of everything nothing is named."""
    own = own_hand(draft.offers) if draft.offers else {}
    named = things(firms=True) if own else {}
    return [(named[code], why) for code, why in own.items()]


def _sealed(draft: MandateDraft) -> str:
    held = {
        "name": draft.agent_name,
        "number": draft.agent_number,
        "begins": draft.begins.isoformat(),
        "until": draft.until.isoformat(),
        "principal": str(draft.principal_id or ""),
        "organisation": str(draft.organisation_id or ""),
        "offers": list(draft.offers),
        "deeds": [each.value for each in draft.deeds],
        "application": str(draft.application_id or ""),
    }
    return crypto.seal(json.dumps(held).encode(), bound_to=_PLACE).hex()


def _asked(request: HttpRequest) -> people.MandateAsked | None:
    kept = request.session.get(ASKED)
    if not kept or datetime.fromisoformat(kept["at"]) + PROOF_LIFE <= clock.now():
        return None
    held = json.loads(crypto.unseal(bytes.fromhex(kept["draft"]), bound_to=_PLACE))
    draft = MandateDraft(
        held["name"],
        held["number"],
        date.fromisoformat(held["begins"]),
        date.fromisoformat(held["until"]),
        parse_id(held["principal"]),
        parse_id(held["organisation"]),
        tuple(held["offers"]),
        tuple(Deed(each) for each in held["deeds"]),
        parse_id(held["application"]),
    )
    return people.MandateAsked(UUID(kept["code"]), draft)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
