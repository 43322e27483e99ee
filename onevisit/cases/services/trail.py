"""What is put on record about an application; acts on its cases go through `holding.Held`."""

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.models import Application


def record(action: str, application: Application, actor: Actor, **facts: object) -> None:
    """One entry in the transaction of the caller, as `audit.services.record`."""
    audit.record(
        action=action,
        target_type="cases.application",
        target_id=application.id,
        actor=actor,
        facts=facts,
    )
