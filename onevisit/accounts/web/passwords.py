"""Changing one's own password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onevisit.accounts import queries, services
from onevisit.accounts.guards import login_required
from onevisit.accounts.web import sessions
from onevisit.accounts.web.second_step import status_of
from onevisit.kernel.errors import DomainError, Invalid, Refused
from onevisit.ui.fields import FieldView, Text
from onevisit.ui.wordings import text_for

FIELDS = ("old", "new", "again")
_HELP = gettext_lazy("至少 12 个字符，不能全是数字。几个不相干的词连起来，好记又难猜。")


@sensitive_post_parameters(*FIELDS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest) -> HttpResponse:
    """The form; a change ends every other session of this login."""
    if request.method != "POST":
        return _form(request)
    old, new, again = (request.POST.get(name, "")[:1024] for name in FIELDS)
    actor = queries.actor_of(request)
    try:
        user = services.change_password(old=old, new=new, again=again, actor=actor)
    except (Invalid, Refused) as error:
        return _form(request, error)
    sessions.renew(request, user)
    messages.success(request, _("密码改好了，其他地方的登录都已退出。"))
    return sessions.onward(request, "")


def _form(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    told = text_for(error) if error else ""
    at = (getattr(error, "field", None) or "old") if error else ""
    fields = [
        _field("old", _("原密码"), "current-password", at, told),
        _field("new", _("新密码"), "new-password", at, told, _HELP),
        _field("again", _("再输一次新密码"), "new-password", at, told),
    ]
    context = {
        "fields": fields,
        "errors": [(f"f-{at}", told)] if error else [],
        "trail": [(_("修改密码"), "")],
    }
    return render(request, "accounts/password.html", context, status=status_of(error))


def _field(
    name: str, label: str, autocomplete: str, at: str, told: str, help_text: Text = ""
) -> FieldView:
    return FieldView(
        name,
        label,
        kind="password",
        autocomplete=autocomplete,
        help=help_text,
        error=told if at == name else "",
    )
