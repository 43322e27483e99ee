"""Who asks from where: the context of one request or command, and what waits to be logged for
it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from onevisit.audit.models import AccessEntry
from onevisit.kernel import rows
from onevisit.kernel.crypto import blind_index
from onevisit.kernel.ids import new_id


@dataclass(slots=True)
class RequestContext:
    """One request: its id, the keyed hash of its network address, and access entries not yet
    written.
    """

    request_id: str
    address_hash: str = ""
    pending: list[AccessEntry] = field(default_factory=list)


_current: ContextVar[RequestContext | None] = ContextVar("onevisit_request", default=None)


def current_request() -> RequestContext | None:
    """The context we are in, None outside of any request or command."""
    return _current.get()


def current_request_id() -> str:
    """The id of the request we are in, "" outside: for the trail and for log lines."""
    context = _current.get()
    return context.request_id if context else ""


@contextmanager
def request_context(address: str = "", request_id: str = "") -> Iterator[RequestContext]:
    """Everything inside belongs to one request; its access entries are written when it ends,
    however it ends.

    Open it outside of any transaction: entries queued inside survive a rollback because they are
    only written here. `address` is the network address asked from; only its keyed hash is kept.
    `request_id` is one given by whoever passed the request on; by default a new one is made.
    """
    hashed = blind_index(address, purpose="audit.address") if address else ""
    context = RequestContext(request_id=request_id or str(new_id()), address_hash=hashed)
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
        flush(context)


def flush(context: RequestContext) -> None:
    """Write what waits; nothing waits afterwards."""
    if context.pending:
        waiting, context.pending = context.pending, []
        write(waiting)


def write(entries: Sequence[AccessEntry]) -> None:
    """Insert the entries."""
    rows.insert(entries)
