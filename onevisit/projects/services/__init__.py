"""Writes of the projects room."""

from onevisit.projects.services.kinds import put_kind_in_force, send_kind_back, write_kind
from onevisit.projects.services.projects import (
    LONGEST_NAME,
    ProjectDraft,
    begin,
    begin_again,
    end_engagement,
    note_engagement,
    on_answered,
    on_submitted,
    register,
)
from onevisit.projects.services.summing import kept_sums, renew_sums
from onevisit.projects.services.typing import drop_typing, keep_typing

__all__ = [
    "LONGEST_NAME",
    "ProjectDraft",
    "begin",
    "begin_again",
    "drop_typing",
    "end_engagement",
    "keep_typing",
    "kept_sums",
    "note_engagement",
    "on_answered",
    "on_submitted",
    "put_kind_in_force",
    "register",
    "renew_sums",
    "send_kind_back",
    "write_kind",
]
