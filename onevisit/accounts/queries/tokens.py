"""Reads of tokens."""

from uuid import UUID

from onevisit.accounts.models import ApiToken
from onevisit.accounts.rules.tokens import TokenInfo
from onevisit.kernel import clock


def caller_of(digest: str) -> ApiToken | None:
    """The valid token with this digest and its open login; one query."""
    rows = ApiToken.objects.select_related("user").filter(
        digest=digest,
        revoked_at__isnull=True,
        expires_at__gt=clock.now(),
        user__is_active=True,
    )
    return rows.first()


def tokens(*, username: str = "", user_id: UUID | None = None) -> tuple[TokenInfo, ...]:
    """All tokens, or those of one login, newest first: for the operator, or for its owner."""
    rows = ApiToken.objects.select_related("user").order_by("-id")
    if username:
        rows = rows.filter(user__username=username)
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return tuple(
        TokenInfo(
            prefix=row.prefix,
            name=row.name,
            username=row.user.username,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )
