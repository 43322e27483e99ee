"""Reads of tokens."""

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


def tokens(*, username: str = "") -> tuple[TokenInfo, ...]:
    """All tokens, or those of one login, newest first; for the operator's command."""
    rows = ApiToken.objects.select_related("user").order_by("-id")
    if username:
        rows = rows.filter(user__username=username)
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
