"""A case as other systems are told of it: who, what, when, with which outcome. In clear: whoever
holds one answers for the personal data in it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from onevisit.cases.rules.lifecycle import Action, CaseState


@dataclass(frozen=True, slots=True)
class ReportedParty:
    """Who applies: a person, or an organisation with the person who acts for it."""

    person_id: UUID
    name: str = field(repr=False)
    id_kind: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    organisation: str = ""
    uscc: str = ""
    address: str = field(repr=False, default="")
    representative: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class ReportedMove:
    """One event; `words` are what an officer wrote at it, `by` who did it, "" for citizens;
    `procedure`: the kind of a special procedure, "" for what is none.
    """

    seq: int
    action: Action
    before: CaseState | None
    after: CaseState
    at: datetime
    limit_on: date | None
    by: str
    words: str = field(repr=False, default="")
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class ReportedMaterial:
    """What the case requires: `how` it is had, `kinds` of what stands for it, how many."""

    key: str
    name: str
    how: str
    kinds: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """What was granted. `kind` is the item's word for it (证 / 批复 / 文)."""

    number: str
    name: str
    kind: str
    made_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """One case, whole as far as others are told of it."""

    id: UUID
    application_id: UUID
    number: str
    name: str
    offer_name: str
    department_id: UUID
    department_code: str
    department: str
    region: str
    item_code: str
    catalogue_code: str
    item_name: str
    item_version: int
    task_type: str
    kind: str
    online: bool
    party: ReportedParty
    state: CaseState
    submitted_at: datetime
    accepted_at: datetime | None
    promised_due: date | None
    ended_at: datetime | None
    moves: tuple[ReportedMove, ...]
    materials: tuple[ReportedMaterial, ...]
    result: ReportedResult | None


@dataclass(frozen=True, slots=True)
class ToldMove:
    """One event of a case as a department's own system hears of it: nobody's name. `review`: the
    joint review it is about, where the department only reviews along (联合审图).
    """

    number: str
    application_number: str
    item_code: str
    department: str
    region: str
    seq: int
    action: str
    before: str
    after: str
    at: datetime
    limit_on: date | None
    review: UUID | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in no history and is told a department that only takes part in a case."""

    case_id: UUID
    seq: int
    action: str
    at: datetime
    limit_on: date
    review: UUID
