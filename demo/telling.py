"""How the stories are told: every act goes through a service, as a page would make it go."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from demo import agreeing, content, helping
from demo.forms import typed
from demo.founding import County
from demo.handling import Handling
from demo.lodging import Lodging
from demo.papers import paper
from demo.posting import Posting, home_of
from demo.schedule import Days, Schedule, Telling, at
from demo.stories import Story, Way
from onevisit.accounts import services as accounts
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.cases import access, services
from onevisit.cases.queries import signing_digest
from onevisit.cases.rules.submission import Identified, SentHome
from onevisit.guidance.rules.checklist import Checklist, How, checklist
from onevisit.projects import services as projects

_HAND_OUT_CLERK = "clerk3"  # in the centre; a township has one clerk for everything
_SITTING = 12
"""Minutes a clerk or a citizen takes from the first question to the signature."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells stories in one county on one calendar."""

    county: County
    days: Days
    schedule: Schedule

    def tell(self, story: Story) -> Telling:
        """From the first question to the end the story has; see `Schedule`."""
        day = self.days.back(story.back) + timedelta(days=story.later)
        if story.sent_home:
            yield at(self.days.back(story.back + 1), story.minute)
            self._come_in_vain(self._begin(story, day), story)
        yield at(day, story.minute)
        if story.helper:
            helping.begin(story, self.county)
        application = self._begin(story, day)
        if story.way is Way.DRAFT:
            return
        if story.way is Way.WINDOW_DRAFT:
            self._come_in_vain(application, story)
            return
        yield at(day, story.minute + _SITTING // 2)
        self._bring(application, story)
        yield from agreeing.told(application, story, self.county, day)
        if story.way is Way.UNSIGNED:
            return
        yield at(day, story.minute + _SITTING + agreeing.minutes(story))
        if story.way is Way.ON_THE_SPOT:
            services.finish_on_the_spot(application_id=application, actor=self._doer(story))
            return
        self._hand_in(application, story)
        if story.helper:
            accounts.end_helping(actor=self._doer(story))
        later = replace(story, minute=story.minute + agreeing.minutes(story))
        self._follow(application, later, day)

    def _doer(self, story: Story) -> Actor:
        return helping.doer(story, self.county)

    def _begin(self, story: Story, day: date) -> UUID:
        """Begin or go on with the draft, answer the questions, fill in the form."""
        actor = self._doer(story)
        applicant = self.county.people[story.person]
        if story.clerk:
            shown = content.people()[story.person].id_number
            accounts.find_person_by_id_number(shown, actor=actor)
        application = self._begun_in_project(story) or services.start_application(
            offer_code=content.offer_codes()[story.offer],
            actor=actor,
            answers=story.answers,
            organisation_id=self.county.companies[story.company] if story.company else None,
            applicant_id=applicant if story.clerk else None,
            channel="window" if story.clerk else "online",
        )
        services.save_form(
            application_id=application,
            values=typed(story, self._checklist(story).fields, day),
            actor=actor,
        )
        return application

    def _begun_in_project(self, story: Story) -> UUID | None:
        if not story.project:
            return None
        actor, offer = self._doer(story), content.offer_codes()[story.offer]
        code = self.county.projects[story.project]
        application = projects.begin(code=code, offer=offer, actor=actor)
        services.save_answers(application_id=application, answers=story.answers, actor=actor)
        return application

    def _checklist(self, story: Story) -> Checklist:
        return checklist(self.county.offers[story.offer], story.answers)

    def _come_in_vain(self, application: UUID, story: Story) -> None:
        lacking = tuple(line.key for line in self._checklist(story).bring())
        services.send_home(
            application_id=application,
            reason=SentHome.MATERIALS,
            materials=lacking[:1],
            actor=self._doer(story),
        )

    def _bring(self, application: UUID, story: Story) -> None:
        """Papers: uploaded online, taken in or scanned at the window."""
        wanted = {How.BRING} if story.owing else {How.BRING, How.MAY_FOLLOW}
        theirs = agreeing.brought_by_others(story, self.county)
        for line in self._checklist(story).lines:
            if line.how not in wanted or line.key in theirs:
                continue
            if line.key == story.pledging:
                services.promise_instead(
                    application_id=application,
                    material=line.key,
                    actor=self._doer(story),
                )
                continue
            if story.clerk and line.how is How.BRING and not story.copied:
                services.note_paper(
                    application_id=application,
                    material=line.key,
                    actor=self._doer(story),
                )
                continue
            scan, name = paper(line.key, line.name)
            services.attach_file(
                application_id=application,
                material=line.key,
                upload=io.BytesIO(scan),
                name=name,
                actor=self._doer(story),
            )

    def _hand_in(self, application: UUID, story: Story) -> None:
        actor = self._doer(story)
        if story.post is not None:
            services.choose_collection(
                application_id=application,
                collection="courier",
                service_point_id=None,
                address=home_of(story.person),
                actor=actor,
            )
        elif story.on_paper or story.lodge is not None:
            services.choose_collection(
                application_id=application,
                collection="locker" if story.lodge else "window",
                service_point_id=self.county.points[story.pickup],
                actor=actor,
            )
        shown = access.get_application_for(actor, application)
        services.submit(
            application_id=application,
            actor=actor,
            signed_digest=signing_digest(shown),
            version=shown.version,
            commitments=[
                line.key
                for line in self._checklist(story).lines
                if line.pledges and (line.how is How.GENERATED or line.key == story.pledging)
            ],
        )

    def _follow(self, application: UUID, story: Story, day: date) -> None:
        """What the departments make of it, and the trip to the out-window."""
        cases = access.visible_to(SYSTEM).filter(application_id=application).order_by("part")
        known = cases.values_list("id", "part", "department__code")
        for index, (case_id, part, department) in enumerate(known):
            handling = Handling(self.county, self.days, story, case_id, part, index)
            self.schedule.add(handling.tell(day, department))
        if story.post is not None:
            posting = Posting(self.county, self.days, story, application)
            self.schedule.add(posting.tell(self.days.after(day, story.packed)))
        if story.lodge is not None:
            lodging = Lodging(self.county, self.days, story, application)
            self.schedule.add(lodging.tell(self.days.after(day, story.packed)))
        if story.collect is not None:
            self.schedule.add(
                self._collect(application, story, self.days.after(day, story.collect))
            )

    def _collect(self, application: UUID, story: Story, day: date) -> Iterator[datetime]:
        yield at(day, 180 + story.minute % 200)
        cases = access.visible_to(SYSTEM).filter(application_id=application, state="issued")
        ready = list(cases.values_list("id", flat=True))
        if ready:
            services.hand_out(
                case_ids=ready,
                receiver_id=self.county.people[story.person],
                identified_by=Identified.ID_CARD,
                originals_seen=True,
                actor=self.county.actors[_clerk_at(story.pickup)],
            )


def _clerk_at(point: str) -> str:
    return _HAND_OUT_CLERK if point == "centre" else f"clerk-{point}"
