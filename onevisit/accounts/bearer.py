"""The gate in front of the API: which scopes an operation needs, and doing it once.

For the `api` of this and of higher rooms. What an operation does is still decided by the services:
the actor of a call has only the rights that the token's scopes leave of its owner's.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.decorators import decorate_view

from onevisit.accounts import services
from onevisit.accounts.errors import scope_missing, token_needed
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import ANONYMOUS, Actor
from onevisit.accounts.rules.tokens import ApiScope, Caller
from onevisit.kernel.errors import DomainError
from onevisit.ui.api.bodies import digest_of
from onevisit.ui.api.problems import problem_of

View = TypeVar("View", bound=Callable[..., Any])
KEY_HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_KEPT_HEADERS = ("Content-Type", "Location")


class Needs:
    """Lets a caller in whose token has one of the scopes, in the form Ninja asks for (`auth=`)."""

    def __init__(self, *scopes: ApiScope) -> None:
        self.scopes = tuple(str(each) for each in scopes)

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises Refused `accounts.token_needed`, `accounts.scope_missing`."""
        caller = caller_of(request)
        if caller is None:
            raise token_needed()
        if self.scopes and not caller.may(*self.scopes):
            raise scope_missing(", ".join(self.scopes))
        return caller


def needs(*scopes: ApiScope) -> Mapping[str, Any]:
    """Keywords for an operation open to tokens with one of these scopes; any token for none."""
    return {"auth": Needs(*scopes)}


def caller_of(request: HttpRequest) -> Caller | None:
    """Who calls; None without a token."""
    found = getattr(request, "api_caller", None)
    return found if isinstance(found, Caller) else None


def let_in(request: HttpRequest, caller: Caller | None) -> None:
    """From here on the request is the caller's; a session cookie it may bring counts for
    nothing.
    """
    request.api_caller = caller  # type: ignore[attr-defined]
    request._onevisit_actor = caller.actor if caller else ANONYMOUS  # type: ignore[attr-defined]


def actor(request: HttpRequest) -> Actor:
    """The actor of a call."""
    return actor_of(request)


def creating(view: View) -> View:
    """An operation that makes something: it needs a key, and is done once for each key."""
    return _once(view, required=True)


def repeatable(view: View) -> View:
    """An operation done once for each key; without a key as often as it is asked for."""
    return _once(view, required=False)


class _Refused(Exception):
    """Carries an answer that is no success out of the transaction, which it undoes."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


Run = Callable[..., HttpResponseBase]


def _once(view: View, *, required: bool) -> View:
    def decorate(run: Run) -> Run:
        @wraps(run)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            caller, key = caller_of(request), request.headers.get(KEY_HEADER)
            if caller is None or (key is None and not required):
                return run(request, *args, **kwargs)
            return _answered(request, caller, key or "", lambda: run(request, *args, **kwargs))

        return guarded

    view.once = "required" if required else "optional"  # type: ignore[attr-defined]
    return decorate_view(decorate)(view)


def _answered(
    request: HttpRequest, caller: Caller, key: str, run: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    def make() -> services.Answer:
        response = run()
        if response.status_code >= 400 or not isinstance(response, HttpResponse):
            raise _Refused(response)
        kept = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
        return services.Answer(response.status_code, kept, response.content)

    try:
        answer, again = services.once(
            token_id=caller.token_id,
            key=services.checked_key(key),
            request_digest=digest_of(request),
            make=make,
        )
    except _Refused as refused:
        return refused.response
    except DomainError as error:
        return problem_of(request, error)
    response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
    if again:
        response[REPLAYED] = "true"
    return response
