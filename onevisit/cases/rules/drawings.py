"""联合审图: several departments review the same drawings at once, the applicant hears once. Pure.

Each writes its comments on named sheets: what must be changed, and what is only advised. All go out
in one letter; one revised version answers it; then each department only says whether what it asked
for is settled, and asks for nothing new. It is agreed by all or not at all (建设工程质量管理条例
art. 11; 国办发〔2019〕11 号).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from onevisit.kernel.errors import Invalid

MOST_COMMENTS = 60
"""Comments of one department."""
LONGEST_SHEET = 40
LONGEST_COMMENT = 500
MOST_DAYS = 20
"""Working days for a department to read, or for the applicant to mend."""


class ReviewState(StrEnum):
    """Where a review stands, and so for whom it waits."""

    READING = "reading"  # the departments write their comments
    MENDING = "mending"  # the letter is out, the applicant mends
    CHECKING = "checking"  # the departments look whether it is settled
    AGREED = "agreed"
    FAILED = "failed"  # closed without agreement


class DrawingsMove(StrEnum):
    """What departments in a review are told."""

    ASKED = "asked"  # they are to review along
    CAME = "came"  # the revised version is there, they look whether it is settled
    LAST = "last"  # all others have said what they had to say
    READY = "ready"  # everybody has: the lead goes on
    AGREED = "agreed"
    FAILED = "failed"
    LAPSED = "lapsed"  # the revised version did not come in time
    MORE = "more"  # the applicant asks the lead for more days to mend


class MoreDays(StrEnum):
    """What became of the applicant's wish for more days to mend; one in a review."""

    NONE = ""
    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"


OPEN = frozenset({ReviewState.READING, ReviewState.MENDING, ReviewState.CHECKING})
WITH_DEPARTMENTS = frozenset({ReviewState.READING, ReviewState.CHECKING})


class Severity(StrEnum):
    """How much a comment weighs."""

    MUST = "must"
    ADVICE = "advice"


_SEVERITIES = frozenset(each.value for each in Severity)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a department says of a sheet. `answer` is the applicant's, `settled` what the department
    says of the revised sheet, `why` where it says no.
    """

    sheet: str
    severity: Severity
    words: str
    answer: str = ""
    settled: bool | None = None
    why: str = ""

    @property
    def stands(self) -> bool:
        """Whether it keeps the department from agreeing."""
        return self.severity is Severity.MUST and self.settled is not True


@dataclass(frozen=True, slots=True)
class Desk:
    """A department in a review: whether it has said all it has to say now, and its comments."""

    department: UUID
    ready: bool
    comments: tuple[Comment, ...] = ()

    @property
    def standing(self) -> tuple[int, ...]:
        """Which of its comments still stand, by their place."""
        return tuple(n for n, each in enumerate(self.comments) if each.stands)


def check_comments(given: Iterable[tuple[str, str, str]]) -> tuple[Comment, ...]:
    """Comments as typed (sheet, severity, words); empty rows are none.

    Raises Invalid `cases.drawing_sheet`, `cases.drawing_severity`, `cases.drawing_words`,
    `cases.text_too_long`, `cases.drawing_many`.
    """
    found = []
    for n, (typed_sheet, severity, typed) in enumerate(given):
        sheet, words = typed_sheet.strip(), typed.strip()
        if not sheet and not words:
            continue
        if not sheet or len(sheet) > LONGEST_SHEET:
            raise Invalid("cases.drawing_sheet", field=f"sheet-{n}", n=n + 1, most=LONGEST_SHEET)
        if not words:
            raise Invalid("cases.drawing_words", field=f"words-{n}", n=n + 1)
        if len(words) > LONGEST_COMMENT:
            raise Invalid("cases.text_too_long", field=f"words-{n}", limit=LONGEST_COMMENT)
        if severity not in _SEVERITIES:
            raise Invalid("cases.drawing_severity", field=f"severity-{n}", n=n + 1)
        found.append(Comment(sheet, Severity(severity), words))
    if len(found) > MOST_COMMENTS:
        raise Invalid("cases.drawing_many", field="sheet-0", most=MOST_COMMENTS)
    return tuple(found)


def answered(comments: Sequence[Comment], answers: Mapping[int, str]) -> tuple[Comment, ...]:
    """The comments with what the applicant says to each that stands. Raises Invalid
    `cases.drawing_answer` when one has no answer, `cases.text_too_long`.
    """
    found = list(comments)
    for n, each in enumerate(comments):
        words = answers.get(n, "").strip()
        if each.stands and not words:
            raise Invalid("cases.drawing_answer", field="answers", sheet=each.sheet)
        if len(words) > LONGEST_COMMENT:
            raise Invalid("cases.text_too_long", field="answers", limit=LONGEST_COMMENT)
        if each.stands:
            found[n] = replace(each, answer=words, settled=None, why="")
    return tuple(found)


def checked(
    comments: Sequence[Comment], marks: Mapping[int, tuple[str, str]]
) -> tuple[Comment, ...]:
    """The comments with what the department says of each that stood ("yes", or "no" and why).

    Raises Invalid `cases.drawing_mark`, `cases.drawing_why`, `cases.text_too_long`.
    """
    found = list(comments)
    for n, each in enumerate(comments):
        if not each.stands:
            continue
        said, why = marks.get(n, ("", ""))
        why = why.strip()
        if said not in ("yes", "no"):
            raise Invalid("cases.drawing_mark", field=f"settled-{n}", sheet=each.sheet)
        if said == "no" and not why:
            raise Invalid("cases.drawing_why", field=f"why-{n}", sheet=each.sheet)
        if len(why) > LONGEST_COMMENT:
            raise Invalid("cases.text_too_long", field=f"why-{n}", limit=LONGEST_COMMENT)
        found[n] = replace(each, settled=said == "yes", why="" if said == "yes" else why)
    return tuple(found)


def lead_may(state: ReviewState, desks: Sequence[Desk], *, late: bool) -> frozenset[str]:
    """What the lead may do: `tell` the applicant, `agree`, `fail`.

    A department that said nothing by its day is told without while it reads: one letter does not
    wait for ever. But nobody is taken to agree who has not said so.
    """
    if state not in OPEN:
        return frozenset()
    may = {"fail"}
    ready = all(each.ready for each in desks)
    stands = any(each.standing for each in desks)
    if state in WITH_DEPARTMENTS and stands and (ready or late):
        may.add("tell")
    if state in WITH_DEPARTMENTS and ready and not stands:
        may.add("agree")
    return frozenset(may)


def check_more(days: int | None, most: int, why: str) -> str:
    """The reason for `days` working days more, at most as many as the letter gave. Raises Invalid
    `cases.drawing_days`, `cases.reason_needed`, `cases.text_too_long`.
    """
    if days is None or not 1 <= days <= most:
        raise Invalid("cases.drawing_days", field="more", most=most)
    return check_why(why)


def check_why(why: str) -> str:
    """A reason in words. Raises Invalid `cases.reason_needed`, `cases.text_too_long`."""
    words = why.strip()
    if not words:
        raise Invalid("cases.reason_needed", field="why")
    if len(words) > LONGEST_COMMENT:
        raise Invalid("cases.text_too_long", field="why", limit=LONGEST_COMMENT)
    return words


def kept(comments: Sequence[Comment]) -> dict[str, Any]:
    """Comments as they are kept."""
    return {"comments": [asdict(each) for each in comments]} if comments else {}


def read(held: Mapping[str, Any]) -> tuple[Comment, ...]:
    """The same, read back."""
    told = held.get("comments", ())
    return tuple(Comment(**{**each, "severity": Severity(each["severity"])}) for each in told)


def why_lapsed(day: date) -> str:
    """The reason written down when the revised version did not come by that day."""
    return f"{day:%Y}年{day.month}月{day.day}日前没有收到修改后的图纸。"


def why_not_counted(departments: Iterable[str]) -> str:
    """The reason in the notice of the special procedure (行政许可法 art. 45)."""
    names = "、".join(departments)
    return f"施工图由{names}联合审查，属于专家评审，所需时间不计入办理期限。"
