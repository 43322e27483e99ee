"""Notifications as a Django app."""

from django.apps import AppConfig
from django.http import HttpRequest

from onevisit.cases.rules.events import (
    CasesMoved,
    DrawingsMoved,
    DrawingsTold,
    HolderTold,
    LimitNear,
    LockerMoved,
    MendingAnswered,
    ParcelMoved,
    PartyAsked,
    VisitAsked,
    VisitMoved,
)
from onevisit.delivery.rules.events import BagMoved
from onevisit.kernel.events import subscribe
from onevisit.payments.rules.events import MoneyBack, OrderDue, OrderNear, OrderSettled
from onevisit.ratings.rules import PutRight


class NotificationsConfig(AppConfig):
    """Owns messages and how they go out; wakes when something happens in the rooms below."""

    name = "onevisit.notifications"
    label = "notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        """Listen to the rooms below; offer the bell, and the lists of staff."""
        from onevisit.notifications.services import carrying, drawing, telling, visiting

        subscribe(CasesMoved, telling.on_moves)
        subscribe(LimitNear, telling.on_limit_near)
        subscribe(PartyAsked, telling.on_party_asked)
        subscribe(ParcelMoved, telling.on_parcel)
        subscribe(LockerMoved, telling.on_locker)
        subscribe(BagMoved, carrying.on_bag)
        subscribe(HolderTold, telling.on_holder_told)
        subscribe(VisitMoved, telling.on_visit)
        subscribe(VisitAsked, visiting.on_asked)
        subscribe(DrawingsTold, drawing.on_letter)
        subscribe(DrawingsMoved, drawing.on_move)
        subscribe(MendingAnswered, drawing.on_answer)
        subscribe(OrderDue, telling.on_order_due)
        subscribe(OrderNear, telling.on_order_near)
        subscribe(OrderSettled, telling.on_order_settled)
        subscribe(MoneyBack, telling.on_money_back)
        subscribe(PutRight, telling.on_put_right)
        _offer()


def _offer() -> None:
    """The bell, and the lists of staff."""
    from django.utils.translation import gettext_lazy as _

    from onevisit.accounts.guards import holding
    from onevisit.accounts.rules import Permission
    from onevisit.ui.navigation import Audience, NavItem, Place, register

    mine = ("notifications:mine", "bell")
    heads = (Permission.ORDERS_ANSWER, Permission.ORDERS_ISSUE, Permission.ORDERS_DECIDE)
    counted = holding(Permission.PEOPLE_HELP, *heads)

    def told(request: HttpRequest) -> bool:
        return counted(request) or _handles_cases(request)

    def waiting(request: HttpRequest) -> int:
        return _unread(request) if counted(request) else 0

    lined = (Audience.STAFF, mine[1], 47, Place.STAFF)
    register(
        NavItem(_("消息"), mine[0], Audience.PERSON, mine[1], 50, Place.BELL, count=_unread),
        NavItem(_("消息"), mine[0], *lined, visible=told, count=waiting),
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


def _handles_cases(request: HttpRequest) -> bool:
    """Who handles cases and heads nobody: told of their own cases, without a count on each page."""
    from onevisit.accounts.queries import actor_of
    from onevisit.accounts.rules import Permission

    actor = actor_of(request)
    return actor.may(Permission.CASES_REVIEW) and not actor.may(Permission.ORDERS_ANSWER)


def _unread(request: HttpRequest) -> int:
    from onevisit.accounts.queries import actor_of
    from onevisit.notifications.queries import unread

    return unread(actor_of(request))
