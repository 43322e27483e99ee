"""What higher rooms may wake up to; published inside the transaction that causes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PersonLinked(Event):
    """A login begun by phone now belongs to a person registered before, who agreed to it.

    What was begun for the `provisional` person (drafts and their files; nothing was ever signed)
    goes on as the registered one's.
    """

    provisional_id: UUID
    registered_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class HelperLeft(Event):
    """A helper stopped standing in for a person whom they had met since `since`: `came` says that
    the person had come to the helper's place for it.
    """

    person_id: UUID
    helper_id: UUID
    service_point_id: UUID
    came: bool
    since: datetime
