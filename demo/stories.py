"""What can happen in the county, as data: who wants what, and what becomes of it.

Days are working days. `back` counts from today (1: the last working day that is over); everything
else counts from the day before it in the story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from demo.content import Relative
from onevisit.accounts.rules import Met
from onevisit.cases.rules.joint import Verdict

Answer: TypeAlias = str | int | list[str]


class End(StrEnum):
    """How far a case gets."""

    SUBMITTED = "submitted"  # nobody has looked yet
    SILENT = "silent"  # nobody ever looks: deemed accepted when the limit has run out
    CORRECTION = "correction"  # told what is missing, not corrected yet
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    REVIEWED = "reviewed"  # the first opinion is given
    SUSPENDED = "suspended"
    PROPOSED = "proposed"  # an approval waits for the second signer
    APPROVED = "approved"  # and issued; delivered at once where the result is electronic
    REFUSED = "refused"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    PASSED_UP = "passed_up"  # examined here, passed to the authority above with an opinion


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one case: accepted after `accept` days, decided `work` days later.

    `pause` is the length of a suspension before the decision, for a `procedure`; 0: none.
    `correct`: something is missing, and the applicant takes that many days to mend it; 0: nothing
    is. `extend`: a longer limit is "asked" for, or "granted" on the day after, with `reason`, at
    the end REVIEWED. `look`: a first look 预审 on the day after handing in "passed" it, "returned"
    it, or the applicant has "resupplied" it a day later.
    `above`: so many days later the authority above grants what was passed up; None: not yet.
    Three days after a grant on a commitment the office finds it `kept`, or to be put right
    (`order`); with `heard` that was not done, and the holder spoke before it is revoked.
    """

    end: End = End.APPROVED
    accept: int = 1
    work: int = 2
    reason: str = ""
    pause: int = 0
    correct: int = 0
    kept: str = ""
    order: str = ""
    heard: str = ""
    extend: str = ""
    look: str = ""
    procedure: str = ""
    above: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A joint site visit: asked for by the officer of `by` a day after acceptance.

    `after`: so many days after acceptance, with what each part finds (0 and nothing: that very
    afternoon, and nobody has written yet); or `ahead`: so many days from
    today, moved there from the day before with `moved` as the reason.
    """

    by: str
    after: int = 0
    ahead: int = 0
    moved: str = ""
    mover: str = ""
    found: Mapping[str, tuple[Verdict, str]] = field(default_factory=dict)


class Way(StrEnum):
    """How an application comes in."""

    ONLINE = "online"
    WINDOW = "window"
    ON_THE_SPOT = "on_the_spot"
    DRAFT = "draft"  # begun online and left
    UNSIGNED = "unsigned"  # everything is there but the signature
    WINDOW_DRAFT = "window_draft"  # came, something was missing, went home


class Paid(StrEnum):
    """How what is owed for it is paid."""

    ONLINE = "online"
    CASH = "cash"
    NOT_YET = "not_yet"
    EXEMPT = "exempt"  # an officer lets them off
    REFUNDED = "refunded"  # paid, and given back


class Post(StrEnum):
    """How far the parcel with the results gets."""

    WAITING = "waiting"  # nobody has packed it
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    MOVING = "moving"
    DELIVERED = "delivered"
    RETURNED = "returned"  # nobody was there; the applicant has not answered yet
    FETCHED = "fetched"  # came back, then fetched at the window


class Lodge(StrEnum):
    """How far the result gets that is fetched from a locker."""

    WAITING = "waiting"  # nobody has laid it in
    LAID = "laid"
    FETCHED = "fetched"
    OVER = "over"  # nobody came in time; it is still to be taken back


@dataclass(frozen=True, slots=True)
class Story:
    """One application. `person`, `company`, `clerk` are keys of the content.

    `collect`: the result is handed out that many days after handing in; None: it is electronic;
    `waiting`: it lies at the out-window. `fates` by part; others have `fate`. `sent_home`: a first
    trip on the day before was in vain. `owing`: what may follow has not come yet. `pledging`: the
    material for which a commitment is signed. `copied`: the clerk's office looks at no originals,
    so papers are copied there. `township`:
    code of the service point where the matter is at home. `pickup`: where the result is handed out.
    `pace`: minutes officers begin later, 0 to 200. `turn`: which officer of a department has it.
    `kin`: for whom, if not for oneself. `later`: calendar days after the working day.
    `visit`: some parts are looked at together.
    `helper` hands it in for the person, under an authority given before (`demo.helping`); they meet
    where `met` says.
    `parties`: who else must agree, by role; online they do so a quarter of an hour later, unless
    they are only asked ("waiting") or say why not (any other `answer`).
    `post`: the result goes by courier, packed `packed` days after handing in; `lodge`: into the
    locker at `pickup`, so many days after. `paid`: how what is
    owed is paid, when something is. `project`: it is a part of that project (`demo.projecting`).
    """

    offer: str
    person: str
    back: int
    answers: Mapping[str, Answer]
    company: str = ""
    shop: str = ""
    way: Way = Way.ONLINE
    clerk: str = ""
    minute: int = 30
    fate: Fate = field(default_factory=Fate)
    fates: Mapping[str, Fate] = field(default_factory=dict)
    collect: int | None = None
    waiting: bool = False
    sent_home: bool = False
    owing: bool = False
    pledging: str = ""
    copied: bool = False
    township: str = ""
    pickup: str = "centre"
    pace: int = 0
    turn: int = 0
    kin: Relative | None = None
    later: int = 0
    visit: Visit | None = None
    post: Post | None = None
    lodge: Lodge | None = None
    packed: int = 5
    helper: str = ""
    met: Met = Met.HOME
    parties: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    paid: Paid = Paid.ONLINE
    project: str = ""

    @property
    def on_paper(self) -> bool:
        """Whether the result is to be had at the out-window."""
        return self.waiting or self.collect is not None
