"""A version under the hand of whoever moves it: its item or bundle is locked first, then itself."""

from dataclasses import dataclass
from uuid import UUID

from onevisit.accounts.rules import Actor, Scope
from onevisit.audit.services import record
from onevisit.catalogue.access import keeper_of, scope_of
from onevisit.catalogue.errors import no_such_offer, no_such_version, review_reason
from onevisit.catalogue.models import Bundle, BundleVersion, Item, ItemVersion, VersionEvent
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.versions import VersionMove, moved
from onevisit.kernel import clock
from onevisit.kernel.types import JsonObject

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A version and the item or bundle it is of, both locked."""

    row: Item | Bundle
    version: ItemVersion | BundleVersion

    @property
    def kind(self) -> OfferKind:
        """What it is."""
        return OfferKind.ITEM if isinstance(self.row, Item) else OfferKind.BUNDLE

    @property
    def department_id(self) -> UUID:
        """Who keeps it."""
        return keeper_of(self.row)

    @property
    def scope(self) -> Scope:
        """Where it belongs."""
        return scope_of(self.row)

    @property
    def current(self) -> ItemVersion | BundleVersion | None:
        """The version in force."""
        return self.row.current


def hold_row(code: str) -> Item | Bundle:
    """Lock what stands under the code. Raises NotFound `catalogue.no_such_offer`."""
    item = Item.objects.select_for_update().filter(code=code).first()
    row = item or Bundle.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise no_such_offer(code)
    return row


def hold(version_id: UUID) -> Held:
    """Lock the version and what it is of. Raises NotFound `catalogue.no_such_version`."""
    item_id = ItemVersion.objects.filter(id=version_id).values_list("item_id", flat=True).first()
    if item_id is not None:
        item = Item.objects.select_for_update().get(id=item_id)
        found = ItemVersion.objects.select_for_update().filter(id=version_id).first()
        if found is not None:
            return Held(item, found)
        raise no_such_version()
    rows = BundleVersion.objects.filter(id=version_id)
    bundle_id = rows.values_list("bundle_id", flat=True).first()
    if bundle_id is None:
        raise no_such_version()
    bundle = Bundle.objects.select_for_update().get(id=bundle_id)
    version = BundleVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None:  # a draft that was thrown away in between
        raise no_such_version()
    return Held(bundle, version)


def touch(version: ItemVersion | BundleVersion, actor: Actor) -> None:
    """Note a change of the draft and who made it. Not saved here."""
    version.made_at = clock.now()
    version.made_by_name = actor.name[:100]
    take_hand(version, actor)


def take_hand(version: ItemVersion | BundleVersion, actor: Actor) -> None:
    """Note who had a hand in the draft: they will not be the one to approve it. Not saved here.

    The system is nobody in person.
    """
    if actor.user_id is not None:
        version.hands = sorted({*version.hands, str(actor.user_id)})


def move(
    held: Held,
    what: VersionMove,
    *,
    actor: Actor,
    reason: str = "",
    facts: JsonObject | None = None,
) -> None:
    """Take the version to its next state and tell its history; the caller saves it.

    Raises Conflict `catalogue.version_elsewhere`.
    """
    held.version.state = moved(held.version.state, what)
    tell(held.row, held.version.number, what.value, actor=actor, reason=reason, facts=facts)


def tell(
    row: Item | Bundle,
    number: int,
    what: str,
    *,
    actor: Actor,
    reason: str = "",
    facts: JsonObject | None = None,
) -> None:
    """One line of the history."""
    VersionEvent.objects.create(
        **{"item" if isinstance(row, Item) else "bundle": row},
        number=number,
        move=what,
        at=clock.now(),
        by=actor.user_id,
        by_name=actor.name[:100],
        reason=reason,
        facts=facts or {},
    )


def put_on_trail(held: Held, action: str, actor: Actor, **more: object) -> None:
    """The same for the trail of everything."""
    version = held.version
    facts = {"code": held.row.code, "version": version.number, "digest": version.digest, **more}
    record(
        action=action,
        target_type=f"catalogue.{held.kind.value}",
        target_id=held.row.id,
        actor=actor,
        facts=facts,
        department_id=held.department_id,
    )


def given_reason(text: str) -> str:
    """The reason, trimmed. Raises Invalid `catalogue.review_reason` (1 to 500 characters)."""
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise review_reason(LONGEST_REASON)
    return reason
