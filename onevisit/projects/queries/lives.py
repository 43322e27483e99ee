"""Projects folded from the events of their cases, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from onevisit.cases import queries as cases
from onevisit.cases.queries import KeptApplication, KeptCase
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.rules.composition import Offer
from onevisit.directory import queries as directory
from onevisit.guidance.rules.checklist import checklist
from onevisit.guidance.rules.situation import Truth
from onevisit.kernel import clock
from onevisit.kernel.calendar import WorkingCalendar
from onevisit.kernel.clock import local_date
from onevisit.kernel.errors import NotFound
from onevisit.kernel.queries import load_calendar
from onevisit.projects.models import Engagement, Project, ProjectApplication
from onevisit.projects.rules.phases import Phase, offers_of, phase_of, read_phases
from onevisit.projects.rules.steps import Made, Part, PhaseSteps, Standing, Step, steps_of
from onevisit.projects.rules.time import (
    DAY,
    Hold,
    Holder,
    Moved,
    Spent,
    Stretch,
    Why,
    attribute,
    holds_of,
    spent,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhaseTime:
    """The clock of a phase: `first` the day something of it was handed in, `last` the day all was
    granted; `used` working days of government time against `limit`.
    """

    first: date | None
    last: date | None
    limit: int
    used: int
    spent: Mapping[Holder, Spent]

    @property
    def late(self) -> bool:
        """Whether the government took longer than it may."""
        return self.used > self.limit

    @property
    def left(self) -> int:
        """Working days, below zero when it is late."""
        return self.limit - self.used


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with its steps and its clock; `lead` is a department's name."""

    phase: Phase
    lead: str
    steps: tuple[Step, ...]
    done: bool
    begun: bool
    time: PhaseTime
    cases: tuple[KeptCase, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """A project as the events have it. `ended_on`: the day the last of it was granted; `days`
    calendar days until then or today, each somebody's (`spent`).
    """

    id: UUID
    code: str
    name: str
    kind: str
    nature: str
    site: str
    organisation_id: UUID
    organisation: str
    registered_at: datetime
    ended_on: date | None
    phases: tuple[PhaseView, ...]
    stretches: tuple[Stretch, ...]
    spent: Mapping[Holder, Spent]
    days: int

    @property
    def now(self) -> PhaseView | None:
        """The first phase that is not done."""
        return next((each for each in self.phases if not each.done), None)

    @property
    def holder(self) -> Holder:
        """Whose day today is."""
        return self.stretches[-1].holder

    @property
    def late(self) -> bool:
        """Whether some phase took the government longer than it may."""
        return any(each.time.late for each in self.phases)

    def ready(self) -> tuple[Step, ...]:
        """What can be applied for now, all of it beside each other."""
        return tuple(
            step
            for phase in self.phases
            for step in phase.steps
            if step.standing in (Standing.READY, Standing.FAILED)
        )


@dataclass(slots=True)
class World:
    """What folding some projects reads, by project or by code."""

    calendar: WorkingCalendar
    leads: Mapping[str, str]
    offers: Mapping[str, Offer]
    applications: Mapping[UUID, Sequence[KeptApplication]]
    cases: Mapping[UUID, Sequence[KeptCase]]
    engagements: Mapping[UUID, Sequence[Engagement]]


def lives_of(projects: Sequence[Project]) -> tuple[Life, ...]:
    """Six queries and two for each thing that may be applied for, however many projects."""
    if not projects:
        return ()
    world = read_world(projects)
    return tuple(life_of(project, world) for project in projects)


def read_world(projects: Sequence[Project]) -> World:
    """Everything that folding these projects needs."""
    ids = [each.id for each in projects]
    of = dict(
        ProjectApplication.objects.filter(project_id__in=ids).values_list(
            "application_id", "project_id"
        )
    )
    known = cases.kept_applications(of)
    made = cases.kept_cases(of)
    working = Engagement.objects.filter(project_id__in=ids).order_by("begun_on", "id")
    codes = {offer for each in projects for offer in offers_of(read_phases(each.kind.phases))}
    return World(
        calendar=load_calendar(),
        leads={each.code: each.name for each in directory.departments()},
        offers=dict(_published(sorted(codes))),
        applications=_grouped((of[each.id], each) for each in known),
        cases=_grouped((of[each.application_id], each) for each in made),
        engagements=_grouped((row.project_id, row) for row in working),
    )


def _published(codes: Iterable[str]) -> Iterable[tuple[str, Offer]]:
    """What is offered now; a phase may name what has been withdrawn since."""
    for code in codes:
        try:
            yield code, catalogue.pinned_offer(code).offer
        except NotFound:
            continue


def _grouped(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


def life_of(project: Project, world: World) -> Life:
    """One project, folded."""
    phases = read_phases(project.kind.phases)
    made = world.cases.get(project.id, ())
    known = world.applications.get(project.id, ())
    parts = [
        part
        for offer in offers_of(phases)
        if offer in world.offers
        for part in _parts(world.offers[offer], known)
    ]
    steps = steps_of(phases, parts, [_made(each) for each in made])
    first, today = local_date(project.registered_at), clock.today()
    ended = _ended_on(steps, made)
    holds = [hold for each in made for hold in _holds(phases, each)]
    holds += [_engaged(row) for row in world.engagements.get(project.id, ())]
    stretches = attribute(holds, first, ended or today, world.calendar)
    return Life(
        id=project.id,
        code=project.code,
        name=project.name,
        kind=project.kind.name,
        nature=project.nature,
        site=project.site,
        organisation_id=project.organisation_id,
        organisation=project.organisation.name,
        registered_at=project.registered_at,
        ended_on=ended,
        phases=tuple(_phase(phases, each, made, world) for each in steps),
        stretches=stretches,
        spent=spent(stretches),
        days=((ended or today) - first).days + 1,
    )


def _parts(offer: Offer, known: Sequence[KeptApplication]) -> Iterable[Part]:
    """As the newest application has answered, else all that may be."""
    newest = next((each for each in known if each.offer == offer.code), None)
    listed = checklist(offer, newest.answers if newest else {})
    for line in listed.parts:
        part = line.part
        yield Part(
            offer=offer.code,
            key=part.key,
            name=part.name,
            item=part.item.catalogue_code,
            after=part.after,
            why_not=line.why_not,
            dropped=line.state is Truth.NO,
            unsure=line.state is Truth.MAYBE,
        )


def _made(case: KeptCase) -> Made:
    return Made(case.part, case.item, case.state)


def _ended_on(steps: Sequence[PhaseSteps], made: Sequence[KeptCase]) -> date | None:
    """The day the last was granted, when nothing is left to be."""
    if not steps or not all(each.done for each in steps):
        return None
    return max(local_date(each.decided_at) for each in made if each.decided_at is not None)


def _holds(phases: Sequence[Phase], case: KeptCase) -> tuple[Hold, ...]:
    phase = phase_of(phases, case.item)
    moves = [
        Moved(each.action, each.after, local_date(each.at), each.procedure) for each in case.moves
    ]
    return holds_of(moves, case.name, outside=phase is not None and case.item in phase.outside)


def _engaged(row: Engagement) -> Hold:
    """From the day after it began, as everything is counted, to its last day."""
    until = row.ended_on + DAY if row.ended_on else None
    return Hold(row.begun_on + DAY, until, Holder.INTERMEDIARY, row.agency, Why.WORK, row.kind)


def _phase(
    phases: Sequence[Phase], each: PhaseSteps, made: Sequence[KeptCase], world: World
) -> PhaseView:
    own = tuple(case for case in made if case.item in each.phase.items)
    return PhaseView(
        phase=each.phase,
        lead=world.leads.get(each.phase.lead, each.phase.lead),
        steps=each.steps,
        done=each.done,
        begun=each.begun,
        time=_time(phases, each, own, world.calendar),
        cases=own,
    )


def _time(
    phases: Sequence[Phase],
    each: PhaseSteps,
    own: Sequence[KeptCase],
    calendar: WorkingCalendar,
) -> PhaseTime:
    days = [local_date(case.moves[0].at) for case in own if case.moves]
    if not days:
        return PhaseTime(None, None, each.phase.limit, 0, spent(()))
    decided = [local_date(case.decided_at) for case in own if case.decided_at is not None]
    last = max(decided) if each.done and decided else None
    holds = [hold for case in own for hold in _holds(phases, case)]
    passed = spent(attribute(holds, min(days), last or clock.today(), calendar))
    return PhaseTime(min(days), last, each.phase.limit, passed[Holder.GOVERNMENT].working, passed)
