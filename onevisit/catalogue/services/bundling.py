"""A bundle begun by hand: from nothing but its name, or as another one is."""

from dataclasses import dataclass

import msgspec
from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import scope_of
from onevisit.catalogue.errors import (
    bundle_code,
    bundle_exists,
    no_such_department,
    no_such_draft,
)
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.queries.rewriting import next_bundle_code
from onevisit.catalogue.rules.definition import BundleDefinition
from onevisit.catalogue.rules.editing.coding import is_bundle_code
from onevisit.catalogue.rules.parsing import parse_bundle
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.editing import start_version, tell_draft
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo


@dataclass(frozen=True, slots=True)
class NewBundle:
    """What one must say to begin: `lead` is the code of the department 牵头部门. Without a `code`
    it gets the next of its region.
    """

    name: str
    lead: str
    code: str = ""


@transaction.atomic
def new_bundle(new: NewBundle, *, actor: Actor) -> str:
    """Begin a bundle without parts; the code it stands under.

    Raises Invalid `catalogue.unknown_department`, `catalogue.bundle_code`, Conflict
    `catalogue.bundle_exists`, Refused `accounts.not_permitted`.
    """
    lead = _lead(new, actor)
    return _begin(_bare(new), new, lead, actor)


def begun_bundle(new: NewBundle, actor: Actor) -> BundleDefinition:
    """What `new_bundle` begins with; nothing is kept. Raises as `new_bundle`."""
    lead = _lead(new, actor)
    _free(new.code, lead)
    return _bare(new)


def _bare(new: NewBundle) -> BundleDefinition:
    return BundleDefinition(code=new.code, name=new.name.strip(), lead=new.lead, parts=())


@transaction.atomic
def copy_bundle(source: str, new: NewBundle, *, actor: Actor) -> str:
    """Begin a bundle as another one is, its draft before what is published; the new code.

    Everyday names stay behind: they lead to the other one. Raises as `new_bundle`, and NotFound
    `catalogue.no_such_draft` when there is nothing to copy.
    """
    lead = _lead(new, actor)
    alive = (*OPEN, VersionState.PUBLISHED)
    rows = BundleVersion.objects.filter(bundle__code=source, state__in=alive)
    version = rows.order_by("-number").select_related("bundle").first()
    if version is None:
        raise no_such_draft(source)
    require(actor, Permission.CATALOGUE_EDIT, scope_of(version.bundle))
    definition = msgspec.structs.replace(parse_bundle(version.document), everyday=())
    return _begin(definition, new, lead, actor, source=source)


def _lead(new: NewBundle, actor: Actor) -> DepartmentInfo:
    lead = next((each for each in directory.departments() if each.code == new.lead), None)
    if lead is None:
        raise no_such_department(new.lead)
    require(actor, Permission.CATALOGUE_EDIT, Scope(lead.id, lead.region))
    return lead


def _begin(
    definition: BundleDefinition,
    new: NewBundle,
    lead: DepartmentInfo,
    actor: Actor,
    **facts: str,
) -> str:
    row = _named_row(new, lead) if new.code else _row(new.name.strip(), lead)
    named = msgspec.structs.replace(definition, code=row.code, name=row.name, lead=lead.code)
    version = start_version(row, named, 1, actor)
    tell_draft("catalogue.new_bundle", version, row, actor, **facts)
    return row.code


def _free(code: str, lead: DepartmentInfo) -> None:
    if not is_bundle_code(code, lead.region):
        raise bundle_code(code, next_bundle_code(lead.region))
    if Bundle.objects.filter(code=code).exists():
        raise bundle_exists(code)


def _named_row(new: NewBundle, lead: DepartmentInfo) -> Bundle:
    """Under the code that was asked for."""
    _free(new.code, lead)
    row, made = _made(new.code, new.name.strip(), lead)
    if not made:
        raise bundle_exists(new.code)
    return row


def _row(name: str, lead: DepartmentInfo) -> Bundle:
    """Under the next number of its region; two who begin at one moment get one each."""
    made = False
    while not made:
        row, made = _made(next_bundle_code(lead.region), name, lead)
    return row


def _made(code: str, name: str, lead: DepartmentInfo) -> tuple[Bundle, bool]:
    named = {"name": name, "region_id": lead.region, "lead_id": lead.id}
    return Bundle.objects.get_or_create(code=code, defaults=named)
