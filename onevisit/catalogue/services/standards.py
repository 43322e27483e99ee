"""The next version of a standard 八统一: written by one person, set by another."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission
from onevisit.audit.services import record
from onevisit.catalogue.errors import (
    definition_refused,
    no_such_standard,
    own_draft,
    section_changed,
    standard_draft_exists,
    standard_in_review,
    standard_moved,
    standard_not_submitted,
    standard_unchanged,
    unknown_latitude,
)
from onevisit.catalogue.models import Standard, StandardDraft
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import section_digest, with_section
from onevisit.catalogue.rules.parsing import definition_digest, parse_item, to_json
from onevisit.catalogue.rules.unifying import LATITUDES, standard_part, standard_problems
from onevisit.catalogue.services.unifying import (
    lock_entry,
    may_set,
    newest_standard,
    reason_of,
    write_standard,
)
from onevisit.kernel import clock

Change = Callable[[ItemDefinition], ItemDefinition]


@transaction.atomic
def begin_standard(
    *,
    entry: str,
    variant: str = "",
    region: str,
    document: object,
    latitudes: Collection[str],
    actor: Actor,
) -> UUID:
    """Begin a version of the standard of the entry for all regions within `region` with the eight
    of `document`; the draft's id.

    Raises NotFound `catalogue.no_such_entry`, Invalid `catalogue.unknown_latitude`,
    `catalogue.standard_without_region`, what parsing raises, Conflict
    `catalogue.standard_draft_exists`, Refused `accounts.not_permitted`,
    `catalogue.standard_needs_name`.
    """
    may_set(actor, region, Permission.CATALOGUE_EDIT)
    kept = _known(latitudes)
    definition = standard_part(parse_item(document))
    lock_entry(entry)
    of = {"entry_id": entry, "variant": variant, "region_id": region}
    if StandardDraft.objects.filter(**of).exists():
        raise standard_draft_exists()
    before = newest_standard(entry, variant, region)
    draft = StandardDraft(**of, based_on=before.number if before else 0, hands=[])
    draft.document, draft.latitudes = to_json(definition), kept
    _save(draft, actor)
    _tell("catalogue.begin_standard", draft, actor)
    return draft.id


@transaction.atomic
def change_standard(
    *, draft_id: UUID, section: str, seen: str, change: Change, actor: Actor
) -> bool:
    """Apply `change` to this section of the draft; whether anything changed. `seen` is the digest
    of the section as the form was drawn.

    Raises NotFound `catalogue.no_such_standard`, Conflict `catalogue.section_changed`,
    `catalogue.standard_in_review`, Invalid `catalogue.document_malformed`, Refused
    `accounts.not_permitted`.
    """
    draft = _open(draft_id, actor)
    before = parse_item(draft.document)
    if seen != section_digest(before, section):
        raise section_changed(draft.made_by_name, draft.made_at)
    wanted = with_section(before, section, change(before))
    after = standard_part(parse_item(to_json(wanted)))
    if after == before:
        return False
    draft.document = to_json(after)
    _save(draft, actor)
    _tell("catalogue.change_standard", draft, actor, section=section)
    return True


@transaction.atomic
def allow_in_standard(*, draft_id: UUID, latitudes: Collection[str], actor: Actor) -> None:
    """Say what regions may do differently. Raises as `begin_standard` and `change_standard`."""
    draft = _open(draft_id, actor)
    draft.latitudes = _known(latitudes)
    _save(draft, actor)
    _tell("catalogue.change_standard", draft, actor, section="latitudes")


@transaction.atomic
def submit_standard(*, draft_id: UUID, reason: str, actor: Actor) -> None:
    """Put the draft before another person, with why it is to hold.

    Raises as `change_standard`, Invalid `catalogue.standard_reason`, `catalogue.definition_refused`
    (it contradicts itself), Conflict `catalogue.standard_unchanged`.
    """
    draft = _open(draft_id, actor)
    draft.reason = reason_of(reason)
    definition = parse_item(draft.document)
    if problems := standard_problems(definition):
        raise definition_refused(draft.entry_id, problems)
    before = newest_standard(draft.entry_id, draft.variant, draft.region_id)
    said = (definition_digest(definition), draft.latitudes)
    if before is not None and not before.withdrawn and (before.digest, before.latitudes) == said:
        raise standard_unchanged()
    draft.submitted_at = clock.now()
    _save(draft, actor)
    _tell("catalogue.submit_standard", draft, actor)


@transaction.atomic
def return_standard(*, draft_id: UUID, actor: Actor) -> None:
    """Make it a draft again, by who wrote it or who looks at it. Raises NotFound
    `catalogue.no_such_standard`, Conflict `catalogue.standard_not_submitted`, Refused
    `accounts.not_permitted`.
    """
    draft = _held(draft_id, actor, Permission.CATALOGUE_EDIT)
    if draft.submitted_at is None:
        raise standard_not_submitted()
    draft.submitted_at = None
    draft.save(update_fields=["submitted_at"])
    _tell("catalogue.return_standard", draft, actor)


@transaction.atomic
def drop_standard(*, draft_id: UUID, actor: Actor) -> None:
    """Give the draft up. Raises NotFound `catalogue.no_such_standard`, Refused
    `accounts.not_permitted`.
    """
    draft = _held(draft_id, actor, Permission.CATALOGUE_EDIT)
    _tell("catalogue.drop_standard", draft, actor)
    draft.delete()


@transaction.atomic
def approve_standard(*, draft_id: UUID, actor: Actor) -> UUID:
    """Set what another person wrote as the standard; its id. Items are compared with it at once.

    Raises NotFound `catalogue.no_such_standard`, Conflict `catalogue.standard_not_submitted`,
    `catalogue.standard_moved`, Refused `catalogue.own_draft`, `accounts.not_permitted`.
    """
    draft = _held(draft_id, actor, Permission.CATALOGUE_PUBLISH)
    if draft.submitted_at is None:
        raise standard_not_submitted()
    if str(actor.user_id) in draft.hands:
        raise own_draft()
    before = newest_standard(draft.entry_id, draft.variant, draft.region_id)
    if (before.number if before else 0) != draft.based_on:
        raise standard_moved()
    made = write_standard(
        Standard(
            entry_id=draft.entry_id,
            variant=draft.variant,
            region_id=draft.region_id,
            number=draft.based_on + 1,
            document=draft.document,
            digest=definition_digest(parse_item(draft.document)),
            latitudes=draft.latitudes,
            reason=draft.reason,
            hands=draft.hands,
        ),
        "catalogue.publish_standard",
        actor,
    )
    draft.delete()
    return made


def _known(latitudes: Collection[str]) -> list[str]:
    if unknown := set(latitudes) - LATITUDES.keys():
        raise unknown_latitude(min(unknown))
    return [each for each in LATITUDES if each in latitudes]


def _held(draft_id: UUID, actor: Actor, permission: Permission) -> StandardDraft:
    """The draft, locked behind its entry, in the order everything here locks."""
    entry = StandardDraft.objects.filter(id=draft_id).values_list("entry_id", flat=True).first()
    if entry is not None:
        lock_entry(entry)
    draft = StandardDraft.objects.select_for_update().filter(id=draft_id).first()
    if draft is None:
        raise no_such_standard()
    may_set(actor, draft.region_id, permission)
    return draft


def _open(draft_id: UUID, actor: Actor) -> StandardDraft:
    draft = _held(draft_id, actor, Permission.CATALOGUE_EDIT)
    if draft.submitted_at is not None:
        raise standard_in_review()
    return draft


def _save(draft: StandardDraft, actor: Actor) -> None:
    draft.hands = sorted({*draft.hands, str(actor.user_id)})
    draft.made_at = clock.now()
    draft.made_by_name = actor.name[:100]
    draft.save()


def _tell(action: str, draft: StandardDraft, actor: Actor, **facts: str) -> None:
    of = {"code": draft.entry_id, "variant": draft.variant, "region": draft.region_id}
    record(
        action=action,
        target_type="catalogue.standarddraft",
        target_id=draft.id,
        actor=actor,
        facts={**of, **facts},
        department_id=None,
    )
