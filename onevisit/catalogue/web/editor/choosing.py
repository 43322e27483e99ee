"""Items and bundles that are chosen on their lists: looked for, ticked, or all that were found."""

from django.http import HttpRequest

from onevisit.accounts.queries import actor_of
from onevisit.catalogue import queries
from onevisit.catalogue.queries import Wanted
from onevisit.catalogue.rules.rewriting import MOST_ITEMS

CODE, EVERY, BUNDLES = "code", "every", "bundles"
"""Names of the inputs: one that is ticked for each, one for all that were found, one where these
are bundles.
"""


def wanted(request: HttpRequest) -> Wanted:
    """What the address asks for: drafts, unless something is looked for."""
    q = request.GET.get("q", "").strip()[:100]
    department = request.GET.get("department", "").strip()[:40]
    whole = bool(q or department) or request.GET.get("show") == "all"
    return Wanted(q, department, drafts=not whole)


def asked(wanted: Wanted) -> dict[str, str]:
    """The same as parts of an address."""
    show = "" if wanted.drafts else "all"
    parts = {"q": wanted.q, "department": wanted.department, "show": show}
    return {name: value for name, value in parts.items() if value}


def chosen(request: HttpRequest) -> tuple[str, ...]:
    """The codes that are ticked, or all that were found."""
    if request.GET.get(EVERY) and request.GET.get(BUNDLES):
        lines = queries.bundles_to_edit(actor_of(request))
        return tuple(each.code for each in lines if each.draft or each.published)[:MOST_ITEMS]
    if request.GET.get(EVERY):
        return queries.codes_to_edit(actor_of(request), wanted(request), most=MOST_ITEMS)
    codes = [each[:80] for each in request.GET.getlist(CODE)]
    return tuple(dict.fromkeys(codes))[:MOST_ITEMS]
