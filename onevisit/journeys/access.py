"""Who may ask the planner, and see what others asked."""

from onevisit.accounts.rules import Actor, Permission, require

PLANNERS = (Permission.CATALOGUE_EDIT, Permission.ENABLERS_KEEP, Permission.OVERSIGHT_READ)
"""Officers of the catalogue, the data steward, and who reads what comes of it all."""


def require_planner(actor: Actor) -> None:
    """Raises Refused `accounts.not_permitted`."""
    if not any(actor.may(each) for each in PLANNERS):
        require(actor, PLANNERS[0])
