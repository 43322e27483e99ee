"""销毁: what nobody has to keep any longer goes for good, by a list that two people answer for.

With the row of the vault goes the key of the file, and after the transaction the file. What the
rooms that handled the case hold of people goes with it (ADR 0066). Number, manifest and root of the
package stay, and so does the list. A hold stops it, up to the last moment.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.archive import errors
from onevisit.archive.access import get_destruction_for, visible_to
from onevisit.archive.models import (
    Destruction,
    DestructionPiece,
    Due,
    Kept,
    OldPiece,
    Package,
)
from onevisit.archive.queries.lists import due_kept, holds_on
from onevisit.archive.rules.events import CasesDestroyed
from onevisit.archive.rules.words import one_line
from onevisit.archive.services.holding import locked
from onevisit.archive.services.numbers import next_number
from onevisit.audit import services as audit
from onevisit.cases import services as case_services
from onevisit.kernel import clock, events, rows
from onevisit.ratings import services as ratings
from onevisit.vault import services as vault


def propose(*, package_ids: Collection[UUID], reason: str, actor: Actor) -> UUID:
    """Put packages whose term has run out on a list. Packages of one case go together: naming one
    names all.

    Raises Refused `accounts.not_permitted`, Invalid `archive.text_needed`, `archive.text_too_long`,
    Conflict `archive.nothing_to_destroy`, `archive.not_due`, `archive.held_back`.
    """
    why = one_line(reason, "reason")
    if actor.user_id is None:
        raise errors.two_people()
    with transaction.atomic():
        named = visible_to(actor, Permission.ARCHIVE_KEEP).filter(id__in=list(package_ids))
        whole = Q(id__in=named.values("id")) | Q(case_id__in=named.values("case_id"))
        packages = locked(Package.objects.filter(whole))
        if not packages:
            raise errors.nothing_to_destroy()
        _require_due(packages)
        row = Destruction(
            number=next_number("XH"),
            state="proposed",
            reason=why,
            region_id=packages[0].region_id,
            proposed_at=clock.now(),
            proposed_by=actor.user_id,
            proposed_by_name=actor.name,
        )
        rows.insert([row])
        rows.insert([DestructionPiece(destruction=row, package=each) for each in packages])
        _record("archive.propose_destruction", row, actor, packages=len(packages))
    return row.id


def answer(*, destruction_id: UUID, approve: bool, words: str, actor: Actor) -> None:
    """Another person approves the list, and everything on it is destroyed, or declines it with a
    reason. All or nothing.

    Raises NotFound `archive.no_such_destruction`, Refused `accounts.not_permitted`, Conflict
    `archive.two_people`, `archive.answered`, `archive.not_due`, `archive.held_back`,
    `archive.still_growing`, Invalid
    `archive.text_needed`, `archive.text_too_long`.
    """
    said = one_line(words, "words") if words.strip() or not approve else ""
    with transaction.atomic():
        get_destruction_for(actor, destruction_id, Permission.ARCHIVE_DESTROY)
        row = Destruction.objects.select_for_update().get(id=destruction_id)
        require(actor, Permission.ARCHIVE_DESTROY, Scope(None, row.region_id))
        if row.state != "proposed":
            raise errors.answered()
        if row.proposed_by == actor.user_id:
            raise errors.two_people()
        packages = locked(Package.objects.filter(id__in=row.pieces.values("package_id")))
        row.state = "done" if approve else "declined"
        row.answered_at, row.answered_by = clock.now(), actor.user_id
        row.answered_by_name, row.answer = actor.name, said
        if approve:
            _require_due(packages, proposal=row)
            row.words, row.files = _destroy(packages, row, actor)
        row.save()
        done = "archive.destroy" if approve else "archive.decline_destruction"
        _record(done, row, actor, packages=len(packages))


def _require_due(packages: list[Package], *, proposal: Destruction | None = None) -> None:
    held = holds_on(packages)
    cases = Due.objects.filter(case_id__in={each.of for each in packages})
    growing = set(cases.values_list("case_id", flat=True))
    kept = Kept.objects.filter(package__in=[each.id for each in packages])
    due = set(due_kept(kept, clock.today()).values_list("package_id", flat=True))
    for each in packages:
        if each.of in held:
            raise errors.held_back(each.number)
        if each.case_id in growing:
            raise errors.still_growing(each.number)
        if each.keep_until is None or each.keep_until >= clock.today():
            raise errors.not_due(each.number)
        if proposal is None and each.id not in due:
            raise errors.proposed_before(each.number)


def _destroy(packages: list[Package], order: Destruction, actor: Actor) -> tuple[int, int]:
    """How many words and files went outside of the archive."""
    for kept in Kept.objects.filter(package__in=packages):
        object_id = kept.stored_object_id
        kept.delete()
        vault.forget(object_id, actor=actor)
    case_ids = tuple({each.case_id for each in packages if each.case_id})
    gone = case_services.destroy(case_ids=case_ids, order=order.id, actor=actor)
    words = gone.words + ratings.empty_words(gone.applications, order=order.id)
    words += _forget_holders(packages)
    events.publish(CasesDestroyed(case_ids, order.id, actor))
    return words, gone.files


def _forget_holders(packages: list[Package]) -> int:
    """Nobody finds by a person any more what was taken over; how many names went."""
    old = OldPiece.objects.filter(id__in=[each.old_id for each in packages]).exclude(holder="")
    return old.update(holder="", name_index="", number_index="")


def _record(action: str, row: Destruction, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="archive.destruction",
        target_id=row.id,
        actor=actor,
        facts={"number": row.number, **facts},
    )
