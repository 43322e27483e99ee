"""Who may call which operation of the API: one row for each, as in ``url_table``.

Every visitor calls with a token that has every scope they could have. A call without the scope is
refused (403), without a token too (401); what does not belong to the caller does not exist (404).
"""

from tests.architecture.url_table import APPROVERS, CITIZENS, EVERYONE, REVIEWERS, STAFF, Page, Who

NOBODY_ELSE: frozenset[Who] = frozenset()
MEMBERS = CITIZENS | REVIEWERS | {Who.CLERK, Who.SUPERVISOR}  # whom some scope fits


def public(args: str = "", method: str = "get") -> Page:
    """Anybody, without a token too."""
    return Page(EVERYONE, args=args, method=method)


def only(
    *who: Who, hidden: frozenset[Who] = NOBODY_ELSE, args: str = "", method: str = "get"
) -> Page:
    """These; to who is `hidden` it does not exist, all others lack the scope."""
    return Page(frozenset(who), hidden=hidden, args=args, method=method)


API: dict[str, Page] = {
    "api:api-root": Page(frozenset(), hidden=EVERYONE),
    "api:openapi": public(),
    "api:problem": public("problem"),
    "api:me": only(*MEMBERS),
    "api:departments": public(),
    "api:service-points": public(),
    "api:offers": public(),
    "api:offer": public("offer"),
    "api:definition": public("offer"),
    "api:search": public(),
    "api:questions": public("offer", "post"),
    "api:checklist": public("offer", "post"),
    "api:figures": public("offer", "post"),
    "api:begin": only(*CITIZENS, Who.CLERK, method="post"),
    "api:draft": only(Who.CITIZEN, Who.CLERK, hidden=frozenset({Who.OTHER_CITIZEN}), args="draft"),
}
__all__ = ["API", "APPROVERS", "STAFF"]
