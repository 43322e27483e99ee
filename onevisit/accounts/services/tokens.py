"""Making, showing and revoking tokens."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from onevisit.accounts.errors import (
    name_missing,
    no_citizen_tokens_here,
    no_such_authority,
    no_such_token,
    no_such_user,
    not_permitted,
    token_invalid,
)
from onevisit.accounts.models import ApiToken, Grant, User
from onevisit.accounts.queries.actors import acting_under, actor_for
from onevisit.accounts.queries.mandates import mandate_numbered
from onevisit.accounts.queries.tokens import caller_of
from onevisit.accounts.rules import Actor, Permission, Scope, UserKind
from onevisit.accounts.rules.tokens import (
    Caller,
    NewToken,
    TokenDraft,
    digest_of,
    narrowed,
    new_text,
    prefix_of,
    require_held,
    require_life,
)
from onevisit.audit.services import record
from onevisit.kernel import clock

SEEN_EVERY = timedelta(minutes=1)
"""`last_used_at` is written at most so often."""


@transaction.atomic
def issue_token(draft: TokenDraft, *, actor: Actor) -> NewToken:
    """Make a token of one's own login, or, with STAFF_MANAGE over all its grants, of another one.

    Raises NotFound `accounts.no_such_user`, Refused `accounts.scope_beyond_owner`,
    `accounts.no_citizen_tokens_here`, `accounts.not_permitted`, Invalid `accounts.unknown_scope`,
    `accounts.bad_token_life`, `accounts.name_missing`.
    """
    user = User.objects.filter(id=draft.user_id, is_active=True).first()
    if user is None:
        raise no_such_user()
    _require_over(user, actor)
    if user.kind == UserKind.CITIZEN.value and not settings.API_CITIZEN_TOKENS:
        raise no_citizen_tokens_here()
    name = draft.name.strip()
    if not name or len(name) > 80:
        raise name_missing()
    require_life(draft.life)
    require_held(actor_for(user), draft.scopes)
    text, prefix = new_text()
    now = clock.now()
    row = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=prefix,
        digest=digest_of(text),
        scopes=sorted(draft.scopes),
        created_at=now,
        created_by=actor.user_id,
        expires_at=now + draft.life,
    )
    facts = {"user": str(user.id), "prefix": prefix, "scopes": row.scopes}
    _record("accounts.issue_token", row, actor, {**facts, "until": f"{row.expires_at:%Y-%m-%d}"})
    return NewToken(row.id, prefix, text, row.expires_at)


@transaction.atomic
def revoke_token(prefix: str, *, actor: Actor) -> None:
    """End a token at once. Raises NotFound `accounts.no_such_token`, Refused as `issue_token`."""
    row = (
        ApiToken.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(prefix=prefix, revoked_at__isnull=True)
        .first()
    )
    if row is None:
        raise no_such_token()
    _require_over(row.user, actor)
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    _record("accounts.revoke_token", row, actor, {"user": str(row.user_id), "prefix": prefix})


def authenticate_token(text: str) -> Caller:
    """Who calls with this token; two queries. Raises Refused `accounts.token_invalid`."""
    prefix = prefix_of(text)
    if prefix is None:
        raise token_invalid()
    row = caller_of(digest_of(text))
    if row is None:
        raise token_invalid()
    now = clock.now()
    if row.last_used_at is None or now - row.last_used_at >= SEEN_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - SEEN_EVERY)
        ApiToken.objects.filter(stale, id=row.id).update(last_used_at=now)
    actor = narrowed(actor_for(row.user), row.scopes)
    return Caller(row.id, row.prefix, frozenset(row.scopes), row.expires_at, actor)


def under_mandate(caller: Caller, number: str) -> Caller:
    """The same call in the name of who gave the citizen behind it this mandate, or of their ward;
    each request says so anew. Raises NotFound `accounts.no_such_authority`.
    """
    own = caller.actor
    if own.person_id is None:
        raise no_such_authority()
    line = mandate_numbered(number[:24], own.person_id)
    return replace(caller, actor=acting_under(own, line, clock.now()))


def _require_over(user: User, actor: Actor) -> None:
    """One's own login, or every grant of it within what one manages."""
    if actor.is_system or (actor.user_id is not None and actor.user_id == user.id):
        return
    if user.kind == UserKind.CITIZEN.value:
        raise no_such_user()
    held = Grant.objects.filter(user=user).values_list("department_id", "region_id")
    reached = [actor.may(Permission.STAFF_MANAGE, Scope(*each)) for each in held]
    if not (actor.may(Permission.STAFF_MANAGE) and all(reached)):
        raise not_permitted(Permission.STAFF_MANAGE)


def _record(action: str, row: ApiToken, actor: Actor, facts: dict[str, object]) -> None:
    record(
        action=action,
        target_type="accounts.api_token",
        target_id=UUID(str(row.id)),
        actor=actor,
        facts=facts,
    )
