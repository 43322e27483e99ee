"""Rows of the reporting room: the outbox, what other systems hold, what goes to them."""

from onevisit.reporting.models.batches import Batch, Due, Entry, Happened, Row
from onevisit.reporting.models.codes import CodeAnswer
from onevisit.reporting.models.feed import FeedEntry
from onevisit.reporting.models.hooks import Call, Subscription
from onevisit.reporting.models.offices import Office, OfficeCase, OfficeFile, OfficeLine

__all__ = [
    "Batch",
    "Call",
    "CodeAnswer",
    "Due",
    "Entry",
    "FeedEntry",
    "Happened",
    "Office",
    "OfficeCase",
    "OfficeFile",
    "OfficeLine",
    "Row",
    "Subscription",
]
