"""Everyday names as data: they grow without a release."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.access import scope_of
from onevisit.catalogue.errors import bad_alias
from onevisit.catalogue.models import Alias, Bundle, Item
from onevisit.catalogue.rules.events import CatalogueChanged
from onevisit.catalogue.services.holding import hold_row
from onevisit.kernel import events

LONGEST_PHRASE = 100


@transaction.atomic
def set_aliases(
    *, code: str, phrases: Iterable[str], actor: Actor, source: str = "curated"
) -> None:
    """Make `phrases` the everyday names of that source for what stands under `code`.

    Names from other sources (the definition, an import) stay. Raises NotFound
    `catalogue.no_such_offer`, Invalid `catalogue.bad_alias`, Refused `accounts.not_permitted`.
    """
    row, scope = _locked(code, actor)
    kept = replace_aliases(**_owner(row), phrases=phrases, source=source)
    _record("catalogue.set_aliases", row, scope, actor, {"source": source, "count": kept})


@transaction.atomic
def add_alias(*, code: str, phrase: str, actor: Actor, source: str) -> None:
    """Give what stands under `code` one more everyday name; the others stay. A name it has already
    changes nothing.

    Raises as `set_aliases`.
    """
    row, scope = _locked(code, actor)
    owner = {**_owner(row), "phrase": clean_phrase(phrase)}
    _, new = Alias.objects.get_or_create(**owner, defaults={"source": source})
    if new:
        _record("catalogue.add_alias", row, scope, actor, {"source": source, "name": phrase})


@transaction.atomic
def drop_alias(*, code: str, phrase: str, actor: Actor, source: str) -> None:
    """Take one everyday name of that source away; names of other sources stay.

    Raises NotFound `catalogue.no_such_offer`, Refused `accounts.not_permitted`.
    """
    row, scope = _locked(code, actor)
    gone, _ = Alias.objects.filter(**_owner(row), phrase=phrase, source=source).delete()
    if gone:
        _record("catalogue.drop_alias", row, scope, actor, {"source": source, "name": phrase})


def _locked(code: str, actor: Actor) -> tuple[Item | Bundle, Scope]:
    """What stands under the code, if the actor may edit it."""
    row = hold_row(code)
    scope = scope_of(row)
    require(actor, Permission.CATALOGUE_EDIT, scope)
    return row, scope


def _owner(row: Item | Bundle) -> dict[str, Any]:
    is_item = isinstance(row, Item)
    return {"item": row if is_item else None, "bundle": None if is_item else row}


def _record(
    action: str, row: Item | Bundle, scope: Scope, actor: Actor, facts: dict[str, Any]
) -> None:
    """On record, and told to who keeps something made of the names."""
    record(
        action=action,
        target_type="catalogue.item" if isinstance(row, Item) else "catalogue.bundle",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, **facts},
        department_id=scope.department_id,
    )
    _tell_changed(row)


def clean_phrase(phrase: str) -> str:
    """The phrase with single blanks. Raises Invalid `catalogue.bad_alias`."""
    cleaned = " ".join(phrase.split())
    if not any(each.isalnum() for each in cleaned) or len(cleaned) > LONGEST_PHRASE:
        raise bad_alias(cleaned)
    return cleaned


def replace_aliases(
    *,
    phrases: Iterable[str],
    source: str,
    item: Item | None = None,
    bundle: Bundle | None = None,
) -> int:
    """Set the names of one source for one thing; how many there are then."""
    wanted = dict.fromkeys(clean_phrase(each) for each in phrases)
    held = Alias.objects.filter(item=item, bundle=bundle)
    held.filter(source=source).exclude(phrase__in=wanted).delete()
    Alias.objects.bulk_create(
        [Alias(phrase=each, item=item, bundle=bundle, source=source) for each in wanted],
        ignore_conflicts=True,
    )
    return len(wanted)


def _tell_changed(row: Item | Bundle) -> None:
    ids: tuple[UUID, ...] = (row.id,)
    if isinstance(row, Item):
        events.publish(CatalogueChanged(item_ids=ids))
    else:
        events.publish(CatalogueChanged(bundle_ids=ids))
