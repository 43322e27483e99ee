"""Reads of the reporting room."""

from onevisit.reporting.queries.batches import (
    BatchLine,
    BatchView,
    RefusedLine,
    ReportState,
    batch_view,
    batches,
    refused,
    report_state,
)
from onevisit.reporting.queries.feed import FeedLine, FeedPage, feed_page
from onevisit.reporting.queries.hooks import CallLine, HookLine, HookView, hook_view, hooks
from onevisit.reporting.queries.offices import (
    FileLine,
    OfficeLineView,
    OfficeView,
    RowLine,
    office_view,
    offices,
)

__all__ = [
    "BatchLine",
    "BatchView",
    "CallLine",
    "FeedLine",
    "FeedPage",
    "FileLine",
    "HookLine",
    "HookView",
    "OfficeLineView",
    "OfficeView",
    "RefusedLine",
    "ReportState",
    "RowLine",
    "batch_view",
    "batches",
    "feed_page",
    "hook_view",
    "hooks",
    "office_view",
    "offices",
    "refused",
    "report_state",
]
