"""What a kind of project goes through: one officer writes a version, another puts it in force."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission, Scope, require
from onevisit.audit import services as audit
from onevisit.directory import queries as directory
from onevisit.kernel import two_people
from onevisit.kernel.errors import NotFound
from onevisit.kernel.types import JsonObject
from onevisit.projects import errors
from onevisit.projects.models import ProjectKind
from onevisit.projects.queries.kinds import items_in, newest_of, offer_named
from onevisit.projects.rules.phases import Phase, document_of, read_phases
from onevisit.projects.services.typing import drop_typing

LONGEST_KIND = 80
LONGEST_BASIS = 200
"""Characters, also of a reason."""
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


def write_kind(
    *,
    code: str,
    name: str,
    basis: str,
    phases: Sequence[Mapping[str, object]],
    why: str,
    new: bool = False,
    actor: Actor,
) -> UUID:
    """Write a version of what projects of this kind go through; it waits for another officer. With
    no `phases` nothing of the kind is registered any more. `new`: the code must not be there yet.

    Raises Refused `accounts.not_permitted`; Invalid `projects.name_needed`, `projects.bad_code`,
    `projects.not_offered`, `projects.phase_lead` and as `read_phases`; Conflict
    `projects.code_taken`, `projects.kind_same`, `two_people.waits`.
    """
    if actor.user_id is None:
        raise ValueError("a version is written by somebody")
    newest = newest_of(code)
    _check_code(code, newest, new=new)
    read = read_phases(phases) if phases or newest is None else ()
    row = ProjectKind(
        code=code,
        name=_said(name, "name", LONGEST_KIND),
        region_id=newest.region_id if newest else _lead(read[0]),
        basis=_said(basis, "basis", LONGEST_BASIS),
        phases=document_of(read),
        why=_said(why, "why", LONGEST_BASIS),
    )
    require(actor, Permission.CATALOGUE_EDIT, Scope(None, row.region_id))
    _check_named(read)
    _check_new(row)
    with two_people.writing(row, actor, ProjectKind.objects.filter(code=code)):
        drop_typing(code="" if newest is None else code, actor=actor)
        _record("projects.write_kind", row, actor)
    return row.id


def _check_code(code: str, newest: ProjectKind | None, *, new: bool) -> None:
    if newest is not None and new:
        raise errors.code_taken()
    if newest is None and not _CODE.fullmatch(code):
        raise errors.bad_code(40)


def _check_named(phases: Sequence[Phase]) -> None:
    """Everything that is named is there: departments, and items as parts of what is offered."""
    for phase in phases:
        _lead(phase)
        inside: set[str] = set()
        for code in phase.offers:
            inside |= items_in(offer_named(code))
        for item in phase.items:
            if item not in inside:
                raise errors.not_offered(item)


def _lead(phase: Phase) -> str:
    """The region of who leads it."""
    try:
        return directory.department_by_code(phase.lead).region
    except NotFound:
        raise errors.phase_lead(phase.name) from None


def _check_new(row: ProjectKind) -> None:
    held = ProjectKind.objects.filter(code=row.code, state="in_force").order_by("-since", "-n")
    now = held.first()
    if now is not None and _said_of(now) == _said_of(row):
        raise errors.kind_same()


def _said_of(row: ProjectKind) -> tuple[str, str, list[JsonObject]]:
    return row.name, row.basis, row.phases


def put_kind_in_force(*, version_id: UUID, since: date | None, actor: Actor) -> None:
    """Put in force what another wrote, from a day on: for projects that are registered from then
    on, the others keep what they began with.

    Raises NotFound `projects.no_such_version`; Refused `accounts.not_permitted`,
    `two_people.own`; Conflict `two_people.answered`; Invalid `two_people.since`, and as
    `write_kind` where what it names is gone since it was written.
    """
    with _answering(version_id, actor, Permission.CATALOGUE_PUBLISH) as row:
        two_people.require_second(row, actor)
        _check_named(read_phases(row.phases) if row.phases else ())
        day = two_people.begin(row, since)
        _record("projects.put_kind_in_force", row, actor, since=day.isoformat())


def send_kind_back(*, version_id: UUID, reason: str, actor: Actor) -> None:
    """Send back, or take back, what waits; the reason stays with it.

    Raises NotFound `projects.no_such_version`; Refused `accounts.not_permitted`; Conflict
    `two_people.answered`; Invalid `projects.name_needed`.
    """
    said = _said(reason, "reason", LONGEST_BASIS)
    with _answering(version_id, actor, Permission.CATALOGUE_EDIT) as row:
        row.state, row.reason = "sent_back", said
        _record("projects.send_kind_back", row, actor)


def _said(words: str, field: str, most: int) -> str:
    words = words.strip()
    if not 0 < len(words) <= most:
        raise errors.named(field, most)
    return words


def _answering(
    version_id: UUID, actor: Actor, permission: Permission
) -> AbstractContextManager[ProjectKind]:
    return two_people.answering(
        ProjectKind.objects.all(),
        version_id,
        actor,
        missing=errors.no_such_version,
        allow=lambda row: require(actor, permission, Scope(None, row.region_id)),
    )


def _record(action: str, row: ProjectKind, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="projects.kind",
        target_id=row.id,
        actor=actor,
        facts={"code": row.code, "n": row.n, **facts},
    )
