"""The numbers of the province: which it has confirmed, and what was not sent for want of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.rules.exchange.profiles import Profile, profile
from onevisit.kernel.two_people import WAITING, WrittenLine, line_of
from onevisit.reporting.models import CodeAnswer, Due
from onevisit.reporting.rules.codes import (
    Coded,
    CodeLine,
    Recorded,
    checked,
    code_lines,
    coded_of,
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value without a number: of how many cases something was not sent, and the first of them."""

    coded: Coded
    cases: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine(WrittenLine):
    """What one officer wrote down of a paper of the province, and the second's answer."""

    codes: tuple[tuple[Coded, str], ...]
    holds: bool
    why: str


@dataclass(frozen=True, slots=True)
class CodesView:
    """The profile that is used, with every code of it, what lacks one, and what was recorded of
    its numbers: what waits for a second officer, and all there was, the newest first.
    """

    profile: str
    title: str
    lines: tuple[CodeLine, ...]
    withheld: tuple[Withheld, ...]
    waiting: AnswerLine | None
    answers: tuple[AnswerLine, ...]

    @property
    def open(self) -> tuple[CodeLine, ...]:
        """What the province has not confirmed."""
        return tuple(each for each in self.lines if not each.confirmed)


def numbers() -> Profile:
    """The profile of `REPORT_PROFILE`. Raises Invalid `catalogue.profile_unknown`,
    `catalogue.profile_malformed`.
    """
    return checked(profile(settings.REPORT_PROFILE))


def codes_view(actor: Actor) -> CodesView:
    """Raises Refused `accounts.not_permitted`, Invalid as `numbers`. Two queries."""
    require(actor, Permission.REPORTING_KEEP)
    written = numbers()
    rows = answers_of(written)
    answers = tuple(_answer(row, actor) for row in rows)
    return CodesView(
        written.name,
        written.title,
        code_lines(written, recorded(rows)),
        _withheld(),
        next((each for each in answers if each.state == WAITING), None),
        answers,
    )


def answers_of(written: Profile) -> list[CodeAnswer]:
    """All that was written down of the numbers of a profile, the newest first; one query."""
    return list(CodeAnswer.objects.filter(profile=written.name).order_by("-written_at", "-id"))


def recorded(rows: Iterable[CodeAnswer]) -> dict[str, Recorded]:
    """Code → what was recorded of it last, where that still holds; `rows` newest first, of which
    one at a time waits, so that they were answered in that order too.
    """
    found: dict[str, Recorded | None] = {}
    for row in rows:
        if row.state == "confirmed" and row.answered_at is not None:
            who = (row.written_by_name, row.answered_by_name, row.answered_at)
            for coded, number in row.codes.items():
                said = Recorded(number, row.why, *who) if row.holds else None
                found.setdefault(coded, said)
    return {coded: said for coded, said in found.items() if said is not None}


def _answer(row: CodeAnswer, actor: Actor) -> AnswerLine:
    codes = tuple((coded_of(coded), number) for coded, number in sorted(row.codes.items()))
    return AnswerLine(**line_of(row, actor), codes=codes, holds=row.holds, why=row.why)


def _withheld() -> tuple[Withheld, ...]:
    rows = (
        Due.objects.exclude(lacks=[])
        .values("lacks")
        .annotate(cases=Count("case_id"), first=Min("case__number"))
    )
    found: dict[str, Withheld] = {}
    for row in rows.order_by("first"):
        for lack in row["lacks"]:
            before = found.get(lack)
            first, count = (before.number, before.cases) if before else (row["first"], 0)
            found[lack] = Withheld(coded_of(lack), count + row["cases"], first)
    return tuple(found[key] for key in sorted(found))
