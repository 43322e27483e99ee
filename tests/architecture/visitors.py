"""Who visits the pages, and the few makers with which the rows of the tables are written."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Who(StrEnum):
    """The eighteen visitors."""

    GUEST = "guest"
    CITIZEN = "citizen"
    OTHER_CITIZEN = "other citizen"
    CLERK = "clerk"
    GREETER = "greeter"
    APPROVER = "approver"
    OTHER_APPROVER = "approver of another department"
    HEAD = "head"
    GOVERNMENT_HEAD = "head of the government"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CURATOR = "catalogue officer"
    CASHIER = "cashier"
    STEWARD = "data steward"
    ARCHIVIST = "archivist"
    ARCHIVE_HEAD = "head of the archive"
    HELPER = "helper"
    ACTING = "helper in the name of the citizen"


EVERYONE = frozenset(Who)
CITIZENS = frozenset({Who.CITIZEN, Who.OTHER_CITIZEN})
PERSONS = CITIZENS | {Who.ACTING}
"""Who comes through the citizens' door."""
STAFF = EVERYONE - PERSONS - {Who.GUEST}
QUEUERS = frozenset({Who.CLERK, Who.GREETER})
APPROVERS = frozenset({Who.APPROVER, Who.OTHER_APPROVER})
ARCHIVISTS = frozenset({Who.ARCHIVIST, Who.ARCHIVE_HEAD})
OPERATORS = frozenset({Who.SUPERVISOR, Who.ADMIN})
REVIEWERS = APPROVERS | {Who.HEAD}


@dataclass(frozen=True)
class Page:
    """One row. Who is not allowed gets 404 when ``hidden``, else 403; a guest is sent to login.

    ``method`` is ``get`` or ``post``, for the API any; a POST is sent with ``World.data[args]`` or
    nothing: for who is allowed any answer but a refusal counts (an empty form is answered with its
    errors).
    """

    allowed: frozenset[Who]
    hidden: frozenset[Who] = frozenset()
    args: str = ""
    method: str = "get"

    def post(self) -> "Page":
        """The same, asked for with POST."""
        return replace(self, method="post")


def public(args: str = "") -> Page:
    """Anybody."""
    return Page(EVERYONE, args=args)


def members(args: str = "") -> Page:
    """Anybody signed in."""
    return Page(EVERYONE - {Who.GUEST}, args=args)


def citizens(args: str = "") -> Page:
    """Any person signed in, and who acts for one; staff are told that this is not their door."""
    return Page(PERSONS, args=args)


def themselves(args: str = "") -> Page:
    """Any person signed in; nobody in another's name."""
    return Page(CITIZENS, args=args)


def helping(args: str = "") -> Page:
    """Helpers, also in the name of somebody; for citizens there is no such page."""
    return Page(frozenset({Who.HELPER, Who.ACTING}), hidden=CITIZENS, args=args)


def own(args: str) -> Page:
    """The person it belongs to and their helper; to another person it does not exist."""
    return Page(
        frozenset({Who.CITIZEN, Who.ACTING}), hidden=frozenset({Who.OTHER_CITIZEN}), args=args
    )


def of_nobody(args: str) -> Page:
    """What the application of the table lacks: there is none for anybody."""
    nobody = frozenset({Who.CITIZEN, Who.ACTING, Who.OTHER_CITIZEN})
    return Page(frozenset(), hidden=nobody, args=args)


def asked(args: str) -> Page:
    """The person it belongs to alone: nobody agrees, or has a code, in another's name."""
    return Page(frozenset({Who.CITIZEN}), hidden=frozenset({Who.OTHER_CITIZEN}), args=args)


def staff(*who: Who, args: str = "") -> Page:
    """Some of the staff (all when none is named); for citizens there is no such page."""
    return Page(frozenset(who) or STAFF, hidden=PERSONS, args=args)


def scoped(*who: Who, args: str) -> Page:
    """Staff within their scope; outside it, and for citizens, it does not exist."""
    return Page(frozenset(who), hidden=EVERYONE - frozenset(who) - {Who.GUEST}, args=args)


def of_department(args: str) -> Page:
    """The officers of its department; for those of another it does not exist."""
    return Page(
        frozenset({Who.APPROVER, Who.HEAD}), hidden=PERSONS | {Who.OTHER_APPROVER}, args=args
    )


def deciding(args: str) -> Page:
    """Who decides in its department; the head, who does not, is told so."""
    return Page(frozenset({Who.APPROVER}), hidden=PERSONS | {Who.OTHER_APPROVER}, args=args)
