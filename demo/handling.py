"""What a department does with one case, day by day."""

import io
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from demo.founding import County
from demo.helping import begin, doer
from demo.papers import paper
from demo.paying import Paying
from demo.schedule import Days, Telling, at
from demo.stories import End, Fate, Story
from demo.visiting import Visiting
from onevisit.accounts import services as accounts
from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.cases import access, services
from onevisit.cases.queries import obligations, signing_digest
from onevisit.cases.rules.gaps import GapDraft, GapKind
from onevisit.cases.rules.lifecycle import CaseState, Procedure
from onevisit.cases.rules.obligations import Check
from onevisit.catalogue.rules.vocabulary import ExtensionBy
from onevisit.guidance.rules.checklist import How

_OFFICERS = {
    "market": ("market1", "market2"),
    "fire": ("fire1", "fire2"),
    "urban": ("urban1",),
    "housing": ("housing1",),
    "hrss": ("hrss1",),
    "police": ("police1", "police2"),
    "civil": ("civil1",),
    "health": ("health1",),
    "medical": ("medical1",),
    "land": ("land1",),
    "fund": ("fund1",),
    "tax": ("tax1",),
    "utility": ("utility1",),
    "finance": ("finance1",),
    "education": ("education1",),
    "development": ("development1",),
    "ecology": ("ecology1",),
    "water": ("water1",),
    "hrss-city": ("hrss-city1",),
}
_OPINIONS = {
    "site_visit": "已到现场查看，布局与所交图纸一致，现场照片已存档。",
    "review": "材料齐全，内容与核验结果一致，符合法定条件，建议准予。",
}
_NOT_MENDED = "到期再去看，要改的没有改好。"
_EVERY_ONE = 2000
_CLOSING = 505  # minutes after nine; the offices close at 510
_SUSPENDED_FOR = 7  # working days from today, so that the special procedure is still running


@dataclass(frozen=True, slots=True)
class Handling:
    """One case of one story; `index` spreads the cases of an application over the day."""

    county: County
    days: Days
    story: Story
    case_id: UUID
    part: str
    index: int

    @property
    def fate(self) -> Fate:
        """What becomes of it."""
        return self.story.fates.get(self.part, self.story.fate)

    def tell(self, day: date, department: str) -> Telling:
        """From acceptance to the end the case has; `day` is when it was handed in."""
        fate, officers = self.fate, _OFFICERS[department]
        officer = self.county.actors[officers[(self.index + self.story.turn) % len(officers)]]
        if fate.look:
            yield from self._look_first(day, officer)
        if fate.end in (End.SUBMITTED, End.SILENT):
            return
        accepted = self.days.after(day, fate.accept)
        minute = self._pace(15) if fate.accept else self.story.minute + 14 + self.index
        yield at(accepted, minute)
        if self._state() != CaseState.SUBMITTED:  # silence has accepted it
            yield from self._review(accepted, minute, officer)
            return
        if fate.correct or fate.end is End.CORRECTION:
            self._ask(officer)
            if fate.end is End.CORRECTION:
                return
            accepted = self.days.after(accepted, fate.correct)
            yield at(accepted, self._pace(15) + 45)
            if self._state() != CaseState.CORRECTION_REQUESTED:  # too late: it was returned
                return
            self._correct()
            minute += 60
            yield at(accepted, minute)
        yield from self._answer(accepted, minute, officer)

    def _look_first(self, day: date, officer: Actor) -> Telling:
        """预审: passed, or the first paper does not do and the applicant sends it again."""
        looked = self.days.after(day, 1)
        yield at(looked, self._pace(5))
        if self.fate.look == "passed":
            services.pre_pass(case_id=self.case_id, actor=officer)
            return
        services.pre_return(case_id=self.case_id, gaps=[self._gap()], actor=officer)
        if self.fate.look == "resupplied":
            yield at(self.days.after(looked, 1), self._pace(2))
            self._correct()

    def _answer(self, accepted: date, minute: int, officer: Actor) -> Telling:
        """Refuse to accept, or accept and go on."""
        fate = self.fate
        if fate.end is End.NOT_ACCEPTED:
            services.not_accept(case_id=self.case_id, reason=fate.reason, actor=officer)
            return
        services.accept(case_id=self.case_id, actor=self._acceptor(officer))
        if fate.end is End.ACCEPTED:
            return
        if fate.end is End.WITHDRAWN:
            yield at(self.days.after(accepted, 1), 30)
            services.withdraw(case_id=self.case_id, actor=self.county.applicant(self.story))
            return
        yield at(accepted, minute + 8)
        yield from self._review(accepted, minute + 8, officer)

    def _state(self) -> str:
        states = access.visible_to(SYSTEM).filter(id=self.case_id)
        return states.values_list("state", flat=True)[0]

    def _pace(self, minute: int) -> int:
        """When the officers come to this case, if all of them begin at `minute`."""
        return minute + self.story.pace + 4 * self.index

    def _ask(self, officer: Actor) -> None:
        """Tell what is missing: the first paper the applicant hands in does not do."""
        services.ask_correction(case_id=self.case_id, gaps=[self._gap()], actor=officer)

    def _gap(self) -> GapDraft:
        return GapDraft(
            GapKind.MATERIAL,
            self._paper(),
            "照片拍得不全，右边一列看不清。",
            "请把整页拍清楚，四个角都拍进去，再传一次。",
        )

    def _paper(self) -> str:
        case = access.get_case_for(SYSTEM, self.case_id)
        handed = case.materials.filter(how=How.BRING).order_by("id")
        return handed.values_list("material", flat=True)[0]

    def _correct(self) -> None:
        """The applicant sends it again and signs; who handed in at a window comes once more."""
        actor = doer(self.story, self.county)
        application = access.get_case_for(SYSTEM, self.case_id).application
        wanted = self._paper()
        if self.story.helper:
            begin(self.story, self.county)
        if self.story.clerk:
            services.note_paper(application_id=application.id, material=wanted, actor=actor)
        else:
            scan, name = paper(wanted, "补正件")
            services.attach_file(
                application_id=application.id,
                material=wanted,
                upload=io.BytesIO(scan),
                name=name,
                actor=actor,
            )
        shown = access.get_application_for(actor, application.id)
        services.correct(
            application_id=application.id, signed_digest=signing_digest(shown), actor=actor
        )
        if self.story.helper:
            accounts.end_helping(actor=actor)

    def _acceptor(self, officer: Actor) -> Actor:
        """The window accepts what was handed in there, where the department delegated it."""
        if not self.story.clerk or self.fate.accept:
            return officer
        item = self.county.offers[self.story.offer].part(self.part).item
        return self.county.actors[self.story.clerk] if item.delegation.accept else officer

    def _review(self, accepted: date, minute: int, officer: Actor) -> Telling:
        fate = self.fate
        services.claim(case_id=self.case_id, actor=officer)
        if fate.end is End.CLAIMED:
            return
        if (yield from self._assess(accepted, minute, officer)):
            return
        if fate.end is End.SUSPENDED:
            self._suspend(officer, self.days.after(self.days.today, _SUSPENDED_FOR))
            return
        if fate.pause:
            ends = self.days.after(accepted, fate.work + fate.pause)
            self._suspend(officer, ends)
            yield at(ends, 60)
            services.resume(case_id=self.case_id, actor=officer)
        decided = self.days.after(accepted, fate.work + fate.pause)
        usual = 240 + 5 * self.index + self.story.pace
        minute = max(usual, minute + 3) if fate.work else minute + 3
        yield at(decided, minute)
        yield from self._decide(decided, minute, officer)
        if fate.kept or fate.order:
            yield from self._look_after(decided, officer)

    def _look_after(self, decided: date, officer: Actor) -> Telling:
        """What was promised is checked: it was kept, or is to be put right, or the holder is heard
        before it is revoked.
        """
        fate, found = self.fate, self.days.after(decided, 3)
        yield at(found, 90 + self.index)
        if fate.kept:
            self._check(officer, Check.CONFIRM, fate.kept)
            return
        until = self.days.after(found, 3 if fate.heard else 10)
        self._check(officer, Check.ORDER, fate.order, until)
        if not fate.heard:
            return
        called = self.days.after(until, 1)
        yield at(called, 60 + self.index)
        heard = self.days.after(called, 3)
        self._check(officer, Check.CALL_HEARING, _NOT_MENDED, heard)
        yield at(heard, 75 + self.index)
        self._check(officer, Check.HEAR, fate.heard)

    def _check(
        self, officer: Actor, check: Check, words: str, limit_on: date | None = None
    ) -> None:
        for row in obligations(actor=officer, limit=_EVERY_ONE).rows:
            if row.case_id == self.case_id:
                services.check_obligation(
                    obligation_id=row.id, check=check, words=words, limit_on=limit_on, actor=officer
                )

    def _extend(self, accepted: date, done: int, officer: Actor) -> Telling:
        """More time is needed; the head of the department answers on the next day."""
        if not self.fate.extend:
            return
        services.ask_extension(case_id=self.case_id, reason=self.fate.reason, actor=officer)
        if self.fate.extend == "granted":
            yield at(self.days.after(accepted, (done + 1) // 2 + 1), 150 + self.index)
            services.grant_extension(case_id=self.case_id, actor=self._who_extends())

    def _who_extends(self) -> Actor:
        """The head of the department, or of the county where offices handle it jointly."""
        item = self.county.offers[self.story.offer].part(self.part).item
        if item.regime.extension_by is ExtensionBy.GOVERNMENT:
            return self.county.actors["county-head"]
        department = access.get_case_for(SYSTEM, self.case_id).department.code
        return self.county.actors[f"{department}-head"]

    def _assess(
        self, accepted: date, minute: int, officer: Actor
    ) -> Generator[datetime, None, bool]:
        """Opinions and what was found on the spot; True when the story of the case stops there."""
        fate, done = self.fate, 1
        visiting = Visiting(self.county, self.days, self.story, self.case_id, self.part, self.index)
        yield from visiting.arrange(officer, accepted, at(accepted, minute))
        if visiting.made:
            yield from visiting.find(officer, accepted)
            done = max(done, visiting.sittings)
        elif fate.work:
            yield self._working_at(accepted, done)
        while step := self._open_step():
            if visiting.concerns(step[1]):
                return True
            done += 1
            yield self._working_at(accepted, done)
            services.give_opinion(
                case_id=self.case_id, step=step[0], text=_OPINIONS[step[1]], actor=officer
            )
            if fate.end is End.REVIEWED:
                yield from self._extend(accepted, done, officer)
                return True
        return False

    def _working_at(self, accepted: date, nth: int) -> datetime:
        """When the officer sits down to the case for the `nth` time."""
        day = self.days.after(accepted, min((nth + 1) // 2, self.fate.work))
        return at(day, 100 + 9 * self.index + nth + self.story.pace)

    def _open_step(self) -> tuple[str, str] | None:
        """Key and kind of the next review or site visit that waits."""
        waiting = access.visible_to(SYSTEM).filter(
            id=self.case_id, tasks__state="open", tasks__kind__in=_OPINIONS
        )
        in_order = waiting.order_by("tasks__opened_at", "tasks__id")
        return in_order.values_list("tasks__step", "tasks__kind").first()

    def _suspend(self, officer: Actor, until: date) -> None:
        services.suspend(
            case_id=self.case_id,
            reason=self.fate.reason,
            until=until,
            actor=officer,
            procedure=Procedure(self.fate.procedure or Procedure.OTHER),
        )

    def _decide(self, day: date, minute: int, officer: Actor) -> Telling:
        """Where two sign, the head confirms before the offices close."""
        refused = self.fate.end is End.REFUSED
        if not refused:
            self._see_the_rest(officer)
        if self.fate.end is End.PASSED_UP:
            yield from self._pass_up(day, minute, officer)
            return
        outcome, reason = ("refuse", self.fate.reason) if refused else ("approve", "")
        paying = Paying(self.county, self.story, self.case_id)
        if not refused:
            paying.settle()
        two = self.county.offers[self.story.offer].part(self.part).item.cosign
        deed = services.propose if two else services.decide
        deed(case_id=self.case_id, outcome=outcome, reason=reason, actor=officer)
        paying.settle()
        if two and self.fate.end is not End.PROPOSED:
            yield at(day, minute + max(5, (_CLOSING - minute) // 2))
            department = access.get_case_for(SYSTEM, self.case_id).department.code
            head = self.county.actors[f"{department}-head"]
            services.confirm(case_id=self.case_id, actor=head)

    def _pass_up(self, day: date, minute: int, officer: Actor) -> Telling:
        """The authority above reads the opinion, and decides or has not yet."""
        case_id = services.pass_up(case_id=self.case_id, opinion=self.fate.reason, actor=officer)
        if self.fate.above is None:
            return
        city = access.get_case_for(SYSTEM, case_id).department.code
        above = replace(
            self, case_id=case_id, story=replace(self.story, fates={}, fate=Fate(work=1))
        )
        yield at(self.days.after(day, self.fate.above), minute)
        yield from above._review(
            self.days.after(day, self.fate.above), minute, self.county.actors[_OFFICERS[city][0]]
        )

    def _see_the_rest(self, officer: Actor) -> None:
        """What offices fetch and nobody has looked at yet."""
        unseen = access.visible_to(SYSTEM).filter(
            id=self.case_id, materials__how=How.FETCHED, materials__verdict=""
        )
        for material in list(unseen.values_list("materials__material", flat=True)):
            services.set_verdict(
                case_id=self.case_id, material=material, verdict="ok", actor=officer
            )
