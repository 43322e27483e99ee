"""The county is joined to other systems: batches go up and rows of them are refused, two
departments' systems hear of their cases, one of which is away, an office works by files.
"""

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from demo.founding import County
from demo.schedule import Days, Telling, at
from onevisit.accounts.rules import SYSTEM
from onevisit.cases import access
from onevisit.cases.queries.reported import reported_cases
from onevisit.reporting import services
from onevisit.reporting.adapters.receiver import Answer, Parcel
from onevisit.reporting.sandbox.books import Books, books_in
from onevisit.reporting.sandbox.serving import Sandbox

_CASES = 60
"""Cases of each of the batches told here; the server reports the rest by itself."""
_OFFICE, _OFFICER, _OPERATOR = "civil", "civil1", "supervisor"
_TRIES = (0, 1, 7, 40, 180, 400)
"""Minutes of the day on which the system that is away is called in vain."""


class Direct:
    """The platform above without its process: the same books, asked directly."""

    demonstration = True

    def deliver(self, parcel: Parcel) -> None:
        """Taken, and looked at."""
        _sandbox().take(parcel.number, parcel.sha256, parcel.content)

    def answers(self, number: int) -> Sequence[Answer]:
        """What was made of each row."""
        return [Answer(str(row), bool(ok), str(why)) for row, ok, why in _sandbox().answers(number)]


def _sandbox() -> Sandbox:
    return Sandbox(Books(_place()), settings.REPORT_SECRET)


def _place() -> Path:
    return books_in(Path(settings.VAR), str(connection.settings_dict["NAME"]))


@contextmanager
def open_books() -> Iterator[None]:
    """New books, asked directly as long as the county is being built."""
    _place().unlink(missing_ok=True)
    usual = settings.REPORT_RECEIVER
    settings.REPORT_RECEIVER = f"{__name__}.Direct"
    try:
        yield
    finally:
        settings.REPORT_RECEIVER = usual


def told(county: County, days: Days) -> Telling:
    """One system is joined and does not answer for two days, then two batches go up."""
    yield at(days.back(3), 5)
    services.plan()
    _join(county, "police", "down")
    for back in (3, 2):
        for minutes in _TRIES:
            yield at(days.back(back), minutes + 10)
            services.plan()
            services.tell()
    for back in (2, 1):
        yield at(days.back(back), 420 + back)
        services.plan()
        services.report(cases=_CASES, batches=1)
    yield at(days.back(1), 440)
    services.plan()
    _join(county, "market", "desk")
    yield at(days.back(1), 500)
    services.plan()
    _work_by_files(county)
    yield at(days.today, 2)
    services.plan()


def _join(county: County, department: str, door: str) -> None:
    services.subscribe(
        department_id=county.departments[department],
        address=f"{settings.REPORT_ORIGIN}/hooks/{door}",
        actor=county.actors[_OPERATOR],
        secret=settings.REPORT_SECRET,
    )


def _work_by_files(county: County) -> None:
    """An office is given its cases as a file and confirms a paper in the file it gives back, in
    which it also names a case that is not its own.
    """
    root = Path(settings.OFFICE_ROOT) / _OFFICE
    shutil.rmtree(root, ignore_errors=True)
    services.join_office(
        department_id=county.departments[_OFFICE],
        username=_OFFICER,
        actor=county.actors[_OPERATOR],
    )
    services.give()
    text = io.StringIO()
    rows = [("event_id", "case_no", "event", "material"), *_confirmed(county)]
    csv.writer(text).writerows([*rows, ("2026-0099", "AL-000", "approve", "")])
    (root / "in").mkdir(exist_ok=True)
    (root / "in" / "events-1.csv").write_text(text.getvalue(), encoding="utf-8")
    services.take()


def _confirmed(county: County) -> Iterator[tuple[str, ...]]:
    """A paper of the first case that waits there."""
    waiting = access.visible_to(SYSTEM).filter(
        department_id=county.departments[_OFFICE], decided_at=None, ended_at=None
    )
    first = list(waiting.order_by("submitted_at").values_list("id", flat=True)[:1])
    for case in reported_cases(first):
        if case.materials:
            yield "2026-0001", case.number, "confirm", case.materials[0].key
