"""Refusals about those who must agree to an application. Names in the facts are those of roles."""

from collections.abc import Iterable

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_invitation() -> NotFound:
    """Nobody asked whoever asks to agree to this."""
    return NotFound("cases.no_such_invitation")


def no_such_role() -> Invalid:
    """Nobody of this role must agree, as the answers stand."""
    return Invalid("cases.no_such_role", field="role")


def role_full(name: str) -> Conflict:
    """As many of this role are named as there can be."""
    return Conflict("cases.role_full", name=name)


def named_oneself() -> Invalid:
    """The applicant is one side and cannot be the other too."""
    return Invalid("cases.named_oneself", field="number")


def named_twice() -> Invalid:
    """The same person or organisation stands in this application already."""
    return Invalid("cases.named_twice", field="number")


def name_needed() -> Invalid:
    """Somebody is named with their full name."""
    return Invalid("cases.name_needed", field="name")


def not_yours_to_answer() -> Conflict:
    """It was answered already, or is open no more."""
    return Conflict("cases.not_yours_to_answer")


def agreed_content_changed() -> Conflict:
    """What was shown changed before it was agreed to: it is shown again."""
    return Conflict("cases.agreed_content_changed")


def consent_unread() -> Invalid:
    """The box under what is agreed to was not ticked."""
    return Invalid("cases.consent_unread", field="agreed")


def consent_is_own() -> Refused:
    """Nobody agrees to a contract in another's name with a helper's login."""
    return Refused("cases.consent_is_own")


def consents_missing(roles: Iterable[str]) -> Conflict:
    """These must agree before it can be handed in."""
    return Conflict("cases.consents_missing", roles="、".join(roles))


def still_to_fill(labels: Iterable[str]) -> Invalid:
    """What this party gives is missing: they agree to the whole."""
    return Invalid("cases.still_to_fill", labels="、".join(labels))


def nothing_again() -> Conflict:
    """It is not a matter of which there is another, as of a twin."""
    return Conflict("cases.nothing_again")
