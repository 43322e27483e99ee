"""Where staff can go from every page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.ui.navigation import Audience, NavItem, Place, register


def register_staff() -> None:
    """Offer the pages; called once, when Django starts."""
    register(
        _item(_("收件"), "portal:window", "file-input", 10, Permission.CASES_INTAKE),
        _item(_("排队"), "portal:queue", "users", 15, Permission.HALL_QUEUE),
        _item(_("出件"), "portal:out", "package-check", 20, Permission.CASES_HAND_OUT),
        _item(_("寄递"), "portal:parcels", "package", 25, Permission.CASES_HAND_OUT),
        _item(_("智能柜"), "portal:lockers", "lock", 26, Permission.CASES_HAND_OUT),
        _item(_("交接"), "portal:consignments", "arrow-left-right", 27, Permission.CASES_INTAKE),
        _item(_("外地代收"), "portal:errands", "inbox", 28, Permission.CASES_INTAKE),
        _item(_("审批台"), "portal:desk", "stamp", 30, Permission.CASES_REVIEW),
        _item(
            _("延期审批"),
            "portal:extensions",
            "calendar-clock",
            35,
            Permission.CASES_EXTEND,
            Permission.CASES_EXTEND_JOINT,
        ),
        _item(
            _("查办件"),
            "portal:lookup",
            "search",
            40,
            Permission.CASES_LOOK_UP,
            Permission.OVERSIGHT_READ,
        ),
        _item(_("代办"), "portal:helper", "hand-helping", 45, Permission.PEOPLE_HELP),
        NavItem(
            _("代办"),
            "portal:helper",
            Audience.STAFF,
            order=60,
            visible=_holding((Permission.PEOPLE_HELP,)),
        ),
        _item(_("转报和监管"), "portal:routes", "waypoints", 54, Permission.CATALOGUE_PUBLISH),
        _item(_("文书文本"), "portal:letter-texts", "file-text", 56, Permission.LETTERS_WORD),
        _item(_("智能柜设置"), "portal:locker-set-up", "lock", 53, Permission.CATALOGUE_EDIT),
        _item(_("工作日历"), "portal:calendar", "calendar-days", 55, Permission.CALENDAR_PUBLISH),
    )


def _item(label: object, url_name: str, icon: str, order: int, *needs: Permission) -> NavItem:
    return NavItem(
        label,  # type: ignore[arg-type]
        url_name,
        Audience.STAFF,
        icon,
        order,
        Place.STAFF,
        visible=_holding(needs),
    )


def _holding(needs: tuple[Permission, ...]) -> Callable[[HttpRequest], bool]:
    def visible(request: HttpRequest) -> bool:
        actor = actor_of(request)
        return any(actor.may(permission) for permission in needs)

    return visible
