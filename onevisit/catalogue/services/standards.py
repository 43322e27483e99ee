"""The next version of a standard 八统一: written by one person, set by another."""

from collections.abc import Callable, Collection
from typing import cast
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission
from onevisit.audit.services import record
from onevisit.catalogue.errors import (
    definition_refused,
    no_such_standard,
    nothing_to_undo,
    own_draft,
    section_changed,
    standard_draft_exists,
    standard_in_review,
    standard_moved,
    standard_not_submitted,
    standard_unchanged,
    undo_overtaken,
    unknown_latitude,
)
from onevisit.catalogue.models import Standard, StandardChange, StandardDraft
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.editing.sections import (
    part_of,
    section_digest,
    with_part,
    with_section,
)
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
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json

Change = Callable[[ItemDefinition], ItemDefinition]
_ALLOWED = "latitudes"
"""Beside the sections: what regions may do differently."""


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
    _note(draft, section, part_of(before, section), actor)
    _tell("catalogue.change_standard", draft, actor, section=section)
    return True


@transaction.atomic
def allow_in_standard(*, draft_id: UUID, latitudes: Collection[str], actor: Actor) -> None:
    """Say what regions may do differently. Raises as `begin_standard` and `change_standard`."""
    draft = _open(draft_id, actor)
    before, draft.latitudes = draft.latitudes, _known(latitudes)
    if before == draft.latitudes:
        return
    _save(draft, actor)
    _note(draft, _ALLOWED, before, actor)
    _tell("catalogue.change_standard", draft, actor, section=_ALLOWED)


@transaction.atomic
def undo_standard_change(*, draft_id: UUID, actor: Actor) -> str:
    """Take back the last change of the draft that was not taken back yet; its section, `latitudes`
    for what regions may do differently.

    Raises as `change_standard`, Conflict `catalogue.nothing_to_undo`, `catalogue.undo_overtaken`.
    """
    draft = _open(draft_id, actor)
    last = draft.changes.filter(undoes=None, undone_by=None).order_by("-id").first()
    if last is None:
        raise nothing_to_undo()
    if _digest(draft, last.section) != last.after:
        raise undo_overtaken(last.by_name, last.at)
    definition = parse_item(draft.document)
    held: Json = draft.latitudes
    if last.section == _ALLOWED:
        draft.latitudes = _known(last.before)
    else:
        held = part_of(definition, last.section)
        wanted = with_part(definition, last.section, last.before)
        draft.document = to_json(standard_part(wanted))
    _save(draft, actor)
    _note(draft, last.section, held, actor, undoes=last)
    _tell("catalogue.undo_standard_change", draft, actor, section=last.section)
    return last.section


@transaction.atomic
def ask_withdrawal(*, standard_id: UUID, reason: str, actor: Actor) -> UUID:
    """Ask that the standard ends; it holds until another person agrees. The id of what waits.

    Raises NotFound `catalogue.no_such_standard`, Conflict `catalogue.standard_unchanged` (not the
    newest, or ended), `catalogue.standard_draft_exists`, Invalid `catalogue.standard_reason`,
    Refused `accounts.not_permitted`, `catalogue.standard_needs_name`.
    """
    standard = Standard.objects.filter(id=standard_id).first()
    if standard is None:
        raise no_such_standard()
    may_set(actor, standard.region_id, Permission.CATALOGUE_EDIT)
    lock_entry(standard.entry_id)
    of = {
        "entry_id": standard.entry_id,
        "variant": standard.variant,
        "region_id": standard.region_id,
    }
    newest = newest_standard(standard.entry_id, standard.variant, standard.region_id)
    if newest is None or newest.id != standard.id or newest.withdrawn:
        raise standard_unchanged()
    if StandardDraft.objects.filter(**of).exists():
        raise standard_draft_exists()
    draft = StandardDraft(**of, based_on=standard.number, hands=[], ends=True)
    draft.document, draft.latitudes = standard.document, standard.latitudes
    draft.reason, draft.submitted_at = reason_of(reason), clock.now()
    _save(draft, actor)
    _tell("catalogue.ask_withdrawal", draft, actor)
    return draft.id


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
    """Make it a draft again, by who wrote it or who looks at it; a wish to end the standard is gone
    with that. Raises NotFound `catalogue.no_such_standard`, Conflict
    `catalogue.standard_not_submitted`, Refused `accounts.not_permitted`.
    """
    draft = _held(draft_id, actor, Permission.CATALOGUE_EDIT)
    if draft.submitted_at is None:
        raise standard_not_submitted()
    _tell("catalogue.return_standard", draft, actor)
    if draft.ends:
        draft.delete()
        return
    draft.submitted_at = None
    draft.save(update_fields=["submitted_at"])


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
    """Set what another person wrote as the standard, or end it as another person asked; the id of
    the row that says so. Items are compared at once.

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
    said = Standard(
        entry_id=draft.entry_id,
        variant=draft.variant,
        region_id=draft.region_id,
        number=draft.based_on + 1,
        withdrawn=draft.ends,
        document={} if draft.ends else draft.document,
        digest="" if draft.ends else definition_digest(parse_item(draft.document)),
        latitudes=[] if draft.ends else draft.latitudes,
        reason=draft.reason,
        hands=draft.hands,
    )
    action = "catalogue.withdraw_standard" if draft.ends else "catalogue.publish_standard"
    made = write_standard(said, action, actor)
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


def _digest(draft: StandardDraft, section: str) -> str:
    if section == _ALLOWED:
        return digest(cast(Json, draft.latitudes))
    return section_digest(parse_item(draft.document), section)


def _note(
    draft: StandardDraft,
    section: str,
    before: Json,
    actor: Actor,
    *,
    undoes: StandardChange | None = None,
) -> None:
    """Note what stood there before the change."""
    StandardChange.objects.create(
        draft=draft,
        section=section,
        before=before,
        after=_digest(draft, section),
        at=draft.made_at,
        by=actor.user_id,
        by_name=actor.name[:100],
        undoes=undoes,
    )


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
