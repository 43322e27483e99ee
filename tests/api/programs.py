"""A program that calls the API with a token."""

import json
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from onevisit.accounts import services
from onevisit.accounts.queries import actor_for, user_by_id
from onevisit.accounts.rules import SYSTEM
from onevisit.accounts.rules.tokens import OWN, ApiScope, NewToken, TokenDraft, require_held
from onevisit.kernel.errors import DomainError

BASE = "/api/v1"
_keys = count(1)


def issue(
    user_id: UUID, scopes: Iterable[str] | None = None, *, life: timedelta = timedelta(days=1)
) -> NewToken:
    """A token with these scopes; with every scope its owner can have when none are named."""
    chosen = held_by(user_id) if scopes is None else frozenset(map(ApiScope, scopes))
    return services.issue_token(TokenDraft(user_id, "测试", chosen, life), actor=SYSTEM)


def held_by(user_id: UUID) -> frozenset[ApiScope]:
    """Every scope this login could have."""
    owner, found = actor_for(user_by_id(user_id)), set()
    for scope in ApiScope:
        try:
            require_held(owner, frozenset({scope}))
        except DomainError:
            continue
        found.add(scope)
    return frozenset(found)


class Program:
    """Calls with JSON; every POST brings a new Idempotency-Key unless one is given."""

    def __init__(self, token: str = "", *, language: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if language:
            self.headers["Accept-Language"] = language

    def __call__(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> HttpResponse:
        """One call; `path` as below /api/v1."""
        sent = {**self.headers, **{name.replace("_", "-"): v for name, v in headers.items()}}
        if method == "POST":
            sent["Idempotency-Key"] = f"k{next(_keys)}" if key is None else key
        return self.client.generic(  # type: ignore[return-value]
            method,
            path if path.startswith(BASE) else BASE + path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        """GET."""
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        """POST."""
        return self("POST", path, {} if body is None else body, **more)


def told(response: HttpResponse, status: int = 200) -> Any:
    """The JSON of an answer that must have this status."""
    text = response.content.decode()
    assert response.status_code == status, text
    return json.loads(text) if text else None


__all__ = ["BASE", "OWN", "Program", "held_by", "issue", "told"]
