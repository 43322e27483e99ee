"""Applications scattered at random over a few months, with everything the figures read of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from onevisit.cases.models import Application, Case, CaseEvent, HandOut
from onevisit.cases.rules.clocks import ClockEvent, Limits, clocks, due_day, used_days
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import Action, CaseState, ClockKind, transition
from onevisit.catalogue.models import BundleVersion, ItemVersion
from onevisit.hall.models import Contact, Ticket
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit, WorkingCalendar
from onevisit.kernel.queries import load_calendar
from tests.factories.cases import BUNDLE, PARTS, REGION, County, item_document

FIRST = date(2026, 8, 20)
SPAN = 89
A = Action
PAUSES = (
    (A.SUSPEND, A.RESUME),
    (A.MEND_ASKED, A.MEND_OVER),
    (A.MEND_ASKED, A.SUSPEND, A.MEND_OVER, A.RESUME),
)
"""Ways in which the clocks of a case stand still."""


@dataclass(frozen=True)
class Known:
    """What the scatter knows of a case without asking the database."""

    case: Case
    unit: DayUnit
    limits: Limits
    events: tuple[ClockEvent, ...]


@dataclass
class World:
    """All that was scattered."""

    applications: list[Application]
    cases: dict[UUID, list[Known]]
    handed_out: set[UUID]


def natural_version(part: str) -> ItemVersion:
    """A version of that part limited in natural days."""
    number = PARTS.index(part) + 1
    document = item_document(part, number)
    current = ItemVersion.objects.select_related("item").get(item__code=document["code"], number=1)
    return ItemVersion.objects.create(
        item=current.item,
        number=2,
        state="retired",
        schema=1,
        document={**document, "regime": {"unit": str(DayUnit.NATURAL), "promise": 10}},
        digest="natural",
        made_at=clock.now(),
        published_at=clock.now(),
    )


def scatter(here: County, seed: int, count: int = 40) -> World:
    """`count` applications of the bundle or of its first item; the same for the same seed."""
    return _Scatter(here, Random(seed)).make(count)


class _Scatter:
    def __init__(self, here: County, random: Random) -> None:
        self.here, self.random = here, random
        self.calendar: WorkingCalendar = load_calendar()
        self.bundle = BundleVersion.objects.get(bundle__code=BUNDLE)
        versions = ItemVersion.objects.filter(number=1).select_related("item")
        by_name = {version.item.name: version for version in versions}
        self.versions = {part: by_name[f"{part}许可"] for part in PARTS}
        self.natural = natural_version("drain")
        self.world = World([], {}, set())
        self.contacts: list[Contact] = []
        self.tickets = [self.ticket(number) for number in (1, 2)]

    def ticket(self, number: int) -> Ticket:
        """A number somebody drew; what stands on it plays no part."""
        return Ticket.objects.create(
            service_point_id=self.here.centre,
            day=FIRST,
            number=number,
            came_at=clock.now(),
            stands_at=clock.now(),
        )

    def make(self, count: int) -> World:
        for number in range(count):
            self.application(number)
        Contact.objects.bulk_create(self.contacts)
        return self.world

    def instant(self, day: date) -> datetime:
        """Any instant of a day in Shanghai, the last second before midnight among them."""
        seconds = self.random.choice([0, 86_399, self.random.randrange(86_400)])
        local = datetime.combine(day, time(), clock.SHANGHAI) + timedelta(seconds=seconds)
        return local.astimezone(UTC)

    def application(self, number: int) -> None:
        chance, whole = self.random, self.random.random() < 0.6
        person = chance.choice([self.here.citizen.person_id, self.here.other_citizen.person_id])
        submitted = self.instant(FIRST + timedelta(days=chance.randrange(SPAN - 5)))
        row = Application(
            number=f"T{number:05d}",
            state="submitted",
            offer_code=BUNDLE if whole else f"thing-{number % 3}",
            offer_name="开办餐饮店" if whole else f"事项 {number % 3}",
            bundle_version=self.bundle,
            applicant_id=person,
            channel=chance.choice(["online", "window"]),
            helped=chance.choice(["", "", "home", "place", "absent"]),
            region_id=REGION,
            created_at=submitted,
            saved_at=submitted,
            submitted_at=submitted,
        )
        row.save()
        parts = chance.sample(PARTS, chance.randint(1, 4) if whole else 1)
        known = [self.case(row, part, submitted) for part in parts]
        ends = [each.case.ended_at for each in known]
        if all(ends):
            row.state, row.ended_at = "ended", max(end for end in ends if end)
            row.save()
        self.world.applications.append(row)
        self.world.cases[row.id] = known
        self.visit(row, submitted)

    def case(self, application: Application, part: str, submitted: datetime) -> Known:
        natural = part == "drain" and self.random.random() < 0.7
        version = self.natural if natural else self.versions[part]
        unit = DayUnit.NATURAL if natural else DayUnit.WORKING
        promise = self.random.choice([3, 5, 10, None])
        limits = Limits(unit, 5, 20, promise, 10)
        events = self.events(submitted)
        read = tuple(ClockEvent(b, a, clock.local_date(at), limit) for b, a, at, limit in events)
        running = clocks(read, limits)
        due = {kind: due_day(each, self.calendar)[0] for kind, each in running.items()}
        state = transition(read[-1].before, read[-1].action).after
        ended = state in {CaseState.DELIVERED, CaseState.REFUSED, CaseState.WITHDRAWN}
        when = {action: at for _before, action, at, _limit in events}
        row = Case(
            number=f"{application.number}-{part}",
            application=application,
            part=part,
            name=f"{part}许可",
            item_version=version,
            department_id=version.item.department_id,
            region_id=REGION,
            state=state,
            last_seq=len(events),
            promise_days=promise,
            intake_due=due.get(ClockKind.INTAKE),
            promised_due=due.get(ClockKind.PROMISED),
            delivery_due=due.get(ClockKind.DELIVERY),
            suspended_until=events[-1][3] if state is CaseState.SUSPENDED else None,
            paused=state is CaseState.SUSPENDED,
            provisional=self.random.random() < 0.2,
            submitted_at=submitted,
            accepted_at=when.get(A.ACCEPT),
            decided_at=when.get(A.APPROVE) or when.get(A.REFUSE),
            ended_at=events[-1][2] if ended else None,
            claimed_by_id=self.random.choice([None, self.here.clerk.user_id]),
        )
        row.save()
        self.written(row, events)
        if state is CaseState.DELIVERED and self.random.random() < 0.5:
            self.hand_out(row, events[-1][2])
        return Known(row, unit, limits, read)

    def events(
        self, submitted: datetime
    ) -> list[tuple[CaseState | None, Action, datetime, date | None]]:
        """A path through the life cycle, each step some days after the one before."""
        path = [A.SUBMIT]
        if self.random.random() < 0.9:
            path += [A.ACCEPT, A.START]
            for _ in range(self.random.choice([0, 0, 1, 2])):
                path += self.random.choice(PAUSES)
            path += self.random.choice(
                [[A.APPROVE, A.ISSUE, A.DELIVER]] * 4 + [[A.REFUSE], [A.WITHDRAW]]
            )
            path = path[: self.random.choice([len(path)] * 4 + [self.random.randint(2, len(path))])]
        made: list[tuple[CaseState | None, Action, datetime, date | None]] = []
        state, day = None, clock.local_date(submitted)
        for action in path:
            named = action in (A.SUSPEND, A.MEND_ASKED)
            limit = day + timedelta(days=self.random.randint(0, 9)) if named else None
            at = submitted if action is A.SUBMIT else self.later(made[-1][2], day)
            made.append((state, action, at, limit))
            state = transition(state, action).after
            day = clock.local_date(at) + timedelta(days=self.random.choice([0, 0, 1, 2, 5, 9]))
        return made

    def later(self, before: datetime, day: date) -> datetime:
        return max(self.instant(day), before + timedelta(seconds=1))

    def written(
        self, case: Case, events: list[tuple[CaseState | None, Action, datetime, date | None]]
    ) -> None:
        CaseEvent.objects.bulk_create(
            CaseEvent(
                case=case,
                seq=seq,
                action=action,
                before=before,
                after=transition(before, action).after,
                effective_at=at,
                recorded_at=at,
                calendar_revision=self.calendar.revision,
                limit_on=limit,
            )
            for seq, (before, action, at, limit) in enumerate(events, 1)
        )

    def hand_out(self, case: Case, at: datetime) -> None:
        HandOut.objects.create(
            case=case,
            receiver_id=case.application.applicant_id,
            identified_by="id_card",
            service_point_id=self.here.centre,
            clerk_id=self.here.clerk.user_id,
            at=at,
        )
        self.world.handed_out.add(case.application_id)

    def visit(self, application: Application, since: datetime) -> None:
        """From no contact at all to several, some of them minutes apart, some at one instant."""
        at = since
        taken: set[tuple[object, ...]] = set()
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3, 5])):
            at += timedelta(minutes=self.random.choice([0, 30, 119, 120, 121, 1500]))
            person = self.random.choice(
                [application.applicant_id, self.here.other_citizen.person_id]
            )
            kind = self.random.choice(list(ContactKind))
            if (person, kind, at) in taken:
                continue
            taken.add((person, kind, at))
            self.contacts.append(
                Contact(
                    application=application,
                    person_id=person,
                    service_point_id=self.here.centre,
                    at=at,
                    kind=kind,
                    ticket=self.random.choice([None, *self.tickets]),
                )
            )


def used_of(known: Known, calendar: WorkingCalendar) -> int:
    """Days of the promise or of the law used until the decision, by the clocks of the house."""
    return used_days(clocks(known.events, known.limits)[ClockKind.LEGAL], calendar, date.max)
