"""Notifications as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest

from onevisit.cases.rules.events import CasesMoved, LimitNear, ParcelMoved, PartyAsked
from onevisit.kernel.events import subscribe
from onevisit.payments.rules.events import MoneyBack, OrderDue
from onevisit.ratings.rules import PutRight


class NotificationsConfig(AppConfig):
    """Owns messages and how they go out; wakes when something happens in the rooms below."""

    name = "onevisit.notifications"
    label = "notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        """Listen to the rooms below; offer the bell, and the lists of staff."""
        from django.utils.translation import gettext_lazy as _

        from onevisit.accounts.guards import holding
        from onevisit.accounts.rules import Permission
        from onevisit.notifications.services import telling
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        subscribe(CasesMoved, telling.on_moves)
        subscribe(LimitNear, telling.on_limit_near)
        subscribe(PartyAsked, telling.on_party_asked)
        subscribe(ParcelMoved, telling.on_parcel)
        subscribe(OrderDue, telling.on_order_due)
        subscribe(MoneyBack, telling.on_money_back)
        subscribe(PutRight, telling.on_put_right)
        mine = ("notifications:mine", "bell")
        register(
            NavItem(_("消息"), mine[0], Audience.PERSON, mine[1], 50, Place.BELL, count=_unread),
            NavItem(
                _("消息"),
                mine[0],
                Audience.STAFF,
                mine[1],
                47,
                Place.STAFF,
                visible=holding(Permission.PEOPLE_HELP),
                count=_unread,
            ),
            NavItem(
                _("短信发送"),
                "notifications:sent",
                Audience.STAFF,
                "send",
                48,
                Place.STAFF,
                visible=holding(Permission.CASES_LOOK_UP),
            ),
            NavItem(
                _("消息文字"),
                "notifications:kinds",
                Audience.STAFF,
                "message-square-text",
                49,
                Place.STAFF,
                visible=holding(Permission.CATALOGUE_PUBLISH),
            ),
        )


def _unread(request: HttpRequest) -> int:
    from onevisit.accounts.queries import actor_of
    from onevisit.notifications.queries import unread

    return unread(actor_of(request))
