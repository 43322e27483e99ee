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
from onevisit.reporting.queries.hooks import CallLine, HookLine, HookView, hook_view, hooks

__all__ = [
    "BatchLine",
    "BatchView",
    "CallLine",
    "HookLine",
    "HookView",
    "RefusedLine",
    "ReportState",
    "batch_view",
    "batches",
    "hook_view",
    "hooks",
    "refused",
    "report_state",
]
