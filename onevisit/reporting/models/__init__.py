"""Rows of the reporting room: the outbox, what other systems hold, what goes to them."""

from onevisit.reporting.models.batches import Batch, Due, Entry, Happened, Row

__all__ = ["Batch", "Due", "Entry", "Happened", "Row"]
