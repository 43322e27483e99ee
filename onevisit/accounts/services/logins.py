"""Creating and closing logins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from onevisit.accounts.errors import (
    bad_username,
    no_such_person,
    no_such_user,
    username_taken,
)
from onevisit.accounts.models import Identity, Person, User
from onevisit.accounts.rules import (
    LOCAL_ISSUER,
    Actor,
    AssuranceLevel,
    CitizenLoginDraft,
    GrantDraft,
    Permission,
    Scope,
    StaffDraft,
    UserKind,
    require,
)
from onevisit.accounts.services.grants import grant_roles
from onevisit.accounts.services.passwords import require_strong
from onevisit.audit.rules import Act
from onevisit.audit.services import record, record_many

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,63}", re.ASCII)


def create_staff(draft: StaffDraft, *, password: str | None, actor: Actor) -> UUID:
    """Create one staff login with its grant; see `create_staff_logins`."""
    return create_staff_logins([draft], password=password, actor=actor)[0]


def create_machine(draft: StaffDraft, *, actor: Actor) -> UUID:
    """Create the login of a department's own system: granted like staff, without a password, so
    that it can only call with tokens. Raises as `create_staff_logins`.
    """
    return create_staff_logins([draft], password=None, actor=actor, kind=UserKind.MACHINE)[0]


@transaction.atomic
def create_staff_logins(
    drafts: Iterable[StaffDraft],
    *,
    password: str | None,
    actor: Actor,
    kind: UserKind = UserKind.STAFF,
) -> list[UUID]:
    """Create staff logins with their grants; ids in the order given.

    All get the same first password (None: no password works), hashed once. Raises Invalid
    `accounts.bad_username` or `accounts.weak_password`, Conflict `accounts.username_taken`, and
    what `grant_roles` raises.
    """
    listed = list(drafts)
    for draft in listed:
        require(actor, Permission.STAFF_MANAGE, Scope(draft.department_id, draft.region))
    hashed = _hashed(password)
    rows = [
        User(
            username=draft.username,
            password=hashed,
            display_name=draft.name,
            kind=kind.value,
            about=draft.about,
            service_point_id=draft.service_point_id,
            window=draft.window,
        )
        for draft in listed
    ]
    _insert(rows, actor)
    grant_roles(
        [
            GrantDraft(row.id, draft.role, draft.department_id, draft.region)
            for row, draft in zip(rows, listed, strict=True)
        ],
        actor=actor,
    )
    return [row.id for row in rows]


def create_citizen_login(draft: CitizenLoginDraft, *, password: str | None, actor: Actor) -> UUID:
    """Create one citizen login; see `create_citizen_logins`."""
    return create_citizen_logins([draft], password=password, actor=actor)[0]


@transaction.atomic
def create_citizen_logins(
    drafts: Iterable[CitizenLoginDraft], *, password: str | None, actor: Actor
) -> list[UUID]:
    """Create logins for registered persons, each with a local identity of the level given.

    Ids in the order given. Raises NotFound `accounts.no_such_person`, Invalid
    `accounts.bad_username` or `accounts.weak_password`, Conflict `accounts.username_taken`.
    """
    require(actor, Permission.PEOPLE_REGISTER)
    listed = list(drafts)
    names = _names(draft.person_id for draft in listed)
    hashed = _hashed(password)
    rows = [
        User(
            username=draft.username,
            password=hashed,
            display_name=names[draft.person_id],
            kind=UserKind.CITIZEN.value,
            about=draft.about,
            person_id=draft.person_id,
        )
        for draft in listed
    ]
    _insert(rows, actor)
    Identity.objects.bulk_create(
        _identity(_Proof(row.id, draft.person_id, draft.assurance))
        for row, draft in zip(rows, listed, strict=True)
    )
    return [row.id for row in rows]


@transaction.atomic
def seat(*, user_id: UUID, service_point_id: UUID | None, window: str, actor: Actor) -> None:
    """Say where a clerk sits. Raises NotFound `accounts.no_such_user`."""
    require(actor, Permission.STAFF_MANAGE)
    changed = User.objects.filter(id=user_id, kind=UserKind.STAFF.value).update(
        service_point_id=service_point_id, window=window
    )
    if not changed:
        raise no_such_user()
    facts = {"service_point": str(service_point_id), "window": window}
    record(
        action="accounts.seat",
        target_type="accounts.user",
        target_id=user_id,
        actor=actor,
        facts=facts,
    )


@transaction.atomic
def close_login(*, user_id: UUID, actor: Actor) -> None:
    """Close a login at once: its next request is a guest's. Raises NotFound."""
    require(actor, Permission.STAFF_MANAGE)
    if not User.objects.filter(id=user_id, is_active=True).update(is_active=False):
        raise no_such_user()
    record(
        action="accounts.close_login",
        target_type="accounts.user",
        target_id=user_id,
        actor=actor,
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    user_id: UUID
    person_id: UUID
    level: AssuranceLevel


def _identity(proof: _Proof) -> Identity:
    return Identity(
        issuer=LOCAL_ISSUER,
        subject=str(proof.user_id),
        assurance_level=int(proof.level),
        person_id=proof.person_id,
        user_id=proof.user_id,
    )


def _names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(person_ids)
    names = dict(Person.objects.filter(id__in=wanted).values_list("id", "name"))
    if names.keys() != wanted:
        raise no_such_person()
    return names


def _hashed(password: str | None) -> str:
    if password is not None:
        require_strong(password)
    return make_password(password)


def _insert(rows: Sequence[User], actor: Actor) -> None:
    for row in rows:
        if not _USERNAME.fullmatch(row.username):
            raise bad_username()
    User.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    made = set(User.objects.filter(id__in=[r.id for r in rows]).values_list("id", flat=True))
    for row in rows:
        if row.id not in made:
            raise username_taken(row.username)
    acts = [Act("accounts.create_login", "accounts.user", r.id, {"kind": r.kind}) for r in rows]
    record_many(acts, actor=actor)
