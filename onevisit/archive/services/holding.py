"""冻结和解冻: what must not be destroyed while a lawsuit, a review or an audit is pending.

One places it with a reason, another lifts it with a reason.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.archive import errors
from onevisit.archive.access import get_package_for, scope_of
from onevisit.archive.models import Hold, Kept, Package
from onevisit.archive.queries.finding import same_piece
from onevisit.archive.queries.lists import holds_of
from onevisit.archive.rules.words import one_line
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows


def hold(*, package_id: UUID, reason: str, actor: Actor) -> None:
    """Nothing of this case, or of this piece, is destroyed until the hold is lifted.

    Raises NotFound `archive.no_such_package`, Refused, Conflict `archive.held_already`, Invalid
    `archive.text_needed`, `archive.text_too_long`.
    """
    why = one_line(reason, "reason")
    with transaction.atomic():
        package = get_package_for(actor, package_id, Permission.ARCHIVE_KEEP)
        locked(Package.objects.filter(same_piece(package)))
        row = Hold(
            case_id=package.case_id,
            old_id=package.old_id,
            placed_at=clock.now(),
            placed_by=actor.user_id,
            placed_by_name=actor.name,
        )
        row.reason = why
        if not rows.insert_unless_there(row):
            raise errors.held_already()
        _record("archive.hold", package, actor)


def lift(*, package_id: UUID, reason: str, actor: Actor) -> None:
    """What stood in the way is over, says another person than who placed the hold: whoever keeps
    the archive or approves what is destroyed.

    Raises as `hold`; Conflict `archive.not_held`, `archive.lift_by_another`.
    """
    why = one_line(reason, "reason")
    with transaction.atomic():
        package = get_package_for(actor, package_id)
        scope = scope_of(package)
        if not actor.may(Permission.ARCHIVE_DESTROY, scope):
            require(actor, Permission.ARCHIVE_KEEP, scope)
        row = holds_of([package]).select_for_update().first()
        if row is None:
            raise errors.not_held()
        if actor.user_id is None or row.placed_by == actor.user_id:
            raise errors.lift_by_another(row.placed_by_name)
        row.lifted_at, row.lifted_by, row.lifted_by_name = clock.now(), actor.user_id, actor.name
        row.lifted_why = why
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name", "lifted_why_sealed"])
        _record("archive.lift_hold", package, actor)


def locked(found: QuerySet[Package]) -> list[Package]:
    """What is still there of these, their places locked: a hold waits for us, or we see it."""
    there = Kept.objects.filter(package__in=found).select_for_update(of=("self",))
    return [
        each.package
        for each in there.select_related("package").order_by(
            *("package__year", "package__piece", "package__supplement", "package_id")
        )
    ]


def _record(action: str, package: Package, actor: Actor) -> None:
    audit.record(
        action=action,
        target_type="archive.package",
        target_id=package.id,
        actor=actor,
        department_id=scope_of(package).department_id,
        facts={"number": package.number},
    )
