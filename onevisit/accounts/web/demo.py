"""The logins of a demonstration, each one button away. Exists only with `settings.DEMO`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onevisit.accounts import queries, services
from onevisit.accounts.errors import no_such_user, page_not_for_you
from onevisit.accounts.rules import LoginInfo, UserKind
from onevisit.accounts.web import sessions
from onevisit.accounts.web.wordings import ROLE_NAMES
from onevisit.directory.queries import department_names
from onevisit.kernel.ids import parse_id
from onevisit.ui.formatting import joined


@dataclass(frozen=True, slots=True)
class Group:
    """Logins of one kind, under one heading."""

    key: str
    title: str | Promise
    logins: list["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A login and where they belong: department and window, or the business they act for."""

    login: LoginInfo
    place: str


PAGE = 300
"""Logins on one page. Of whom nothing is told are the many of the county: they are met at windows
and in lists.
"""

_CITIZENS = gettext_lazy("群众")
_BUSINESSES = gettext_lazy("企业")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logins(request: HttpRequest) -> HttpResponse:
    """The list; a POST with `user` signs in as that one."""
    if not settings.DEMO:
        raise page_not_for_you()
    if request.method == "POST":
        user = queries.user_by_id(_user_id(request))
        if user.kind == UserKind.MACHINE.value:
            raise no_such_user()
        services.note_login(user, how="demo")
        sessions.begin(request, user)
        return sessions.onward(request, request.POST.get("next", ""))
    found = queries.logins(told=True, after=request.GET.get("after", ""), limit=PAGE + 1)
    listed = found[:PAGE]
    employers = queries.organisation_names_of(
        login.person_id for login in listed if login.person_id is not None
    )
    departments = department_names(
        login.department_id for login in listed if login.department_id is not None
    )
    context = {
        "groups": _groups(listed, employers, departments),
        "next": request.GET.get("next", ""),
        "next_url": _page_after(request, listed[-1].username) if len(found) > PAGE else "",
        "trail": [(_("演示账号"), "")],
    }
    return render(request, "accounts/demo_logins.html", context)


def _page_after(request: HttpRequest, username: str) -> str:
    asked = request.GET.copy()
    asked["after"] = username
    return f"?{asked.urlencode()}"


def _groups(
    listed: Iterable[LoginInfo],
    employers: Mapping[UUID, list[str]],
    departments: Mapping[UUID, str],
) -> list[Group]:
    """Citizens, businesses, then staff by role; empty groups are left out."""
    titles: dict[str, str | Promise] = {"citizen": _CITIZENS, "business": _BUSINESSES, **ROLE_NAMES}
    groups = {key: Group(key, title, []) for key, title in titles.items()}
    for login in listed:
        names = employers.get(login.person_id, []) if login.person_id else []
        department = departments.get(login.department_id, "") if login.department_id else ""
        place = joined(part for part in (*names, department, login.place) if part)
        group = groups.get(_key(login, bool(names)))
        if group is not None:
            group.logins.append(Entry(login, place))
    return [group for group in groups.values() if group.logins]


def _key(login: LoginInfo, for_business: bool) -> str:
    if login.kind is UserKind.CITIZEN:
        return "business" if for_business else "citizen"
    return login.roles[0] if login.roles else ""


def _user_id(request: HttpRequest) -> UUID:
    chosen = parse_id(request.POST.get("user", ""))
    if chosen is None:
        raise no_such_user()
    return chosen
