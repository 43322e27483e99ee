"""A batch's file for whoever looks after it: it names people, so it is on record."""

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.reporting.adapters.receiver import Parcel
from onevisit.reporting.errors import forgotten, no_such_batch
from onevisit.reporting.models import Batch
from onevisit.reporting.services.files import parcel_of


def open_batch(*, number: int, actor: Actor) -> Parcel:
    """The file as it went. Raises Refused `accounts.not_permitted`, NotFound
    `reporting.no_such_batch`, Conflict `reporting.forgotten`.
    """
    require(actor, Permission.REPORTING_KEEP)
    batch = Batch.objects.filter(number=number).first()
    if batch is None:
        raise no_such_batch()
    if batch.forgotten_at is not None:
        raise forgotten()
    audit.record_access(
        what="reporting.file",
        actor=actor,
        target_type="reporting.batch",
        target_id=str(number),
    )
    return parcel_of(batch)
