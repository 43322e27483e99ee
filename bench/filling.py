"""A hundred thousand cases: applications that really went through the services, copied in bulk.

The demonstration county is built through the services once. Its applications, with all that hangs
on them, are copied to other people and other working days, sealed anew for their new rows, with
numbers of their own, and written by COPY. Days move by whole working days of the calendar, so
folding the copied events still gives the copied row; that is asked of a sample at the end.

Most are old and ended, as in a real county; only some hundreds are open. The content of a form is
that of the first applicant, and copied uploads have no file behind them: no page measured opens it.
"""

import random
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from bench import crowd
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.clocks import Limits
from onevisit.cases.rules.fold import COLUMNS, Happening, fold, limits_from
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.numbers import application_number, number_of_case, result_number
from onevisit.config import rotation
from onevisit.kernel import clock, crypto
from onevisit.kernel.checking import CHECK_ALPHABET
from onevisit.kernel.clock import SHANGHAI
from onevisit.kernel.ids import new_id

CASES = 100_000
OPEN_SHARE = 0.03
LONG = 12
"""So many events are a long history of a case."""

SPREAD = 480
"""How many working days ended applications lie back at most; open ones, up to ten."""

_CHUNK = 400
_SEED = 20261121
_SAMPLE = 2_000
Row = dict[str, Any]


@dataclass
class Template:
    """One application with its rows by table; `cases` counts its cases."""

    applicant: UUID
    organisation: UUID | None
    login: UUID | None
    open: bool
    draft: bool
    rows: dict[type[models.Model], list[Row]] = field(default_factory=lambda: defaultdict(list))
    limits: dict[UUID, Limits] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return len(self.rows[_model("cases", "Case")])

    @property
    def long(self) -> bool:
        """Whether much has happened to its cases."""
        return len(self.rows[_model("cases", "CaseEvent")]) >= LONG * max(1, self.cases)


@dataclass(frozen=True)
class Filled:
    """What stands in the database now."""

    applications: int
    cases: int
    open_cases: int
    rows: int
    events: int


def fill(cases: int = CASES, *, long_share: float = 0.0) -> Filled:
    """Copy what the county has until there are so many cases. The county must be built. So large a
    share of the ended ones are of histories of `LONG` events and more.
    """
    chosen = random.Random(_SEED)
    known = templates()
    people = crowd.gather(cases // 5, cases // 60)
    writer = _Writer(chosen)
    for template, shift in _plan(known, cases, chosen, long_share):
        writer.copy(template, people.owner(template.organisation is not None, chosen), shift)
    writer.finish()
    _settle(writer)
    require_true()
    return counted(writer.written)


def _plan(
    known: list[Template], cases: int, chosen: random.Random, long_share: float
) -> Iterator[Any]:
    """Which application is copied, and how many working days back it goes."""
    ended = [each for each in known if not each.open and each.cases and not each.long]
    long = [each for each in known if not each.open and each.long]
    open_ones = [each for each in known if each.open]
    written = _model("cases", "Case")._default_manager.count()
    while written < cases:
        if chosen.random() < OPEN_SHARE:
            template, shift = chosen.choice(open_ones), chosen.randrange(10)
        else:
            kind = long if chosen.random() < long_share else ended
            template, shift = chosen.choice(kind), 1 + chosen.randrange(SPREAD)
        written += template.cases
        yield template, shift


# -- what is copied ------------------------------------------------------------------------------


def _model(app: str, name: str) -> type[models.Model]:
    return apps.get_model(app, name)


_STAYS = frozenset(
    {
        *("NumberSeries", "LetterVersion"),
        *("KeptPaper", "Paper", "PaperPlace", "Bag", "BagItem"),
        *("Locker", "Stay", "Lodged"),
    }
)
"""What is not copied: series and texts; papers between offices, which lie in the bags of many;
lockers, where one door holds one thing.
"""


@cache
def tables() -> tuple[type[models.Model], ...]:
    """Everything that hangs on an application, parents first."""
    of_cases = [
        each for each in apps.get_app_config("cases").get_models() if each.__name__ not in _STAYS
    ]
    delivered = apps.get_app_config("delivery").get_models()
    sent = [each for each in delivered if each.__name__ not in _STAYS]
    left = [_model("vault", "StoredObject"), *sent, *of_cases, _model("hall", "Contact")]
    found: list[type[models.Model]] = []
    while left:
        ready = [m for m in left if not {p for p in parents(m) if p is not m} & set(left)]
        found += ready
        left = [each for each in left if each not in ready]
    return (*found, _model("audit", "AuditEntry"), _model("audit", "AccessEntry"))


def parents(model: type[models.Model]) -> list[type[models.Model]]:
    """What its foreign keys name."""
    return [f.related_model for f in model._meta.concrete_fields if f.is_relation]  # type: ignore[misc]


def templates() -> list[Template]:
    """Every application of the county that was handed in, with its rows."""
    logins = dict(_model("accounts", "User")._default_manager.values_list("person_id", "id"))
    found = {
        row["id"]: Template(
            row["applicant_id"],
            row["organisation_id"],
            logins.get(row["applicant_id"]),
            row["state"] == "submitted",
            row["state"] in ("draft", "discarded"),
        )
        for row in _model("cases", "Application")._default_manager.values()
    }
    _gather(found)
    for case in _model("cases", "Case")._default_manager.select_related("application"):
        regime = pinned(case.application).offer.part(case.part).item.regime  # type: ignore[attr-defined]
        limits = limits_from(regime, case.promise_days, case.ordered_days)  # type: ignore[attr-defined]
        found[case.application_id].limits[case.pk] = limits  # type: ignore[attr-defined]
    return [each for each in found.values() if not each.draft]


def _gather(found: dict[UUID, Template]) -> None:
    """Give each row to its application: whatever names something of it belongs to it."""
    home = {str(each): each for each in found} | _files()
    for model in tables():
        for row in model._default_manager.order_by("pk").values():
            owner = next((home[str(v)] for v in row.values() if str(v) in home), None)
            if owner is not None:
                if "target_type" not in row:
                    home.setdefault(str(row["id"]), owner)
                found[owner].rows[model].append(row)


def _files() -> dict[str, UUID]:
    """A file, a parcel or an address belongs to the first application that uses it."""
    home: dict[str, UUID] = {}
    parcels = _model("cases", "Posted")._default_manager.order_by("pk")
    for parcel, to, application in parcels.values_list(
        "parcel_id", "parcel__destination_id", "case__application_id"
    ):
        home.setdefault(str(parcel), application)
        home.setdefault(str(to), application)
    given = _model("cases", "Application")._default_manager.exclude(destination=None)
    home |= {str(to): key for key, to in given.order_by("pk").values_list("id", "destination_id")}
    for name, path in (("Evidence", "application_id"), ("Result", "case__application_id")):
        used = _model("cases", name)._default_manager.exclude(stored_object=None)
        for stored, application in used.order_by("pk").values_list("stored_object_id", path):
            home.setdefault(str(stored), application)
    return home


# -- how a value is copied -----------------------------------------------------------------------


class _Days:
    """Working days of the calendar, to move along; a day off counts as the working day before."""

    def __init__(self) -> None:
        from onevisit.kernel.queries import load_calendar

        self.calendar, today = load_calendar(), clock.today()
        days = [today + timedelta(days=n) for n in range(-1100, 60)]
        self._days = [day for day in days if self.calendar.is_working(day)]
        self._moved: dict[tuple[date, int], date] = {}

    def moved(self, day: date, back: int) -> date:
        """So many working days earlier."""
        key = (day, back)
        if key not in self._moved:
            self._moved[key] = self._days[bisect_right(self._days, day) - 1 - back]
        return self._moved[key]

    def moved_time(self, instant: datetime, back: int) -> datetime:
        """At the same time of the day in Shanghai."""
        local = instant.astimezone(SHANGHAI)
        return datetime.combine(self.moved(local.date(), back), local.timetz())


def working_days(back: int) -> Iterator[datetime]:
    """Ten in the morning of the day so many working days ago, and of each working day after it."""
    days, morning = _Days(), datetime.combine(clock.today(), time(10), SHANGHAI)
    for number in range(back, 0, -1):
        yield days.moved_time(morning, number)


class _Writer:
    """Copies applications; keeps rows until there are enough for a COPY."""

    def __init__(self, chosen: random.Random) -> None:
        self.days = _Days()
        self.chosen = chosen
        self.cases: Counter[str] = Counter()
        self.applications = 10_000_000
        self.results = 10_000_000
        self.parcels = 10_000
        self.written = 0
        self._waiting: dict[type[models.Model], list[list[Any]]] = defaultdict(list)
        self._templates = 0
        self._sealed: dict[tuple[str, Any], bytes] = {}
        self._plans = {model: _plan_of(model) for model in tables()}

    def copy(self, template: Template, owner: "crowd.Owner", back: int) -> None:
        """One application for somebody else, so many working days earlier."""
        swap = _swap(template, owner)
        told = {str(old): str(new) for old, new in swap.items()}
        for model, rows in template.rows.items():
            for row in rows:
                made = _Copied(
                    self, row, swap, told, back, self._folded(template, model, row, back)
                )
                self._waiting[model].append([take(made) for _, take in self._plans[model]])
        self._templates += 1
        if self._templates % _CHUNK == 0:
            self.finish()

    def _folded(self, template: Template, model: Any, row: Row, back: int) -> Any:
        """The columns of a case that follow from its events, on their new days."""
        if model is not _model("cases", "Case"):
            return None
        happenings = [
            Happening(
                each["seq"],
                Action(each["action"]),
                self.days.moved_time(each["effective_at"], back),
                each["limit_on"] and self.days.moved(each["limit_on"], back),
            )
            for each in template.rows[_model("cases", "CaseEvent")]
            if each["case_id"] == row["id"]
        ]
        return fold(happenings, template.limits[row["id"]], self.days.calendar)

    def opened(self, place: str, row: Row, column: str) -> bytes:
        """What a sealed value says, opened once."""
        key = (place, row["id"])
        if key not in self._sealed:
            self._sealed[key] = crypto.unseal(row[column], bound_to=f"{place}:{row['id']}")
        return self._sealed[key]

    def finish(self) -> None:
        """Write what waits."""
        connection.ensure_connection()
        raw: Any = connection.connection
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in tables():
                rows = self._waiting.pop(model, [])
                if not rows:
                    continue
                columns = ", ".join(f'"{name}"' for name, _ in self._plans[model])
                with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
                self.written += len(rows)


def _swap(template: Template, owner: "crowd.Owner") -> dict[Any, Any]:
    """What stands for what: the applicant, their login and company, and every row of its own."""
    swap: dict[Any, Any] = {template.applicant: owner.person}
    if template.login is not None:
        swap[template.login] = owner.login
    if template.organisation is not None:
        swap[template.organisation] = owner.organisation
    rows = (row for each in template.rows.values() for row in each)
    return swap | {row["id"]: new_id() for row in rows if isinstance(row["id"], UUID)}


@dataclass(slots=True)
class _Copied:
    """One row on its way."""

    writer: _Writer
    row: Row
    swap: dict[Any, Any]
    told: dict[str, str]
    back: int
    folded: Any


Take = Callable[[_Copied], Any]


def _plan_of(model: type[models.Model]) -> list[tuple[str, Take]]:
    """For each column how its value is copied; an unknown unique text is refused."""
    sealed = {each.column: each.place for each in rotation.SEALED if each.of is model}
    plan: list[tuple[str, Take]] = []
    for each in model._meta.concrete_fields:
        if isinstance(each, models.AutoField):
            continue
        plan.append((str(each.column), _take(model, each, sealed)))
    return plan


def _take(model: type[models.Model], each: Any, sealed: dict[str, str]) -> Take:
    name = each.attname
    if model.__name__ == "Case" and name in COLUMNS:
        return lambda c: getattr(c.folded, name)
    if name in sealed:
        return _resealed(sealed[name], name)
    if (model.__name__, name) in _FRESH:
        return _FRESH[model.__name__, name]
    if each.unique and isinstance(each, models.CharField):
        raise RuntimeError(f"nobody said how {model.__name__}.{name} is made anew")
    if name == "target_id":
        return lambda c: c.told.get(c.row[name], c.row[name])
    return _by_type(each, name)


def _by_type(each: Any, name: str) -> Take:
    if isinstance(each, models.DateTimeField):
        return lambda c: c.row[name] and c.writer.days.moved_time(c.row[name], c.back)
    if isinstance(each, models.DateField):
        return lambda c: c.row[name] and c.writer.days.moved(c.row[name], c.back)
    if isinstance(each, models.JSONField):
        return _json(name)
    return lambda c: c.swap.get(c.row[name], c.row[name])


def _json(name: str) -> Take:
    from psycopg.types.json import Jsonb

    return lambda c: None if c.row[name] is None else Jsonb(c.row[name])


def _resealed(place: str, name: str) -> Take:
    def take(c: _Copied) -> bytes | None:
        if c.row[name] is None:
            return None
        said = c.writer.opened(place, c.row, name)
        return crypto.seal(said, bound_to=f"{place}:{c.swap[c.row['id']]}")

    return take


def _number(c: _Copied) -> str:
    c.writer.applications += 1
    day = c.writer.days.moved(clock.local_date(c.row["submitted_at"]), c.back)
    return application_number("AL", day, c.writer.applications)


def _case_number(c: _Copied) -> str:
    """The number's head is the code of the item; its tail, day and count."""
    code = _item_code(c.row["number"])
    day = c.writer.days.moved(clock.local_date(c.row["submitted_at"]), c.back)
    series = f"{code}:{day:%Y%m%d}"
    c.writer.cases[series] += 1
    return number_of_case(code, day, 1000 + c.writer.cases[series])


def _item_code(number: str) -> str:
    return number[:-12]


def _result_number(c: _Copied) -> str:
    c.writer.results += 1
    day = c.writer.days.moved(clock.local_date(c.row["made_at"]), c.back)
    return result_number("安澜准", day, c.writer.results)


def _parcel_number(c: _Copied) -> str:
    return f"YJ{c.writer.days.moved_time(c.row['opened_at'], c.back):%Y%m%d}{_next(c):08d}"


def _next(c: _Copied) -> int:
    c.writer.parcels += 1
    return c.writer.parcels


_FRESH: dict[tuple[str, str], Take] = {
    ("Application", "number"): _number,
    ("Case", "number"): _case_number,
    ("Result", "number"): _result_number,
    ("Result", "check_code"): lambda c: "".join(c.writer.chosen.choices(CHECK_ALPHABET, k=12)),
    ("Parcel", "number"): _parcel_number,
    ("Parcel", "tracking_number"): lambda c: c.row["tracking_number"] and f"EE{_next(c):09d}CN",
    ("StoredObject", "storage_path"): lambda c: f"copied/{c.swap[c.row['id']]}",
    ("StoredObject", "content_key"): lambda c: f"b1:{c.swap[c.row['id']].hex * 2}",
}


# -- afterwards ----------------------------------------------------------------------------------


def _settle(writer: _Writer) -> None:
    """Numbers go on after those given; the planner knows the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('cases_application_number', %s)", [writer.applications])
        cursor.executemany(
            "INSERT INTO cases_numberseries (series, last) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET last = excluded.last",
            [(series, 1000 + last) for series, last in writer.cases.items()],
        )
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def require_true() -> None:
    """A sample of the cases folds to its row, and of what is sealed opens."""
    from onevisit.cases.models import Application, Case
    from onevisit.config import wholeness

    rows = list(Case.objects.order_by("-id").values_list("id", flat=True)[: 20 * _SAMPLE : 20])
    wrong = list(wholeness.of_cases(Case.objects.filter(id__in=rows)))
    if wrong:
        raise RuntimeError(f"{len(wrong)} copies do not fold true, first: {wrong[0]}")
    for application in Application.objects.order_by("-id")[:200]:
        application.unsealed()


def counted(rows: int) -> Filled:
    """What stands there, of which so many rows were written by COPY."""
    from onevisit.cases.models import Application, Case, CaseEvent

    open_cases = Case.objects.filter(ended_at=None).count()
    events = CaseEvent.objects.count()
    return Filled(Application.objects.count(), Case.objects.count(), open_cases, rows, events)
