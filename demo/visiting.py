"""What a department does about a joint site visit: agrees on a time, moves it, writes."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from demo.founding import County
from demo.papers import paper
from demo.projecting import SITES
from demo.schedule import Days, Telling, at
from demo.stories import Story
from onevisit.accounts.rules import Actor
from onevisit.cases import access, services
from onevisit.cases.queries.visiting import visit_of
from onevisit.cases.rules.joint import Half, Slot, Verdict
from onevisit.cases.rules.points import Given, Mark
from onevisit.catalogue.rules.vocabulary import StepKind

_PREPARE = "请打开厨房、仓库和配电箱，把平面图放在手边。"
_PREPARE_BUILDING = "请带好竣工图，打开消防控制室、配电间和楼梯间。"


@dataclass(frozen=True, slots=True)
class Visiting:
    """One case of one story, as far as it is looked at together with others."""

    county: County
    days: Days
    story: Story
    case_id: UUID
    part: str
    index: int

    def concerns(self, kind: str) -> bool:
        """Whether a step of that kind waits for the day of the visit."""
        return self.story.visit is not None and kind == StepKind.SITE_VISIT

    @property
    def made(self) -> bool:
        """Whether the visit has been, and this part wrote what it found."""
        return self.story.visit is not None and self.part in self.story.visit.found

    @property
    def sittings(self) -> int:
        """How often an officer could have sat down to the case by the day of the visit."""
        return 2 * self.story.visit.after - 1 if self.story.visit else 0

    def arrange(self, officer: Actor, accepted: date, now: datetime) -> Telling:
        """Make the appointment, if it is this part's to make; move it, if it is this part's to."""
        visit = self.story.visit
        if visit is None:
            return
        day = self.days.after(accepted, visit.after)
        if visit.ahead:
            day = self.days.after(self.days.today, visit.ahead)
        before = self.days.after(self.days.today, visit.ahead - 1) if visit.moved else day
        if self.part == visit.by:
            yield now + timedelta(minutes=30)
            form = access.get_case_for(officer, self.case_id).application.form_open
            site = SITES.get(self.story.project)
            services.plan_visit(
                case_id=self.case_id,
                slot=Slot(before, Half.AFTERNOON if day == accepted else Half.MORNING),
                place=str(site or form.get("shop.address") or _place(self.story)),
                prepare=_PREPARE_BUILDING if site else _PREPARE,
                phone="0580-5550111",
                actor=officer,
            )
            services.join_visit(case_id=self.case_id, going=True, actor=officer)
        if self.part == visit.mover:
            yield now + timedelta(minutes=75)
            services.move_visit(
                case_id=self.case_id,
                slot=Slot(day, Half.AFTERNOON),
                reason=visit.moved,
                actor=officer,
            )
            services.join_visit(case_id=self.case_id, going=True, actor=officer)

    def find(self, officer: Actor, accepted: date) -> Telling:
        """Write what this part found on the day."""
        visit = self.story.visit
        if visit is None:
            return
        verdict, note = visit.found[self.part]
        yield at(self.days.after(accepted, visit.after), 45 + 6 * self.index)
        photo, name = paper("site_photo", "现场照片")
        services.write_finding(
            case_id=self.case_id,
            verdict=verdict,
            note=note,
            photos=[(io.BytesIO(photo), name)] if verdict is Verdict.PASSED else [],
            points=_ticked(self.case_id, verdict, note, officer),
            actor=officer,
        )


def _ticked(case_id: UUID, verdict: Verdict, note: str, officer: Actor) -> list[Given]:
    """Everything in order, or all but the first point."""
    seen = visit_of(case_id=case_id, actor=officer)
    points = seen.seat.points if seen and seen.seat else ()
    given = [Given(Mark.OK) for _point in points]
    if given and verdict is not Verdict.PASSED:
        given[0] = Given(Mark.BAD, note)
    return given


def _place(story: Story) -> str:
    return f"安澜县云溪镇{story.shop}店内"
