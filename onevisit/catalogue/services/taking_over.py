"""A draft brought onto what was published while it was written: nobody's work is lost."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue import queries
from onevisit.catalogue.errors import version_not_draft
from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.comparing import Clash, merge
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.versions import VersionState
from onevisit.catalogue.services.holding import hold, put_on_trail, tell
from onevisit.catalogue.services.keeping import keep


@transaction.atomic
def take_over(version_id: UUID, *, actor: Actor) -> tuple[Clash, ...]:
    """Bring the draft onto the version in force: what only the others changed is taken over; where
    both changed the same, the draft's own stands and is named in the answer and in the history.

    Doing it again changes nothing. Raises NotFound `catalogue.no_such_version`, Conflict
    `catalogue.version_not_draft`, Refused `accounts.not_permitted`.
    """
    held = hold(version_id)
    require(actor, Permission.CATALOGUE_EDIT, held.scope)
    row, version, current = held.row, held.version, held.current
    if version.state != VersionState.DRAFT:
        raise version_not_draft(version.state)
    if current is None or version.based_on is None or not queries.base_moved(row, version):
        return ()
    parse = parse_item if isinstance(row, Item) else parse_bundle
    base = row.versions.get(id=version.based_on)
    merged = merge(parse(base.document), parse(version.document), parse(current.document))
    newest = row.versions.aggregate(newest=Max("number"))["newest"]
    if newest > version.number:
        version.number = newest + 1
    version.based_on = current.id
    keep(version, merged.definition, actor=actor)
    facts = {"onto": current.number, "clashes": len(merged.clashes)}
    tell(row, version.number, "take_over", actor=actor, facts={**facts})
    put_on_trail(held, "catalogue.take_over", actor, **facts)
    return merged.clashes
