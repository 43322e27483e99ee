"""委托: the form all three ways of giving an authority share, and how one is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.accounts import queries as accounts
from onevisit.accounts.errors import bad_authority_until, no_such_helper
from onevisit.accounts.queries.words import AUTHORITY_ENDS, AUTHORITY_WAYS
from onevisit.accounts.rules import (
    AuthorityDraft,
    AuthorityEnd,
    AuthorityLine,
    AuthorityWay,
    HelperLine,
)
from onevisit.accounts.rules.authority import LONGEST
from onevisit.cases.queries.entrusting import known_offers, scope_words, things
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.ids import parse_id
from onevisit.portal.web.mandating import offer_options
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.formatting import local_date
from onevisit.ui.wordings import text_for

Text = str | Promise
USUAL = timedelta(days=180)


@dataclass(frozen=True)
class Given:
    """An authority with everything about it in words."""

    line: AuthorityLine
    scope: str
    way: Text
    end: Text


def given(lines: Iterable[AuthorityLine]) -> Sequence[Given]:
    """The lines in words."""
    names = things()
    return [
        Given(
            line,
            scope_words(line.offers, names),
            AUTHORITY_WAYS[AuthorityWay(line.way)],
            _end_words(line),
        )
        for line in lines
    ]


def typed_draft(request: HttpRequest, principal_id: UUID, helper_id: UUID | None) -> AuthorityDraft:
    """What the form says. Raises Invalid `accounts.no_such_helper`,
    `accounts.bad_authority_until`, `cases.no_such_offer`.
    """
    if helper_id is None:
        raise no_such_helper()
    until = clock.parse_day(request.POST.get("until", "")[:10])
    if until is None:
        raise bad_authority_until(clock.today() + LONGEST)
    offers = known_offers(request.POST.getlist("offers"), firm=False)
    return AuthorityDraft(principal_id, helper_id, until, tuple(sorted(set(offers))))


def typed_helper(request: HttpRequest) -> UUID | None:
    """Which helper was chosen."""
    return parse_id(request.POST.get("helper", ""))


def fields(
    request: HttpRequest, error: DomainError | None = None, *, choose: bool = True
) -> Sequence[FieldView]:
    """Who (unless it is the helper who asks), for what, until when; as typed where it failed."""
    at, told = (getattr(error, "field", ""), text_for(error)) if error else ("", "")
    today, typed = clock.today(), request.POST if error else {}
    chosen = request.POST.getlist("offers") if error else []
    helper = FieldView(
        "helper",
        _("委托谁"),
        kind="select",
        value=str(typed.get("helper", "")),
        options=[_option(each) for each in accounts.helpers()] if choose else [],
        help=_("村和社区的便民服务点、银行网点都有代办员，选离家近的。"),
        error=told if at == "helper" else "",
    )
    offers = FieldView(
        "offers",
        _("只委托这几件"),
        kind="checkbox",
        values=chosen,
        options=offer_options(things()),
        help=_("都不勾，就是所有以本人名义办的事。"),
        required=False,
    )
    until = FieldView(
        "until",
        _("委托到哪天"),
        kind="date",
        value=str(typed.get("until", (today + USUAL).isoformat())),
        min=today.isoformat(),
        max=(today + LONGEST).isoformat(),
        help=_("含这一天。最长一年，随时可以收回。"),
        error=told if at == "until" else "",
    )
    return [helper, offers, until] if choose else [offers, until]


def day_words(day: date) -> str:
    """A day in a message."""
    return local_date(day)


def _option(helper: HelperLine) -> Option:
    text = _("%(place)s %(name)s") % {"place": helper.place, "name": helper.name}
    return Option(str(helper.id), text)


def _end_words(line: AuthorityLine) -> Text:
    if line.ended_at is not None and line.ended_why is not None:
        day = local_date(line.ended_at)
        why = AUTHORITY_ENDS[AuthorityEnd(line.ended_why)]
        return _("%(day)s%(why)s") % {"day": day, "why": why}
    return "" if line.live else _("到期")
