"""Refusals about who acts for another."""

from onevisit.kernel.errors import Refused


def both_sides() -> Refused:
    """Nobody acts for somebody in a matter in which they are another party themself, or act for
    one (民法典 168).
    """
    return Refused("cases.both_sides")


def outside_authority(name: str) -> Refused:
    """The person's authority does not reach `name`, or it is for an organisation."""
    return Refused("cases.outside_authority", name=name)


def helped_here() -> Refused:
    """The officer was the applicant's helper in this very application."""
    return Refused("cases.helped_here")


def officer_helps() -> Refused:
    """The helper acted as an officer in this very application."""
    return Refused("cases.officer_helps")
