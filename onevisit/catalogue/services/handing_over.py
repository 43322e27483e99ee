"""Another department leads a bundle: who may let it, and from when it does."""

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import scope_of
from onevisit.catalogue.errors import belongs_elsewhere, no_such_department
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.services.holding import Held
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo


def let_lead(version: BundleVersion, code: str, actor: Actor) -> None:
    """Let the department of this code lead in the draft, if it does not already. It takes who
    writes for both, and both are of the bundle's region. A bundle that nobody sees yet is theirs
    at once, else from when the version holds.

    Raises Invalid `catalogue.unknown_department`, Conflict `catalogue.belongs_elsewhere`, Refused
    `accounts.not_permitted`.
    """
    row = version.bundle
    written = version.document.get("lead", "") if version.document else ""
    if not code or code == written:
        return
    lead = _department(code)
    if lead is None:
        raise no_such_department(code)
    if lead.id == row.lead_id and not written:
        return
    if lead.region != row.region_id:
        raise belongs_elsewhere(row.code)
    for scope in (scope_of(row), Scope(lead.id, lead.region)):
        require(actor, Permission.CATALOGUE_EDIT, scope)
    if row.current_id is None:
        row.lead_id = lead.id
        row.save(update_fields=["lead"])


def hand_over(row: Bundle, code: str) -> None:
    """The department of this code leads from now on. Not saved here."""
    lead = _department(code)
    if lead is not None:
        row.lead_id = lead.id


def require_for_both(held: Held, actor: Actor) -> None:
    """Whoever lets a version hold under another lead may do so for that department, too. Raises
    Refused `accounts.not_permitted`.
    """
    if isinstance(held.row, Bundle):
        lead = _department(held.version.document.get("lead", ""))
        if lead is not None and lead.id != held.row.lead_id:
            require(actor, Permission.CATALOGUE_PUBLISH, Scope(lead.id, lead.region))


def _department(code: str) -> DepartmentInfo | None:
    return next((each for each in directory.departments() if each.code == code), None)
