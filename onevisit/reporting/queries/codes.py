"""The numbers of the province: which it has confirmed, and what was not sent for want of one."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.rules.exchange.profiles import Profile, profile
from onevisit.reporting.models import Due
from onevisit.reporting.rules.codes import Coded, CodeLine, checked, code_lines, coded_of


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value without a number: of how many cases something was not sent, and the first of them."""

    coded: Coded
    cases: int
    number: str


@dataclass(frozen=True, slots=True)
class CodesView:
    """The profile that is used, with every code of it, and what lacks one."""

    profile: str
    title: str
    lines: tuple[CodeLine, ...]
    withheld: tuple[Withheld, ...]

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
    """Raises Refused `accounts.not_permitted`, Invalid as `numbers`. One query."""
    require(actor, Permission.REPORTING_KEEP)
    written = numbers()
    return CodesView(written.name, written.title, code_lines(written), _withheld())


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
