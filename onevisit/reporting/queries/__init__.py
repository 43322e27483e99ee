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

__all__ = [
    "BatchLine",
    "BatchView",
    "RefusedLine",
    "ReportState",
    "batch_view",
    "batches",
    "refused",
    "report_state",
]
