"""Files exchanged with an office: the columns of both ways, and the events it may give back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onevisit.cases.rules.reported import ReportedCase
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.kernel.clock import parse_day
from onevisit.kernel.errors import Invalid
from onevisit.reporting.rules.tables import ACCEPT, Cells, lines

LONGEST_KEY = 80
MOST_MEGABYTES = 32
"""Of one file that comes back."""
MOST_ROWS = 5_000
"""Rows of one file that comes back."""


class LineState(StrEnum):
    """What became of a row that came back."""

    DONE = "done"
    KNOWN = "known"  # the same event was done before
    REFUSED = "refused"


class OfficeEvent(StrEnum):
    """What an office may say of a case; everything else is done at the desk."""

    ACCEPT = "accept"  # 受理
    NOT_ACCEPT = "not_accept"  # 不予受理, with a reason
    CONFIRM = "confirm"  # a material that is fetched was seen: `material` names it
    OPINION = "opinion"  # a step of the review is done: `step` names it where several are open
    SUSPEND = "suspend"  # 特别程序, with a reason, until a day
    RESUME = "resume"
    APPROVE = "approve"  # 准予
    REFUSE = "refuse"  # 不予许可, with a reason


@dataclass(frozen=True, slots=True)
class Said:
    """One row that came back, read."""

    key: str
    case_number: str
    event: OfficeEvent
    reason: str
    until: date | None
    step: str
    material: str


@dataclass(frozen=True, slots=True)
class CasesTable:
    """The cases an office is given: what is reported upward, where it stands, and the form."""

    name: str = "cases"

    @property
    def head(self) -> tuple[str, ...]:
        """All columns in the order they are written in."""
        return (*ACCEPT.columns, "state", "open_steps", "materials", "form")


@dataclass(frozen=True, slots=True)
class AnswersTable:
    """What became of each row an office gave back."""

    name: str = "answers"
    head: tuple[str, ...] = ("row", "event_id", "case_no", "event", "status", "code", "reason")


def cells_of(
    case: ReportedCase, steps: Mapping[str, str], form: Mapping[str, str], profile: Profile
) -> list[str]:
    """A case as an office reads it; `steps` and `form` by key or label, a line each."""
    accepted: Cells = next(iter(lines(case, profile))).cells
    return [
        *(accepted[name] for name in ACCEPT.columns),
        str(case.state),
        _in_lines(steps),
        _in_lines({each.key: each.name for each in case.materials}),
        _in_lines(form),
    ]


def _in_lines(values: Mapping[str, str]) -> str:
    return "\n".join(f"{key}: {' '.join(value.split())}" for key, value in values.items())


def read(values: Mapping[str, object]) -> Said:
    """A row as an office wrote it.

    Raises Invalid `reporting.row_lacks`, `reporting.row_event_unknown`, `reporting.row_bad_day`.
    """
    said = {name: str(value or "").strip() for name, value in values.items()}
    for name in ("event_id", "case_no", "event"):
        if not said.get(name):
            raise Invalid("reporting.row_lacks", column=name)
    if said["event"] not in set(OfficeEvent):
        known = ", ".join(OfficeEvent)
        raise Invalid("reporting.row_event_unknown", event=said["event"][:40], known=known)
    until = parse_day(said.get("until", ""))
    if said.get("until") and until is None:
        raise Invalid("reporting.row_bad_day", column="until")
    return Said(
        key=said["event_id"][:LONGEST_KEY],
        case_number=said["case_no"],
        event=OfficeEvent(said["event"]),
        reason=said.get("reason", ""),
        until=until,
        step=said.get("step", ""),
        material=said.get("material", ""),
    )
