"""Writes of guidance: what search has prepared, and what it learns from people."""

from onevisit.guidance.services.indexing import prepare_again, prepare_changed
from onevisit.guidance.services.learning import forget_choices, judge_phrase, note_choice

__all__ = ["forget_choices", "judge_phrase", "note_choice", "prepare_again", "prepare_changed"]
