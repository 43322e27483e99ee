"""Saying what a kind of business needs before it opens."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit.services import record
from onevisit.catalogue.errors import belongs_elsewhere, definition_refused, no_such_activity
from onevisit.catalogue.models import BusinessActivity
from onevisit.catalogue.rules.activities import Activity, check_activity
from onevisit.catalogue.rules.parsing import activity_json, parse_activity
from onevisit.kernel import clock
from onevisit.kernel.canonical import digest


@transaction.atomic
def set_activities(documents: Sequence[object], *, region: str, actor: Actor) -> tuple[UUID, ...]:
    """Set these kinds of business for the region, in this order; what stands already and is not
    among them stays as it is, behind them. The ids of all.

    Raises Invalid `catalogue.definition_refused` (with `problems`), `catalogue.document_malformed`,
    `conditions.*`, Conflict `catalogue.belongs_elsewhere`, Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(None, region))
    return tuple(
        _set(parse_activity(document), position, region, actor)
        for position, document in enumerate(documents)
    )


@transaction.atomic
def withdraw_activity(*, code: str, actor: Actor) -> None:
    """Take a kind of business off the list; doing it again changes nothing.

    Raises NotFound `catalogue.no_such_activity`, Refused `accounts.not_permitted`.
    """
    row = BusinessActivity.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise no_such_activity(code)
    require(actor, Permission.CATALOGUE_PUBLISH, Scope(None, row.region_id))
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        _record("catalogue.withdraw_activity", row, actor)


def _set(activity: Activity, position: int, region: str, actor: Actor) -> UUID:
    problems = check_activity(activity).problems
    if problems:
        raise definition_refused(activity.code, problems)
    document = activity_json(activity)
    known = {"name": activity.name, "position": position, "document": document}
    known |= {"digest": digest(document), "set_at": clock.now(), "set_by": actor.user_id}
    row, made = BusinessActivity.objects.select_for_update().get_or_create(
        code=activity.code, defaults={**known, "region_id": region}
    )
    if row.region_id != region:
        raise belongs_elsewhere(activity.code)
    stands = (row.digest, row.position, row.withdrawn_at) == (known["digest"], position, None)
    if not stands:
        for name, value in known.items():
            setattr(row, name, value)
        row.withdrawn_at = None
        row.save()
    if made or not stands:
        _record("catalogue.set_activity", row, actor)
    return row.id


def _record(action: str, row: BusinessActivity, actor: Actor) -> None:
    record(
        action=action,
        target_type="catalogue.activity",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, "digest": row.digest},
    )
