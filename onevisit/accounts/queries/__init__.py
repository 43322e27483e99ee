"""Reads of the accounts room."""

from onevisit.accounts.queries.actors import (
    ACTING_FOR,
    STANDING_IN,
    StandingIn,
    actor_by_username,
    actor_for,
    actor_of,
    helper_for,
    own_actor,
    standing_in,
)
from onevisit.accounts.queries.authorities import (
    authorities_for,
    authorities_of,
    helpers,
)
from onevisit.accounts.queries.linking import registered_again, registered_for
from onevisit.accounts.queries.logins import (
    logins,
    staff_holding,
    user_by_id,
    user_by_username,
    windows_at,
)
from onevisit.accounts.queries.naming import (
    organisation_indexes,
    organisation_number,
    own_organisation_indexes,
    person_indexes,
    person_number,
    phone_number,
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
    "STANDING_IN",
    "SentMessage",
    "StandingIn",
    "actor_by_username",
    "actor_for",
    "actor_of",
    "authorities_for",
    "authorities_of",
    "helper_for",
    "helpers",
    "logins",
    "masked_person",
    "organisation_by_id",
    "organisation_indexes",
    "organisation_names_of",
    "organisation_number",
    "organisations",
    "organisations_of",
    "own_actor",
    "own_organisation_indexes",
    "own_person",
    "person_indexes",
    "person_names",
    "person_number",
    "person_summaries",
    "phone_number",
    "registered_again",
    "registered_for",
    "representatives_of",
    "represents",
    "sandbox_messages",
    "staff_holding",
    "standing_in",
    "tokens",
    "user_by_id",
    "user_by_username",
    "windows_at",
]
