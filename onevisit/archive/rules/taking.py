"""接收旧档案: reading the list that the system before hands over with its archive. Pure.

One line for each 件, with the day its case ended, how long it is kept, and where given whose it
was, a checksum and the file that must have it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onevisit.archive import errors
from onevisit.archive.rules.retention import WORDS, Retention
from onevisit.kernel.codes import ResidentId
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.masks import mask_id, mask_name, redact_old
from onevisit.kernel.uscc import Uscc

HEAD = (
    *("档号", "题名", "责任者", "办结日期", "保管期限", "存放位置", "SHA-256", "文件"),
    *("当事人", "证件号码"),
)
NEEDED = HEAD[:5]
LIST = "清单"
"""How the list is called in a packed batch, before its ending."""
MOST_PIECES = 2000
_LONGEST = {"档号": 100, "题名": 300, "存放位置": 100, "文件": 200, "当事人": 100}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TERMS = {words: term for term, words in WORDS.items()} | {term.value: term for term in Retention}


@dataclass(frozen=True, slots=True)
class OldLine:
    """One line. `row`: as a spreadsheet shows it. `sha256`, `file`, `holder` (a person or a
    company), its number as it was `given` and in the one form, `person_number` or `uscc`, are ""
    where not given.
    """

    row: int
    number: str
    title: str
    office: str
    ended_on: date
    retention: Retention
    place: str
    sha256: str
    file: str
    holder: str
    given: str
    person_number: str
    uscc: str

    @property
    def holder_shown(self) -> str:
        """A company by its name; whoever did not prove to be one is a person, and masked."""
        return self.holder if self.uscc else mask_name(self.holder)

    @property
    def title_shown(self) -> str:
        """The title with nobody's whole name, number or phone in it."""
        if not self.holder:
            return redact_old(self.title)
        if self.holder in self.title:
            return redact_old(self.title.replace(self.holder, self.holder_shown))
        return f"{self.holder_shown}：{redact_old(self.title)}"


def wrong(row: int, code: str, cell: str) -> Problem:
    """What is wrong in a line (0: in the batch), and what stood there."""
    return Problem(str(row) if row else "", f"archive.old_line_{code}", {"cell": cell})


def read_lines(
    rows: Sequence[tuple[int, list[str]]], *, offices: Collection[str], today: date
) -> tuple[list[OldLine], list[Problem]]:
    """The lines of a list that can be read, and what is wrong with the others.

    `offices`: names and codes that may stand as 责任者. Raises Invalid `archive.old_head` naming a
    column that is missing, `archive.old_empty`, `archive.old_too_many`.
    """
    if not rows:
        raise errors.old_empty()
    head = {name: at for at, name in enumerate(rows[0][1])}
    for name in NEEDED:
        if name not in head:
            raise errors.old_head(name)
    if len(rows) == 1:
        raise errors.old_empty()
    if len(rows) - 1 > MOST_PIECES:
        raise errors.old_too_many(MOST_PIECES)
    cells = [
        (row, {name: found[at] if at < len(found) else "" for name, at in head.items()})
        for row, found in rows[1:]
    ]
    found = [each for row, line in cells for each in _wrong(row, line, offices, today)]
    found += _doubled(cells)
    bad = {each.place for each in found}
    return [_line(row, line, today) for row, line in cells if str(row) not in bad], found


def _wrong(
    row: int, line: dict[str, str], offices: Collection[str], today: date
) -> Iterable[Problem]:
    yield from (wrong(row, "empty", name) for name in ("档号", "题名") if not line[name])
    for name, most in _LONGEST.items():
        if len(line.get(name, "")) > most:
            yield wrong(row, "long", name)
    ended, digest = _day(line["办结日期"]), line.get("SHA-256", "").lower()
    number = line.get("证件号码", "")
    checks = {
        "office": (line["责任者"], line["责任者"] in offices),
        "day": (line["办结日期"], ended is not None and ended <= today),
        "term": (line["保管期限"], _term(line["保管期限"]) is not None),
        "digest": (digest, not digest or _DIGEST.fullmatch(digest) is not None),
        "holder": (mask_id(number), not number or any(_numbers(number, today))),
    }
    yield from (wrong(row, code, cell) for code, (cell, fine) in checks.items() if not fine)


def _doubled(cells: Sequence[tuple[int, dict[str, str]]]) -> list[Problem]:
    counts = Counter(line["档号"] for _, line in cells if line["档号"])
    return [wrong(row, "doubled", line["档号"]) for row, line in cells if counts[line["档号"]] > 1]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _term(text: str) -> Retention | None:
    return _TERMS.get(text.replace(" ", ""))


def _numbers(text: str, today: date) -> tuple[str, str]:
    """A person's number in its one form, or an organisation's; both may look alike, but a person's
    has a day of birth and, of eighteen, proves itself by its last character.
    """
    try:
        return ResidentId.parse_either(text, today=today).number, ""
    except Invalid:
        pass
    try:
        return "", Uscc.parse(text).code
    except Invalid:
        return "", ""


def _line(row: int, line: dict[str, str], today: date) -> OldLine:
    ended, term = _day(line["办结日期"]), _term(line["保管期限"])
    person_number, uscc = _numbers(line.get("证件号码", ""), today)
    if ended is None or term is None:
        raise ValueError("a line that was found to be in order")
    return OldLine(
        row=row,
        number=line["档号"],
        title=line["题名"],
        office=line["责任者"],
        ended_on=ended,
        retention=term,
        place=line.get("存放位置", ""),
        sha256=line.get("SHA-256", "").lower(),
        file=line.get("文件", ""),
        holder=" ".join(line.get("当事人", "").split()),
        given=line.get("证件号码", ""),
        person_number=person_number,
        uscc=uscc,
    )
