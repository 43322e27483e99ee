"""销毁: what nobody has to keep any longer goes for good, by a list that two people answer for.

With the row of the vault goes the key of the file, and after the transaction the file. What the
rooms that handled the case hold of people goes with it (ADR 0066). Number, manifest and root of the
package stay, and so does the list. A hold stops it, up to the last moment.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.archive import errors
from onevisit.archive.access import (
    get_destruction_for,
    get_package_for,
    old_visible_to,
    scope_of,
    visible_to,
)
from onevisit.archive.models import (
    Destruction,
    DestructionPiece,
    Due,
    Hold,
    Kept,
    OldPiece,
    Package,
)
from onevisit.archive.queries.lists import due_packages, holds_on
from onevisit.archive.queries.old import due_old
from onevisit.archive.rules.events import CasesDestroyed
from onevisit.archive.rules.words import one_line
from onevisit.archive.services.numbers import next_number
from onevisit.audit import services as audit
from onevisit.cases import services as case_services
from onevisit.kernel import clock, events, rows
from onevisit.ratings import services as ratings
from onevisit.vault import services as vault


def propose(*, package_ids: Collection[UUID], reason: str, actor: Actor) -> UUID:
    """Put packages whose term has run out on a list, or what was taken over by its id. Packages of
    one case go together: naming one names all.

    Raises Refused `accounts.not_permitted`, Invalid `archive.text_needed`, `archive.text_too_long`,
    Conflict `archive.nothing_to_destroy`, `archive.not_due`, `archive.held_back`.
    """
    why = one_line(reason, "reason")
    if actor.user_id is None:
        raise errors.two_people()
    with transaction.atomic():
        reached = visible_to(actor, Permission.ARCHIVE_KEEP)
        cases = reached.filter(id__in=list(package_ids)).values("case_id")
        packages = _locked(Package.objects.filter(case_id__in=cases))
        mine = old_visible_to(actor, Permission.ARCHIVE_KEEP).filter(id__in=list(package_ids))
        old = _locked_old(mine)
        if not (packages or old):
            raise errors.nothing_to_destroy()
        _require_due(packages)
        _require_old_due(old)
        row = Destruction(
            number=next_number("XH"),
            state="proposed",
            reason=why,
            region_id=packages[0].region_id if packages else old[0].region_id,
            proposed_at=clock.now(),
            proposed_by=actor.user_id,
            proposed_by_name=actor.name,
        )
        rows.insert([row])
        rows.insert(
            [
                *(DestructionPiece(destruction=row, package=each) for each in packages),
                *(DestructionPiece(destruction=row, old=each) for each in old),
            ]
        )
        _record("archive.propose_destruction", row, actor, packages=len(packages) + len(old))
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
        packages = _locked(Package.objects.filter(id__in=row.pieces.values("package_id")))
        old = _locked_old(OldPiece.objects.filter(id__in=row.pieces.values("old_id")))
        row.state = "done" if approve else "declined"
        row.answered_at, row.answered_by = clock.now(), actor.user_id
        row.answered_by_name, row.answer = actor.name, said
        if approve:
            _require_due(packages, proposal=row)
            _require_old_due(old, proposal=row)
            row.words, row.files = _destroy(packages, row, actor)
            _destroy_old(old, actor)
        row.save()
        done = "archive.destroy" if approve else "archive.decline_destruction"
        _record(done, row, actor, packages=len(packages) + len(old))


def _locked(found: QuerySet[Package]) -> list[Package]:
    """What is still there of these, their places locked: a hold waits for us, or we see it."""
    there = Kept.objects.filter(package__in=found).select_for_update(of=("self",))
    return [
        each.package
        for each in there.select_related("package").order_by(
            "package__year", "package__piece", "package__supplement", "package_id"
        )
    ]


def _require_due(packages: list[Package], *, proposal: Destruction | None = None) -> None:
    held = holds_on(packages)
    growing = set(
        Due.objects.filter(case_id__in=[each.case_id for each in packages]).values_list(
            "case_id", flat=True
        )
    )
    ids = [each.id for each in packages]
    due = set(
        due_packages(Package.objects.filter(id__in=ids), clock.today()).values_list("id", flat=True)
    )
    for each in packages:
        if each.case_id in held:
            raise errors.held_back(each.number)
        if each.case_id in growing:
            raise errors.still_growing(each.number)
        if each.keep_until is None or each.keep_until >= clock.today():
            raise errors.not_due(each.number)
        if proposal is None and each.id not in due:
            raise errors.proposed_before(each.number)


def _locked_old(found: QuerySet[OldPiece]) -> list[OldPiece]:
    there = found.filter(destroyed_at__isnull=True).select_for_update()
    return list(there.order_by("year", "number", "id"))


def _require_old_due(old: list[OldPiece], *, proposal: Destruction | None = None) -> None:
    today = clock.today()
    free = {each.id for each in due_old(OldPiece.objects.filter(id__in=[e.id for e in old]), today)}
    for each in old:
        if each.keep_until is None or each.keep_until >= today:
            raise errors.not_due(each.number)
        if proposal is None and each.id not in free:
            raise errors.proposed_before(each.number)


def _destroy_old(old: list[OldPiece], actor: Actor) -> None:
    """Files go; the line stays, and says when. Two lines of one file are one file."""
    files = {each.stored_object_id for each in old} - {None}
    OldPiece.objects.filter(id__in=[each.id for each in old]).update(
        stored_object=None, destroyed_at=clock.now()
    )
    for object_id in sorted(filter(None, files)):
        if not OldPiece.objects.filter(stored_object_id=object_id).exists():
            vault.forget(object_id, actor=actor)


def _destroy(packages: list[Package], order: Destruction, actor: Actor) -> tuple[int, int]:
    """How many words and files went outside of the archive."""
    for kept in Kept.objects.filter(package__in=packages):
        object_id = kept.stored_object_id
        kept.delete()
        vault.forget(object_id, actor=actor)
    case_ids = tuple({each.case_id for each in packages})
    gone = case_services.destroy(case_ids=case_ids, order=order.id, actor=actor)
    words = gone.words + ratings.empty_words(gone.applications, order=order.id)
    events.publish(CasesDestroyed(case_ids, order.id, actor))
    return words, gone.files


def hold(*, package_id: UUID, reason: str, actor: Actor) -> None:
    """Nothing of this case is destroyed until the hold is lifted: a lawsuit, a review, an audit.

    Raises NotFound `archive.no_such_package`, Refused, Conflict `archive.held_already`, Invalid
    `archive.text_needed`, `archive.text_too_long`.
    """
    why = one_line(reason, "reason")
    with transaction.atomic():
        package = get_package_for(actor, package_id, Permission.ARCHIVE_KEEP)
        _locked(Package.objects.filter(case_id=package.case_id))
        row = Hold(case_id=package.case_id, placed_at=clock.now(), placed_by_name=actor.name)
        row.reason = why
        if not rows.insert_unless_there(row):
            raise errors.held_already()
        _record_hold("archive.hold", package, actor)


def lift(*, package_id: UUID, actor: Actor) -> None:
    """What stood in the way is over. Raises as `hold`; Conflict `archive.not_held`."""
    with transaction.atomic():
        package = get_package_for(actor, package_id, Permission.ARCHIVE_KEEP)
        standing = Hold.objects.filter(case_id=package.case_id, lifted_at=None)
        row = standing.select_for_update().first()
        if row is None:
            raise errors.not_held()
        row.lifted_at, row.lifted_by_name = clock.now(), actor.name
        row.save(update_fields=["lifted_at", "lifted_by_name"])
        _record_hold("archive.lift_hold", package, actor)


def _record_hold(action: str, package: Package, actor: Actor) -> None:
    audit.record(
        action=action,
        target_type="archive.package",
        target_id=package.id,
        actor=actor,
        department_id=scope_of(package).department_id,
        facts={"number": package.number},
    )


def _record(action: str, row: Destruction, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="archive.destruction",
        target_id=row.id,
        actor=actor,
        facts={"number": row.number, **facts},
    )
