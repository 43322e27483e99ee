"""Writes of guidance: what search has prepared."""

from onevisit.guidance.services.indexing import prepare_again, prepare_changed

__all__ = ["prepare_again", "prepare_changed"]
