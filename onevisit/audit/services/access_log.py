"""Writing the access log: who saw personal data, who was refused, who logged in."""

from collections.abc import Iterable
from uuid import UUID

from onevisit.audit.models import AccessEntry
from onevisit.audit.rules import AccessKind, Doer, redacted
from onevisit.audit.services.context import current_request, write
from onevisit.audit.services.trail import shown_name


def record_access(
    *,
    kind: AccessKind = AccessKind.READ,
    what: str,
    actor: Doer,
    subjects: Iterable[UUID] = (),
    target_type: str = "",
    target_id: str | UUID = "",
    reason: str = "",
) -> None:
    """Log that `actor` saw `what` ("person.id_number", "case.form") of the persons `subjects`.

    One entry per subject, or one without when there is none. Inside a request (or
    `request_context()`) the entries wait and are written when it ends, also after a rollback and
    before the answer leaves; outside they are written at once. `reason` is a code, never free text;
    where none is given, the number of the authority under which the actor looked.
    """
    context = current_request()
    about: list[UUID | None] = list(subjects)
    entries = [
        AccessEntry(
            kind=kind.value,
            what=what[:96],
            reason=(reason or actor.authority)[:64],
            subject_person_id=subject,
            target_type=target_type[:64],
            target_id=redacted(str(target_id))[:200],
            actor_user_id=actor.user_id,
            actor_person_id=actor.person_id,
            actor_name=shown_name(actor),
            request_id=context.request_id if context else "",
            address_hash=context.address_hash if context else "",
        )
        for subject in about or [None]
    ]
    if context is None:
        write(entries)
    else:
        context.pending.extend(entries)


def record_refusal(*, code: str, actor: Doer, path: str) -> None:
    """Log that `actor` was refused with error `code` at `path` (without its query)."""
    record_access(
        kind=AccessKind.REFUSED, what=code, actor=actor, target_type="path", target_id=path
    )
