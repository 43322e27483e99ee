"""The services as a state machine: whatever anybody tries, the county stays whole."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.events import ApplicationEnded
from onevisit.cases.rules.gaps import GapDraft
from onevisit.cases.rules.joint import Half, Slot, Verdict
from onevisit.cases.rules.lifecycle import TABLE, Action, CaseState
from onevisit.cases.rules.stopping import Stop
from onevisit.kernel import clock, events
from onevisit.kernel.calendar_seed import seeded_calendar
from onevisit.kernel.errors import Conflict, DomainError
from tests.cases.corrections import NAME, NOTE, PLAN
from tests.cases.statements import snapshot
from tests.cases.wholeness import assert_whole
from tests.factories import cases as make
from tests.factories.cases import County

parts = st.sampled_from(["licence", "food", "sign", "drain"])
who = st.sampled_from(["first", "second", "head", "clerk", "citizen", "stranger"])


class AnybodyDoesAnything(RuleBasedStateMachine):
    """One application of four parts; every verb, by the right people and by the wrong ones."""

    here: County

    def __init__(self) -> None:
        super().__init__()
        self.saved = transaction.atomic()
        self.saved.__enter__()
        self.now: datetime = make.MONDAY
        self.seen: list[int] = []
        self.ended: list[ApplicationEnded] = []
        self.quiet = events.isolated()
        self.quiet.__enter__()
        events.subscribe(ApplicationEnded, self.ended.append)

    def teardown(self) -> None:
        self.quiet.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.saved.__exit__(None, None, None)

    @initialize(collection=st.sampled_from(["online", "window"]))
    def handed_in(self, collection: str) -> None:
        with clock.travel(self.now):
            draft = make.filled_draft(self.here, area=80)
            services.choose_collection(
                application_id=draft.id,
                collection=collection,
                service_point_id=self.here.centre,
                actor=self.here.citizen,
            )
            draft.refresh_from_db()
            services.submit(
                application_id=draft.id,
                actor=self.here.citizen,
                signed_digest=signing_digest(draft),
                version=draft.version,
            )
        self.id = draft.id

    def case(self, part: str) -> Case:
        return Case.objects.get(application_id=self.id, part=part)

    def actor(self, case: Case, name: str) -> Actor:
        code = next(c for c, d in self.here.departments.items() if d == case.department_id)
        return {
            "first": self.here.officers[code],
            "second": self.here.second_officers[code],
            "head": self.here.heads[code],
            "clerk": self.here.clerk,
            "citizen": self.here.citizen,
            "stranger": self.here.other_citizen,
        }[name]

    def attempt(self, deed: object, ignored: Collection[str] = ()) -> None:
        """Either it is done, or it is refused and nothing has changed."""
        before = snapshot()
        try:
            with clock.travel(self.now):
                deed()  # type: ignore[operator]
        except DomainError:
            after = snapshot()
            assert {name for name in after if after[name] != before[name]} <= set(ignored)

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(part=parts, name=who)
    def accept(self, part: str, name: str) -> None:
        case = self.case(part)
        self.attempt(lambda: services.accept(case_id=case.id, actor=self.actor(case, name)))

    @rule(part=parts, name=who, why=st.sampled_from(list(Stop)))
    def stop(self, part: str, name: str, why: Stop) -> None:
        case = self.case(part)
        self.attempt(
            lambda: services.stop_case(
                case_id=case.id, why=why, reason="理由。", actor=self.actor(case, name)
            )
        )

    @rule(part=parts, name=who, outcome=st.sampled_from(["approve", "refuse"]))
    def decide(self, part: str, name: str, outcome: str) -> None:
        case = self.case(part)
        self.attempt(
            lambda: services.decide(
                case_id=case.id, outcome=outcome, reason="理由。", actor=self.actor(case, name)
            )
        )

    @rule(part=parts)
    def work_it_off(self, part: str) -> None:
        case = self.case(part)
        with clock.travel(self.now):
            if case.state in (CaseState.SUBMITTED, CaseState.IN_REVIEW) and not case.claimed_by_id:
                with suppress(Conflict):  # an appointment stands: its finding does the visit
                    make.review(self.here, case)

    @rule(part=parts, name=who, verb=st.sampled_from(["claim", "release", "resume", "withdraw"]))
    def simple_verb(self, part: str, name: str, verb: str) -> None:
        case = self.case(part)
        deed = getattr(services, verb)
        self.attempt(lambda: deed(case_id=case.id, actor=self.actor(case, name)))

    @rule(part=parts, name=who)
    def not_accept(self, part: str, name: str) -> None:
        case = self.case(part)
        self.attempt(
            lambda: services.not_accept(
                case_id=case.id, reason="不归本局管。", actor=self.actor(case, name)
            )
        )

    @rule(part=parts, name=who, days=st.integers(0, 20))
    def suspend(self, part: str, name: str, days: int) -> None:
        case = self.case(part)
        until = clock.local_date(self.now) + timedelta(days=days)
        self.attempt(
            lambda: services.suspend(
                case_id=case.id, reason="检测", until=until, actor=self.actor(case, name)
            )
        )

    @rule(part=parts, name=who, verb=st.sampled_from(["ask", "grant", "decline"]))
    def extend(self, part: str, name: str, verb: str) -> None:
        case = self.case(part)
        deed = getattr(services, f"{verb}_extension")
        words = {} if verb == "grant" else {"reason": "等报告。"}
        self.attempt(lambda: deed(case_id=case.id, actor=self.actor(case, name), **words))

    @rule(name=who, verb=st.sampled_from(["plan", "move", "cancel", "go", "find", "mend"]))
    def visit(self, name: str, verb: str) -> None:
        case = self.case("food")
        ours: dict[str, Any] = {"case_id": case.id, "actor": self.actor(case, name)}
        day = seeded_calendar().next_working_day(clock.local_date(self.now))
        words = {"place": "店里", "phone": "0580-5550111"}
        verdict = Verdict.PASSED if verb == "find" else Verdict.MEND
        deed: Callable[[], object] = {
            "plan": lambda: services.plan_visit(slot=Slot(day, Half.MORNING), **words, **ours),
            "move": lambda: services.move_visit(
                slot=Slot(day, Half.AFTERNOON), reason="改期。", **ours
            ),
            "cancel": lambda: services.cancel_visit(reason="不去了。", **ours),
            "go": lambda: services.join_visit(going=True, **ours),
        }.get(
            verb,
            lambda: services.write_finding(verdict=verdict, note="看过。", mend_by=day, **ours),
        )
        self.attempt(deed)

    @rule(part=parts, name=who, gaps=st.sets(st.sampled_from([PLAN, NAME, NOTE]), min_size=1))
    def ask_correction(self, part: str, name: str, gaps: set[GapDraft]) -> None:
        case = self.case(part)
        self.attempt(
            lambda: services.ask_correction(
                case_id=case.id, gaps=gaps, actor=self.actor(case, name)
            )
        )

    @rule(part=parts, name=who, gaps=st.sets(st.sampled_from([PLAN, NAME, NOTE])))
    def look_first(self, part: str, name: str, gaps: set[GapDraft]) -> None:
        case = self.case(part)
        ours: dict[str, Any] = {"case_id": case.id, "actor": self.actor(case, name)}
        self.attempt(
            lambda: services.pre_return(gaps=gaps, **ours) if gaps else services.pre_pass(**ours)
        )

    @rule(name=who, seed=st.integers(2, 99), where=st.sampled_from(["paper", "file", "field"]))
    def mend(self, name: str, seed: int, where: str) -> None:
        actor = self.actor(self.case("sign"), name)
        deed: Callable[[], object] = {
            "paper": lambda: services.note_paper(
                application_id=self.id, material="plan", actor=actor
            ),
            "file": lambda: services.attach_file(
                application_id=self.id,
                material="plan",
                upload=make.upload(seed),
                name="图.png",
                actor=actor,
            ),
            "field": lambda: services.correct_fields(
                application_id=self.id,
                values={"shop.name": f"{seed} 号店", "shop.note": f"{seed} 点"},
                actor=actor,
            ),
        }[where]
        ignored = {"audit_auditentry"} if where == "file" else set()  # the file itself is kept
        self.attempt(deed, ignored)

    @rule(name=who)
    def correct(self, name: str) -> None:
        application = Application.objects.get(id=self.id)
        self.attempt(
            lambda: services.correct(
                application_id=self.id,
                signed_digest=signing_digest(application),
                actor=self.actor(self.case("sign"), name),
            )
        )

    @rule()
    def sweep(self) -> None:
        """Whatever is due is done, and then nothing is due any more."""
        with clock.travel(self.now):
            assert services.sweep().failed == 0
            left = snapshot()
            assert services.sweep() == services.Swept()
            assert snapshot() == left

    @rule(chosen=st.lists(parts, unique=True, min_size=1), name=who)
    def hand_out(self, chosen: list[str], name: str) -> None:
        cases = [self.case(part) for part in chosen]
        receiver = self.here.citizen.person_id
        assert receiver is not None
        self.attempt(
            lambda: services.hand_out(
                case_ids=[case.id for case in cases],
                receiver_id=receiver,
                identified_by="id_card",
                actor=self.actor(cases[0], name),
            )
        )

    @invariant()
    def events_are_only_ever_added(self) -> None:
        now = list(CaseEvent.objects.order_by("id").values_list("id", flat=True))
        assert now[: len(self.seen)] == self.seen
        self.seen = now

    @invariant()
    def every_step_is_a_row_of_the_table(self) -> None:
        for event in CaseEvent.objects.all():
            before = CaseState(event.before) if event.before else None
            assert TABLE[(before, Action(event.action))].after == event.after

    @invariant()
    def the_county_is_whole_and_ends_once(self) -> None:
        assert_whole()
        over = Application.objects.filter(state="ended").count()
        assert len(self.ended) == over <= 1


def test_whatever_anybody_does_the_county_stays_whole(here: County) -> None:
    AnybodyDoesAnything.here = here
    run_state_machine_as_test(
        AnybodyDoesAnything,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
