"""The applicant names those who must agree, and sees who has."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onevisit.accounts.queries import actor_of
from onevisit.cases import services
from onevisit.cases.errors import no_such_invitation
from onevisit.cases.models import Named
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.parties import RoleLine
from onevisit.cases.rules.parties import Standing
from onevisit.cases.web.doors import applicants
from onevisit.cases.web.overview import draft_or_receipt
from onevisit.kernel.errors import Conflict, DomainError, Invalid
from onevisit.ui.fields import FieldView, Text
from onevisit.ui.posted import text_of, uuid_of
from onevisit.ui.wordings import text_for


def words_of(standing: Standing, *, own: bool = False) -> tuple[str, str]:
    """Where somebody stands, in words (their `own` page says so to them), and the class of its
    tag.
    """
    words = {
        Standing.INVITED: (_("等您回应") if own else _("等对方回应"), "wait"),
        Standing.AGREED: (_("已同意"), "ok"),
        Standing.DECLINED: (_("不同意"), "bad"),
        Standing.WITHDRAWN: (_("撤回了同意"), "bad"),
        Standing.VOID: (_("内容改过，要重新同意"), "wait"),
        Standing.REMOVED: (_("不再需要"), ""),
    }
    return words[standing]


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@applicants
def parties(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Who must agree: name them here, take a name back."""
    draft = draft_or_receipt(request, application_id)
    if isinstance(draft, HttpResponse):
        return draft
    if draft.open_questions or not draft.parties:
        return redirect("cases:draft", draft.id)
    if request.method != "POST":
        return _page(request, draft)
    try:
        _act(request, draft)
    except (Invalid, Conflict) as error:
        return _page(request, draft, error)
    return redirect("cases:parties", draft.id)


def _act(request: HttpRequest, draft: DraftView) -> None:
    if text_of(request, "do") == "remove":
        invitation_id = uuid_of(request, "invitation")
        if invitation_id not in {line.id for role in draft.parties for line in role.lines}:
            raise no_such_invitation()
        services.remove_party(invitation_id=invitation_id, actor=actor_of(request))
        messages.success(request, _("已撤下，对方再也看不到这件事。"))
        return
    role = text_of(request, "role")
    services.name_party(
        application_id=draft.id, role=role, named=_named(request, role), actor=actor_of(request)
    )
    messages.success(request, _("已经请对方。对方登录后在“请我同意的”里就能看到。"))


def _named(request: HttpRequest, role: str) -> Named:
    given = (text_of(request, f"{part}-{role}") for part in ("name", "number", "phone"))
    return Named(*given)


def _page(request: HttpRequest, draft: DraftView, error: DomainError | None = None) -> HttpResponse:
    asked = text_of(request, "role") if error else ""
    place = getattr(error, "field", "") or "name"
    wrong = (
        {f"{'number' if place == 'id_number' else place}-{asked}": text_for(error)} if error else {}
    )
    roles = [
        (
            role,
            [(line, *words_of(line.standing)) for line in role.lines],
            _fields(role, _named(request, role.need.key), wrong),
        )
        for role in draft.parties
    ]
    errors = [(f"f-{name}", text) for name, text in wrong.items()]
    context = {"draft": draft, "roles": roles, "errors": errors}
    return render(request, "cases/parties.html", context, status=422 if error else 200)


def _fields(role: RoleLine, typed: Named, wrong: Mapping[str, Text]) -> list[FieldView]:
    """The boxes of one role; their names carry it, as several stand on one page."""
    legal = role.need.organisation
    boxes: tuple[tuple[str, Text, str, Text], ...] = (
        ("name", _("单位全称") if legal else _("姓名"), typed.name, ""),
        ("number", _("统一社会信用代码") if legal else _("身份证号"), typed.number, ""),
        ("phone", _("手机"), typed.phone, _("发一条短信告诉对方。不填的，请您自己转告。")),
    )
    return [
        FieldView(
            name=f"{part}-{role.need.key}",
            label=label,
            value=value,
            help=told,
            error=wrong.get(f"{part}-{role.need.key}", ""),
            required=part != "phone",
            inputmode="tel" if part == "phone" else "",
        )
        for part, label, value, told in boxes
    ]
