"""What becomes of results that are sent: packed, carried, received or brought back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zlib import crc32

from demo import content
from demo.founding import County
from demo.schedule import Days, at
from demo.stories import Post, Story
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.cases import access, services
from onevisit.cases.rules.lifecycle import SETTLED, CaseState
from onevisit.cases.rules.submission import Identified
from onevisit.delivery.rules import Address, Carrier, Mark, ReturnReason, SignedBy, s10_check

_CLERK = "clerk3"


def home_of(person: str) -> Address:
    """Where somebody lives; a house of its own for each."""
    who, place = content.people()[person], list(content.people()).index(person) + 1
    town, street = content.townships().get(who.township, "云溪镇"), "望湖路"
    if who.township:
        street = content.streets()[who.township][place % len(content.streets()[who.township])]
    return Address(
        who.name,
        who.phone,
        f"浙江省安澜市安澜县{town}{street} {place * 7} 号 {place % 4 + 1} 幢 {place}02 室",
    )


@dataclass(frozen=True, slots=True)
class Posting:
    """The parcel of one story."""

    county: County
    days: Days
    story: Story
    application: UUID

    @property
    def _clerk(self) -> Actor:
        return self.county.actors[_CLERK]

    def tell(self, day: date) -> Iterator[datetime]:
        """From packing to the end the parcel has."""
        post, minute = self.story.post, 200 + self.story.minute % 180
        if post is Post.WAITING:
            return
        yield at(day, minute)
        if not self._all_done():
            return
        parcel = services.pack(application_id=self.application, actor=self._clerk)
        if post is Post.PACKED:
            return
        yield at(day, minute + 12)
        services.hand_to_courier(
            parcel_id=parcel, carrier=Carrier.EMS, tracking_number=self._number(), actor=self._clerk
        )
        if post is Post.HANDED_OVER:
            return
        yield at(self.days.after(day, 1), 40)
        self._mark(parcel, Mark.MOVE)
        if post is Post.MOVING:
            return
        yield at(self.days.after(day, 2), minute)
        if post is Post.DELIVERED:
            self._mark(parcel, Mark.DELIVER, SignedBy.SELF)
            return
        self._mark(parcel, Mark.RETURN, ReturnReason.ABSENT)
        if post is Post.FETCHED:
            yield at(self.days.after(day, 3), minute)
            self._fetch()

    def _all_done(self) -> bool:
        """Whether something is to be sent and nothing else is still on its way."""
        cases = access.visible_to(SYSTEM).filter(application_id=self.application)
        states = {CaseState(state) for state in cases.values_list("state", flat=True)}
        return CaseState.ISSUED in states and states <= SETTLED

    def _mark(self, parcel: UUID, mark: Mark, note: str = "") -> None:
        services.mark_parcel(parcel_id=parcel, mark=mark, note=note, actor=self._clerk)

    def _number(self) -> str:
        """A tracking number in its right form, the same for the same story."""
        told = f"{self.story.person} {self.story.company} {self.story.offer} {self.story.back}"
        digits = f"{crc32(told.encode()) % 100_000_000:08d}"
        return f"EE{digits}{s10_check(digits)}CN"

    def _fetch(self) -> None:
        person = self.county.people[self.story.person]
        services.choose_again(
            application_id=self.application,
            collection="window",
            service_point_id=self.county.points["centre"],
            actor=self.county.applicant(self.story),
        )
        ready = access.visible_to(SYSTEM).filter(application_id=self.application, state="issued")
        services.hand_out(
            case_ids=list(ready.values_list("id", flat=True)),
            receiver_id=person,
            identified_by=Identified.ID_CARD,
            actor=self._clerk,
        )
