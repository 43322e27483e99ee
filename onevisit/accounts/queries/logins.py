"""Logins and what they were granted."""

from uuid import UUID

from django.db.models import Prefetch

from onevisit.accounts.errors import no_such_user
from onevisit.accounts.models import Grant, User, current
from onevisit.accounts.rules import ROLES, GrantFact, LoginInfo, Permission, Scope, UserKind


def logins(
    kind: UserKind | None = None, *, told: bool = False, after: str = "", limit: int | None = None
) -> tuple[LoginInfo, ...]:
    """Active logins by user name, with their current roles; machines only when asked for, `told`:
    only those of whom something is told. Of many a page: `limit` of them, those `after` a user
    name. Two queries.
    """
    found = (
        User.objects.filter(is_active=True)
        .select_related("service_point")
        .prefetch_related(
            Prefetch("grants", queryset=Grant.objects.filter(current()), to_attr="held")
        )
        .order_by("username")
    )
    if kind is None:
        found = found.exclude(kind=UserKind.MACHINE.value)
    else:
        found = found.filter(kind=kind.value)
    if told:
        found = found.exclude(about="")
    return tuple(_login(row) for row in found.filter(username__gt=after)[:limit])


def windows_at(service_point_id: UUID | None, *, but: str = "") -> tuple[str, ...]:
    """The windows of a service point where somebody sits, without `but`; one query, none without a
    service point.
    """
    if service_point_id is None:
        return ()
    seated = User.objects.filter(service_point_id=service_point_id, is_active=True)
    windows = seated.exclude(window__in=["", but]).values_list("window", flat=True)
    return tuple(sorted(set(windows), key=lambda each: (len(each), each)))


def seated_at(service_point_id: UUID) -> frozenset[UUID]:
    """The active logins of a service point; one query."""
    seated = User.objects.filter(service_point_id=service_point_id, is_active=True)
    return frozenset(seated.values_list("id", flat=True))


def user_by_id(user_id: UUID) -> User:
    """An active login. Raises NotFound `accounts.no_such_user`."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise no_such_user()
    return user


def user_by_username(username: str) -> User:
    """An active login. Raises NotFound `accounts.no_such_user`."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise no_such_user()
    return user


def staff_holding(permission: Permission, department_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Ids and names of the active staff who hold `permission` in that very department, by user
    name. One query.
    """
    roles = [
        role.code for role in ROLES.values() if role.departmental and permission in role.permissions
    ]
    held = Grant.objects.filter(current(), role__in=roles, department_id=department_id)
    rows = User.objects.filter(is_active=True, id__in=held.values("user_id")).order_by("username")
    return tuple(rows.values_list("id", "display_name"))


def staff_reaching(permission: Permission, of: Scope) -> frozenset[UUID]:
    """Ids of the active staff who hold `permission` over `of`, by whatever grant. One query."""
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    held = Grant.objects.filter(current(), role__in=roles, user__is_active=True)
    found = held.values_list("user_id", "role", "department_id", "region_id")
    return frozenset(
        user_id
        for user_id, role, department_id, region in found
        if GrantFact(role, Scope(department_id, region)).reaches(permission, of)
    )


def _login(row: User) -> LoginInfo:
    held: list[Grant] = getattr(row, "held", [])
    place = f"{row.service_point.name} {row.window}".strip() if row.service_point else ""
    return LoginInfo(
        id=row.id,
        username=row.username,
        name=row.display_name,
        kind=UserKind(row.kind),
        about=row.about,
        roles=tuple(sorted({grant.role for grant in held})),
        place=place,
        department_id=next((g.department_id for g in held if g.department_id), None),
        person_id=row.person_id,
    )


def logins_of(person_id: UUID) -> set[str]:
    """The ids of a person's logins, as text."""
    found = User.objects.filter(person_id=person_id).values_list("id", flat=True)
    return {str(each) for each in found}
