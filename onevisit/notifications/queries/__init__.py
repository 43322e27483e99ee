"""Reads of the notifications room."""

from onevisit.notifications.queries.desk import DeliveryLine, SentPage, deliveries
from onevisit.notifications.queries.mine import MessageLine, MessagePage, messages, unread
from onevisit.notifications.queries.settings import ChannelView, SettingsView, settings_of
from onevisit.notifications.queries.templates import KindLine, KindView, kind_view, kinds

__all__ = [
    "ChannelView",
    "DeliveryLine",
    "KindLine",
    "KindView",
    "MessageLine",
    "MessagePage",
    "SentPage",
    "SettingsView",
    "deliveries",
    "kind_view",
    "kinds",
    "messages",
    "settings_of",
    "unread",
]
