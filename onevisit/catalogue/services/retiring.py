"""Ending an item or bundle on a day, and bringing it back. Nobody ends it alone."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    already_retiring,
    approval_needs_name,
    bundle_needs_item,
    effective_past,
    no_such_offer,
    no_such_retirement,
    not_retired,
    own_retirement,
    version_in_review,
)
from onevisit.catalogue.models import BundleVersion, Item, ItemVersion, Retirement
from onevisit.catalogue.rules.events import CatalogueChanged, OfferKind
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.catalogue.rules.versions import OPEN, STANDING, VersionMove, VersionState
from onevisit.catalogue.services.holding import (
    Held,
    given_reason,
    hold_row,
    move,
    put_on_trail,
    tell,
    touch,
)
from onevisit.catalogue.services.references import resolve, save_refs
from onevisit.catalogue.services.reviewing import AHEAD
from onevisit.kernel import clock, events
from onevisit.kernel.errors import NotFound, Refused


@transaction.atomic
def propose_retirement(*, code: str, on: date, reason: str, actor: Actor) -> UUID:
    """Propose that what stands under the code ends on a day (today to a year ahead); the plan's id.

    Somebody else confirms it. Raises NotFound `catalogue.no_such_offer`, Invalid
    `catalogue.effective_past`, `catalogue.review_reason`, Conflict `catalogue.already_retiring`,
    Refused `catalogue.bundle_needs_item`, `catalogue.approval_needs_name`,
    `accounts.not_permitted`.
    """
    held = _in_force(code)
    require(actor, Permission.CATALOGUE_EDIT, held.scope)
    person = _person(actor)
    today = clock.today()
    if not today <= on <= today + AHEAD:
        raise effective_past()
    why = given_reason(reason)
    if Retirement.objects.filter(**{held.kind.value: held.row}, ended_at=None).exists():
        raise already_retiring(code)
    _refuse_needed(held)
    plan = Retirement.objects.create(
        **{held.kind.value: held.row},
        on=on,
        reason=why,
        proposed_at=clock.now(),
        proposed_by=person,
        proposed_by_name=actor.name[:100],
    )
    facts = {"effective_on": on.isoformat()}
    number = held.version.number
    tell(held.row, number, "propose_retirement", actor=actor, reason=why, facts={**facts})
    put_on_trail(held, "catalogue.propose_retirement", actor, **facts)
    return plan.id


@transaction.atomic
def confirm_retirement(retirement_id: UUID, *, actor: Actor) -> None:
    """The second signature: it ends on its day, or at once when that is today or over.

    Doing it again changes nothing. Raises NotFound `catalogue.no_such_retirement`, Refused
    `catalogue.own_retirement`, `catalogue.bundle_needs_item`, `accounts.not_permitted`.
    """
    plan, held = _plan(retirement_id)
    require(actor, Permission.CATALOGUE_PUBLISH, held.scope)
    person = _person(actor)
    if person == plan.proposed_by:
        raise own_retirement()
    if plan.confirmed_at is not None:
        return
    _refuse_needed(held)
    plan.confirmed_at, plan.confirmed_by = clock.now(), person
    plan.confirmed_by_name = actor.name[:100]
    plan.save()
    tell(held.row, held.version.number, "confirm_retirement", actor=actor)
    put_on_trail(held, "catalogue.confirm_retirement", actor, effective_on=plan.on.isoformat())
    if plan.on <= clock.today():
        retire_now(plan, held, actor)


@transaction.atomic
def cancel_retirement(retirement_id: UUID, *, reason: str, actor: Actor) -> None:
    """Call the plan off before its day. Raises NotFound `catalogue.no_such_retirement`, Invalid
    `catalogue.review_reason`, Refused `accounts.not_permitted`.
    """
    plan, held = _plan(retirement_id)
    require(actor, Permission.CATALOGUE_EDIT, held.scope)
    why = given_reason(reason)
    plan.ended_at = clock.now()
    plan.save(update_fields=["ended_at"])
    tell(held.row, held.version.number, "cancel_retirement", actor=actor, reason=why)
    put_on_trail(held, "catalogue.cancel_retirement", actor)


def retire_now(plan: Retirement, held: Held, actor: Actor) -> None:
    """End it: nobody can begin it any more; who has submitted goes on to the end."""
    move(held, VersionMove.RETIRE, actor=actor, reason=plan.reason)
    held.version.save(update_fields=["state"])
    held.row.current = None
    held.row.save(update_fields=["current"])
    plan.done_at = clock.now()
    plan.save(update_fields=["done_at"])
    put_on_trail(held, "catalogue.retire", actor)
    ids = (held.row.id,)
    if held.kind is OfferKind.ITEM:
        events.publish(CatalogueChanged(item_ids=ids))
    else:
        events.publish(CatalogueChanged(bundle_ids=ids))


@transaction.atomic
def revive(*, code: str, reason: str, actor: Actor) -> UUID:
    """Bring back what was ended, as a draft that is its last version; the draft's id.

    It goes through the review like any other, where it is flagged. Raises NotFound
    `catalogue.no_such_offer`, Conflict `catalogue.not_retired`, `catalogue.version_in_review` (a
    version is open already), Invalid `catalogue.review_reason`, Refused `accounts.not_permitted`.
    """
    row = hold_row(code)
    if row.current_id is not None:
        raise not_retired(code)
    open_one = row.versions.filter(state__in=OPEN).first()
    if open_one is not None:
        raise version_in_review(code, open_one.state)
    last = row.versions.filter(state__in=STANDING).order_by("-number").first()
    if last is None:
        raise no_such_offer(code)
    held = Held(row, last)
    require(actor, Permission.CATALOGUE_EDIT, held.scope)
    why = given_reason(reason)
    draft = _again(held, actor)
    tell(row, draft.number, "revive", actor=actor, reason=why)
    put_on_trail(Held(row, draft), "catalogue.revive", actor)
    return draft.id


def _again(held: Held, actor: Actor) -> ItemVersion | BundleVersion:
    last = held.version
    newest = held.row.versions.aggregate(newest=Max("number"))["newest"]
    draft = type(last)(
        **{held.kind.value: held.row},
        number=newest + 1,
        schema=last.schema,
        document=last.document,
        digest=last.digest,
    )
    touch(draft, actor)
    draft.save()
    parse = parse_item if isinstance(held.row, Item) else parse_bundle
    save_refs(draft, resolve(parse(last.document)))
    return draft


def _person(actor: Actor) -> UUID:
    if actor.user_id is None or not actor.name.strip():
        raise approval_needs_name()
    return actor.user_id


def _in_force(code: str) -> Held:
    row = hold_row(code)
    version = row.versions.select_for_update().filter(state=VersionState.PUBLISHED).first()
    if version is None:
        raise no_such_offer(code)
    return Held(row, version)


def _plan(retirement_id: UUID) -> tuple[Retirement, Held]:
    """A plan that is neither done nor called off, with what it would end; all locked."""
    found = Retirement.objects.filter(id=retirement_id).select_related("item", "bundle").first()
    thing = (found.item or found.bundle) if found is not None else None
    if thing is None:
        raise no_such_retirement()
    held = _in_force(thing.code)
    plan = (
        Retirement.objects.select_for_update()
        .filter(id=retirement_id, done_at=None, ended_at=None)
        .first()
    )
    if plan is None:
        raise no_such_retirement()
    return plan, held


def confirmed_plan(retirement_id: UUID) -> tuple[Retirement, Held] | None:
    """A confirmed plan whose day has come, locked with what it ends.

    None when somebody was quicker, or a bundle has come to need the item: then it waits.
    """
    try:
        plan, held = _plan(retirement_id)
        _refuse_needed(held)
    except (NotFound, Refused):
        return None
    return (plan, held) if plan.confirmed_at and plan.on <= clock.today() else None


def _refuse_needed(held: Held) -> None:
    """A bundle that stands must not lose one of its items."""
    if not isinstance(held.row, Item):
        return
    using = [
        row.name
        for row, bundle, region in queries.bundles_with(held.row)
        if held.current is not None
        and any(
            each.version_id == held.current.id
            for each in queries.resolve_parts(bundle, region).values()
        )
    ]
    if using:
        raise bundle_needs_item("、".join(using))
