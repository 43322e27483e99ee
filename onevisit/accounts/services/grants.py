"""Giving roles to staff and taking them back."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from onevisit.accounts.errors import (
    no_such_user,
    not_permitted,
    not_staff,
    role_needs_department,
    unknown_region,
    unknown_role,
)
from onevisit.accounts.models import Grant, User
from onevisit.accounts.rules import (
    ROLES,
    Actor,
    GrantDraft,
    Permission,
    Scope,
    UserKind,
    require,
    scopes_holding,
)
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.directory import queries as directory
from onevisit.kernel import clock


def grant_role(draft: GrantDraft, *, actor: Actor) -> None:
    """Give one role; see `grant_roles`."""
    grant_roles([draft], actor=actor)


@transaction.atomic
def grant_roles(drafts: Iterable[GrantDraft], *, actor: Actor) -> None:
    """Give roles inside their scopes; giving a role somebody holds changes nothing.

    Raises Refused `accounts.not_permitted`, Invalid `accounts.unknown_role`,
    `accounts.role_needs_department`, `accounts.unknown_region` or `accounts.not_staff`, NotFound
    `accounts.no_such_user`.
    """
    listed = list(dict.fromkeys(drafts))
    for draft in listed:
        _check(draft, actor)
    _require_regions({draft.region for draft in listed if draft.region is not None})
    _require_staff({draft.user_id for draft in listed})
    rows = [_row(draft, actor) for draft in listed]
    Grant.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    made = set(Grant.objects.filter(id__in=[r.id for r in rows]).values_list("id", flat=True))
    _record("accounts.grant_role", [row for row in rows if row.id in made], actor)


@transaction.atomic
def revoke_role(draft: GrantDraft, *, actor: Actor) -> bool:
    """Take back exactly this grant from now on; False if it was not held."""
    _require_reach(draft, actor)
    rows = list(
        Grant.objects.select_for_update().filter(
            _equal("department_id", draft.department_id),
            _equal("region_id", draft.region),
            user_id=draft.user_id,
            role=draft.role,
            valid_until__isnull=True,
        )
    )
    for row in rows:
        row.valid_until = clock.now()
        row.save(update_fields=["valid_until"])
    _record("accounts.revoke_role", rows, actor)
    return bool(rows)


def _check(draft: GrantDraft, actor: Actor) -> None:
    _require_reach(draft, actor)
    role = ROLES.get(draft.role)
    if role is None:
        raise unknown_role(draft.role)
    if role.departmental and draft.department_id is None:
        raise role_needs_department(draft.role)


def _require_reach(draft: GrantDraft, actor: Actor) -> None:
    """Nobody gives or takes more than they reach: everywhere only by who manages staff
    everywhere.
    """
    require(actor, Permission.STAFF_MANAGE, Scope(draft.department_id, draft.region))
    scopes = scopes_holding(actor.grants, Permission.STAFF_MANAGE)
    everywhere = actor.is_system or any(scope.region is None for scope in scopes)
    if draft.region is None and not everywhere:
        raise not_permitted(Permission.STAFF_MANAGE)


def _equal(column: str, value: object | None) -> Q:
    return Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})


def _require_regions(codes: set[str]) -> None:
    unknown = codes and codes - {region.code for region in directory.regions()}
    if unknown:
        raise unknown_region(min(unknown))


def _require_staff(user_ids: set[UUID]) -> None:
    kinds = dict(User.objects.filter(id__in=user_ids).values_list("id", "kind"))
    if kinds.keys() != user_ids:
        raise no_such_user()
    if any(kind == UserKind.CITIZEN.value for kind in kinds.values()):
        raise not_staff()


def _row(draft: GrantDraft, actor: Actor) -> Grant:
    return Grant(
        user_id=draft.user_id,
        role=draft.role,
        department_id=draft.department_id,
        region_id=draft.region,
        granted_by=actor.user_id,
    )


def _record(action: str, rows: Iterable[Grant], actor: Actor) -> None:
    acts = [
        Act(
            action,
            "accounts.user",
            row.user_id,
            {"role": row.role, "region": row.region_id},
            row.department_id,
        )
        for row in rows
    ]
    record_many(acts, actor=actor)
