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
from onevisit.reporting.queries.codes import AnswerLine, CodesView, Withheld, codes_view
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
    "AnswerLine",
    "BatchLine",
    "BatchView",
    "CallLine",
    "CodesView",
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
    "Withheld",
    "batch_view",
    "batches",
    "codes_view",
    "feed_page",
    "hook_view",
    "hooks",
    "office_view",
    "offices",
    "refused",
    "report_state",
]
