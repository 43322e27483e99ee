"""Reads of the accounts room."""

from onevisit.accounts.queries.actors import ACTING_FOR, actor_by_username, actor_for, actor_of
from onevisit.accounts.queries.linking import registered_again, registered_for
from onevisit.accounts.queries.logins import (
    logins,
    staff_holding,
    user_by_id,
    user_by_username,
    windows_at,
)
from onevisit.accounts.queries.people import (
    masked_person,
    organisation_by_id,
    organisation_names_of,
    organisations,
    organisations_of,
    own_person,
    person_names,
    person_summaries,
    representatives_of,
    represents,
)
from onevisit.accounts.queries.sandbox import SentMessage, sandbox_messages
from onevisit.accounts.queries.tokens import tokens

__all__ = [
    "ACTING_FOR",
    "SentMessage",
    "actor_by_username",
    "actor_for",
    "actor_of",
    "logins",
    "masked_person",
    "organisation_by_id",
    "organisation_names_of",
    "organisations",
    "organisations_of",
    "own_person",
    "person_names",
    "person_summaries",
    "registered_again",
    "registered_for",
    "representatives_of",
    "represents",
    "sandbox_messages",
    "staff_holding",
    "tokens",
    "user_by_id",
    "user_by_username",
    "windows_at",
]
