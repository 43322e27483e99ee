"""A bundle begun by hand: from nothing but its name, or as another one is."""

from dataclasses import dataclass

import msgspec
from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.catalogue.access import scope_of
from onevisit.catalogue.errors import no_such_department, no_such_draft
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.rules.definition import BundleDefinition
from onevisit.catalogue.rules.parsing import parse_bundle
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.editing import start_version, tell_draft
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo


@dataclass(frozen=True, slots=True)
class NewBundle:
    """What one must say to begin: `lead` is the code of the department 牵头部门."""

    name: str
    lead: str


@transaction.atomic
def new_bundle(new: NewBundle, *, actor: Actor) -> str:
    """Begin a bundle without parts; the code it stands under.

    Raises Invalid `catalogue.unknown_department`, Refused `accounts.not_permitted`.
    """
    lead = _lead(new, actor)
    return _begin(BundleDefinition(code="", name=new.name, parts=()), new, lead, actor)


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
    row = _row(new.name.strip(), lead)
    named = msgspec.structs.replace(definition, code=row.code, name=row.name, lead=lead.code)
    version = start_version(row, named, 1, actor)
    tell_draft("catalogue.new_bundle", version, row, actor, **facts)
    return row.code


def _row(name: str, lead: DepartmentInfo) -> Bundle:
    """Under the next number of its region; two who begin at one moment get one each."""
    stem = f"YJS-{lead.region[:6]}-"
    codes = Bundle.objects.filter(code__startswith=stem).values_list("code", flat=True)
    endings = (code.removeprefix(stem) for code in codes)
    number = max((int(each) for each in endings if each.isascii() and each.isdigit()), default=0)
    made = False
    while not made:
        number += 1
        row, made = Bundle.objects.get_or_create(
            code=f"{stem}{number:03}",
            defaults={"name": name, "region_id": lead.region, "lead_id": lead.id},
        )
    return row
