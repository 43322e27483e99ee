"""Refusals around results in lockers."""

from onevisit.kernel.errors import Conflict, Invalid


def nothing_to_lay_in() -> Conflict:
    """No result of this application waits to be laid into a locker of the clerk's office."""
    return Conflict("cases.nothing_to_lay_in")


def in_a_locker(where: str) -> Conflict:
    """The result lies in a locker: the clerk takes it out there first."""
    return Conflict("cases.in_a_locker", where=where)


def locker_needed() -> Invalid:
    """At which service point's locker the results are fetched has not been said, or it has none."""
    return Invalid("cases.locker_needed", field="locker")
