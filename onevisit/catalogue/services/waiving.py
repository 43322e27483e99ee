"""Waivers: a publish rule let go for one item or bundle, by name and with a reason, on record."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue import queries
from onevisit.catalogue.access import scope_of
from onevisit.catalogue.errors import (
    already_waived,
    no_such_offer,
    no_such_rule,
    no_such_waiver,
    nothing_to_waive,
    waiver_needs_name,
    waiver_reason,
)
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion, Waiver
from onevisit.catalogue.rules.publishing import RULES
from onevisit.catalogue.rules.versions import OPEN, VersionState
from onevisit.catalogue.services.holding import hold_row
from onevisit.kernel import clock

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class _Thing:
    """The item or bundle, locked, and the newest version that somebody works with."""

    row: Item | Bundle
    version: ItemVersion | BundleVersion
    scope: Scope

    @property
    def owner(self) -> dict[str, Item | Bundle]:
        return {"item" if isinstance(self.row, Item) else "bundle": self.row}


@transaction.atomic
def waive(*, code: str, rule: str, reason: str, actor: Actor) -> UUID:
    """Let the rule go for what stands under the code, draft or published; the waiver's id.

    It holds for later versions too, until it is withdrawn. Raises NotFound
    `catalogue.no_such_offer`, Invalid `catalogue.no_such_rule`, `catalogue.waiver_reason`
    (1 to 500 characters), Conflict `catalogue.already_waived`, `catalogue.nothing_to_waive` (the
    rule holds), Refused `accounts.not_permitted`, `catalogue.waiver_needs_name` (nobody in person).
    """
    thing = _thing(code)
    require(actor, Permission.CATALOGUE_PUBLISH, thing.scope)
    if actor.user_id is None or not actor.name.strip():
        raise waiver_needs_name()
    if rule not in RULES:
        raise no_such_rule(rule)
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise waiver_reason(LONGEST_REASON)
    if Waiver.objects.filter(**thing.owner, rule=rule, withdrawn_at=None).exists():
        raise already_waived(rule)
    if not any(each.rule == rule for each in queries.all_findings(thing.version)):
        raise nothing_to_waive(rule)
    waiver = Waiver.objects.create(
        **thing.owner,
        rule=rule,
        reason=reason.strip(),
        number=thing.version.number,
        given_at=clock.now(),
        given_by=actor.user_id,
        given_by_name=actor.name[:100],
    )
    _record("catalogue.waive", waiver, thing, actor)
    return waiver.id


@transaction.atomic
def withdraw_waiver(*, waiver_id: UUID, actor: Actor) -> str:
    """End the waiver: the rule counts again; what is published stays so. The code it was given for.

    Doing it again changes nothing. Raises NotFound `catalogue.no_such_waiver`, Refused
    `accounts.not_permitted`, `catalogue.waiver_needs_name`.
    """
    waiver = Waiver.objects.select_for_update().filter(id=waiver_id).first()
    if waiver is None:
        raise no_such_waiver()
    row = waiver.item or waiver.bundle
    assert row is not None
    thing = _thing(row.code)
    require(actor, Permission.CATALOGUE_PUBLISH, thing.scope)
    if actor.user_id is None or not actor.name.strip():
        raise waiver_needs_name()
    if waiver.withdrawn_at is not None:
        return row.code
    waiver.withdrawn_at = clock.now()
    waiver.withdrawn_by = actor.user_id
    waiver.withdrawn_by_name = actor.name[:100]
    waiver.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_by_name"])
    _record("catalogue.withdraw_waiver", waiver, thing, actor)
    return row.code


def _thing(code: str) -> _Thing:
    """Draft before published: the draft is what somebody wants to publish."""
    row = hold_row(code)
    alive = (*OPEN, VersionState.PUBLISHED)
    version = row.versions.filter(state__in=alive).order_by("-number").first()
    if version is None:
        raise no_such_offer(code)
    return _Thing(row, version, scope_of(row))


def _record(action: str, waiver: Waiver, thing: _Thing, actor: Actor) -> None:
    record(
        action=action,
        target_type=f"catalogue.{next(iter(thing.owner))}",
        target_id=thing.row.id,
        actor=actor,
        facts={"code": thing.row.code, "rule": waiver.rule, "version": waiver.number},
        department_id=thing.scope.department_id,
    )
