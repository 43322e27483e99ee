"""Writing the trail: in the caller's transaction, so that an act and its entry stand or fall
together.
"""

import json
from collections.abc import Iterable
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from onevisit.audit.errors import personal_data_in_facts
from onevisit.audit.models import AuditEntry
from onevisit.audit.rules import Act, Doer, Facts, redacted
from onevisit.audit.services.context import current_request
from onevisit.kernel import masks, rows


def record(
    *,
    action: str,
    target_type: str,
    target_id: str | UUID,
    actor: Doer,
    facts: Facts | None = None,
    department_id: UUID | None = None,
) -> None:
    """Write one entry in the transaction of the caller.

    `action` is room.verb ("cases.decide"). Raises Invalid `audit.personal_data_in_facts` when the
    facts hold an ID number or a phone.
    """
    act = Act(action, target_type, target_id, facts or {}, department_id)
    rows.insert([_entry(act, actor)])


def record_many(acts: Iterable[Act], *, actor: Doer) -> None:
    """Write many entries of one actor with one statement; see `record`."""
    rows.insert([_entry(act, actor) for act in acts])


def shown_name(actor: Doer) -> str:
    """The name an entry keeps: staff answer by name, citizens are masked."""
    if actor.named or actor.is_system:
        return actor.name[:64]
    return masks.mask_name(actor.name)[:64] if actor.name else ""


def _entry(act: Act, actor: Doer) -> AuditEntry:
    under = {"authority": actor.authority} if actor.authority else {}
    text = json.dumps({**under, **act.facts}, cls=DjangoJSONEncoder, ensure_ascii=False)
    if redacted(text) != text:
        raise personal_data_in_facts(act.action)
    context = current_request()
    return AuditEntry(
        action=act.action,
        target_type=act.target_type,
        target_id=str(act.target_id),
        actor_user_id=actor.user_id,
        actor_person_id=actor.person_id,
        actor_name=shown_name(actor),
        department_id=act.department_id,
        request_id=context.request_id if context else "",
        address_hash=context.address_hash if context else "",
        facts=json.loads(text),
    )
