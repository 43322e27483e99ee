"""Refusals of the audit room."""

from onevisit.kernel.errors import Invalid


def personal_data_in_facts(action: str) -> Invalid:
    """The facts of an entry hold something that looks like an ID number or a phone."""
    return Invalid("audit.personal_data_in_facts", action=action)


def bad_filter(field: str) -> Invalid:
    """A filter of the audit page cannot be read (an unreadable date or id)."""
    return Invalid("audit.bad_filter", field=field)
