"""Where citizens and businesses can go from every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.accounts.queries import actor_of
from onevisit.ui.navigation import Audience, NavItem, Place, register


def register_citizen() -> None:
    """Offer the pages; called once, when Django starts."""
    _register_tabs()
    register(
        NavItem(_("首页"), "portal:home", order=1),
        NavItem(_("我的办件"), "portal:affairs", order=50, visible=not_staff),
        NavItem(
            _("我的委托"),
            "portal:mandates",
            Audience.PERSON,
            "users",
            904,
            Place.USER,
            visible=not_helping,
        ),
        NavItem(
            _("我的代办员"),
            "portal:helpers",
            Audience.PERSON,
            "hand-helping",
            905,
            Place.USER,
            visible=not_acting,
        ),
        NavItem(
            _("回工作台"), "portal:staff-home", Audience.STAFF, "layout-dashboard", 100, Place.USER
        ),
    )


def _register_tabs() -> None:
    """The bottom of the phone."""
    register(
        NavItem(_("首页"), "portal:home", icon="house", order=1, place=Place.TABS),
        NavItem(
            pgettext_lazy("底部导航", "办件"),
            "portal:affairs",
            icon="file-check",
            order=3,
            place=Place.TABS,
            visible=not_staff,
        ),
        NavItem(
            pgettext_lazy("底部导航", "网点"),
            "directory:places",
            icon="map-pin",
            order=4,
            place=Place.TABS,
        ),
        NavItem(
            pgettext_lazy("底部导航", "我的"),
            "portal:me",
            icon="user",
            order=5,
            place=Place.TABS,
        ),
    )


def not_staff(request: HttpRequest) -> bool:
    """Guests are offered what they sign in for; staff have another door."""
    actor = actor_of(request)
    return actor.user_id is None or actor.person_id is not None


def not_helping(request: HttpRequest) -> bool:
    """A helper chooses for whom they act on a page of their own."""
    acting = actor_of(request).acting
    return acting is None or acting.agent_id is not None


def not_acting(request: HttpRequest) -> bool:
    """What nobody does in another's name is not offered to a helper."""
    return actor_of(request).acting is None
