"""委托代理人: the form of giver and window, and how a mandate is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onevisit.accounts.errors import bad_authority_until, not_representing
from onevisit.accounts.queries import Listed, MandatePage
from onevisit.accounts.queries.words import (
    AUTHORITY_ENDS,
    AUTHORITY_WAYS,
    DEEDS,
    GUARDIAN_PAPERS,
    MANDATE_STATES,
)
from onevisit.accounts.rules import (
    AuthorityEnd,
    AuthorityWay,
    Basis,
    Deed,
    MandateDraft,
    MandateLine,
    MandateState,
)
from onevisit.accounts.rules.authority import LONGEST
from onevisit.cases.queries.entrusting import (
    deed_words,
    known_offers,
    own_hand,
    scope_words,
    things,
)
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.kernel.ids import parse_id
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.formatting import joined, local_date
from onevisit.ui.wordings import text_for

Text = str | Promise
USUAL = timedelta(days=90)


@dataclass(frozen=True)
class Shown:
    """A mandate with everything about it in words."""

    line: MandateLine
    scope: str
    deeds: str
    way: Text
    state: Text
    tag: str

    @property
    def guards(self) -> bool:
        """Whether it is a guardianship."""
        return self.line.basis is Basis.GUARDIAN

    @property
    def waiting(self) -> bool:
        """Whether the agent has not said yes."""
        return self.line.state is MandateState.WAITING

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.line.state is not MandateState.OVER


@dataclass(frozen=True)
class Giver:
    """In whose name a mandate may be given: `key` is "self" or the id of an organisation."""

    key: str
    name: str


def shown(lines: Iterable[MandateLine], names: Mapping[UUID, str]) -> list[Shown]:
    """The lines in words; `names` are those of the applications some of them are for."""
    offers = things(firms=True)
    return [_shown(line, offers, names) for line in lines]


def shown_lists(
    pages: Mapping[Listed, MandatePage], names: Mapping[UUID, str]
) -> dict[str, list[Shown]]:
    """The same of several lists, by their names."""
    told = iter(shown([line for page in pages.values() for line in page.lines], names))
    return {key.value: list(islice(told, len(page.lines))) for key, page in pages.items()}


def _shown(line: MandateLine, offers: Mapping[str, str], names: Mapping[UUID, str]) -> Shown:
    scope = scope_words(line.offers, offers, firm=line.organisation_id is not None)
    if line.application_id is not None:
        named = names.get(line.application_id, "")
        scope = _("只办这一份申请：%(name)s") % {"name": named} if named else _("只办一份申请")
    state: Text = MANDATE_STATES[line.state]
    if line.ended_at is not None and line.ended_why is not None:
        facts = {
            "day": local_date(line.ended_at),
            "why": AUTHORITY_ENDS[AuthorityEnd(line.ended_why)],
        }
        state = _("%(day)s%(why)s") % facts
    return Shown(
        line,
        scope,
        deed_words(line.deeds),
        GUARDIAN_PAPERS[line.paper] if line.paper else AUTHORITY_WAYS[AuthorityWay(line.way)],
        state,
        _TAGS[line.state],
    )


_TAGS = {
    MandateState.WAITING: "wait",
    MandateState.AHEAD: "rest",
    MandateState.LIVE: "ok",
    MandateState.OVER: "rest",
}


def typed(request: HttpRequest, person_id: UUID, givers: Sequence[Giver]) -> MandateDraft:
    """What the form says. Raises Invalid `accounts.bad_authority_until`, Refused
    `accounts.not_representing` for an organisation that is not among `givers`.
    """
    post = request.POST
    begins, until = clock.parse_day(post.get("begins", "")[:10]), _day(post.get("until", ""))
    if begins is None or until is None:
        raise bad_authority_until(clock.today() + LONGEST)
    giver = post.get("giver", "") or "self"
    if giver not in {each.key for each in givers}:
        raise not_representing()
    firm = parse_id(giver)
    return MandateDraft(
        post.get("agent_name", "")[:100],
        post.get("agent_number", "")[:32],
        begins,
        until,
        None if firm else person_id,
        firm,
        known_offers(post.getlist("offers"), firm=firm is not None),
        tuple(Deed(each) for each in post.getlist("deeds") if each in set(Deed)),
        parse_id(post.get("application", "")),
    )


def _day(text: str) -> date | None:
    return clock.parse_day(text[:10])


def fields(
    request: HttpRequest,
    givers: Sequence[Giver],
    applications: Sequence[tuple[str, str]] = (),
    error: DomainError | None = None,
    *,
    at_window: bool = False,
) -> list[FieldView]:
    """In whose name, whom, for what, which deeds, from when until when; as typed where it
    failed.
    """
    at, told = (getattr(error, "field", ""), text_for(error)) if error else ("", "")
    post, today = request.POST, clock.today()
    offered = offer_options(things(firms=len(givers) > 1))
    found = [
        *_whom(post, at, told),
        FieldView(
            "deeds",
            _("可以替他做什么") if at_window else _("可以替我做什么"),
            kind="checkbox",
            values=post.getlist("deeds") if error else [each.value for each in Deed],
            options=[Option(each.value, DEEDS[each]) for each in Deed],
            help=_beyond(offered),
            error=told if at == "deeds" else "",
        ),
        FieldView(
            "offers",
            _("只委托这几件"),
            kind="checkbox",
            values=post.getlist("offers") if error else [],
            options=offered,
            help=_("都不勾，就是所有能办的事。"),
            required=False,
        ),
        _day_field("begins", _("从哪天起"), post.get("begins") if error else None, today),
        _day_field(
            "until", _("到哪天止"), post.get("until") if error else None, today + USUAL,
            help=_("含这一天。最长一年，随时可以收回。"), error=told if at == "until" else "",
        ),
    ]  # fmt: skip
    if applications:
        found.insert(3, _choice("application", _("只办一份申请"), applications, post, error))
    if len(givers) > 1:
        named = [(each.key, each.name) for each in givers]
        found.insert(0, _choice("giver", _("以谁的名义委托"), named, post, error))
    return found


def offer_options(offered: Mapping[str, str]) -> list[Option]:
    """What may be entrusted, each with what the law keeps for the giver's own hand."""
    own = own_hand(offered)
    return [Option(code, name, own.get(code, "")) for code, name in offered.items()]


def _beyond(offered: Iterable[Option]) -> str:
    """Whatever is ticked, these are signed or collected by the giver alone: said before it is."""
    named = [each.label for each in offered if each.note]
    if not named:
        return ""
    text = _("法律要求本人亲自办的，签名或者领取委托了也不能代，填表、交材料可以代：%(names)s。")
    return text % {"names": joined(named)}


def _whom(post: Mapping[str, str], at: str, told: str) -> list[FieldView]:
    """The agent, by name and number."""
    return [
        FieldView(
            "agent_name",
            _("委托谁：姓名"),
            value=post.get("agent_name", "")[:64],
            maxlength=64,
            error=told if at in ("agent_name", "name") else "",
        ),
        FieldView(
            "agent_number",
            _("他的身份证号"),
            value=post.get("agent_number", "")[:32],
            maxlength=24,
            help=_("他用自己的账号同意以后才算数。"),
            error=told if at == "agent_number" else "",
        ),
    ]


def _choice(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    post: Mapping[str, str],
    error: DomainError | None,
) -> FieldView:
    whole = [] if name == "giver" else [Option("", _("不限哪一份"))]
    return FieldView(
        name,
        label,
        kind="select",
        value=str(post.get(name, "")) if error else "self" if name == "giver" else "",
        options=[*whole, *(Option(key, text) for key, text in options)],
        required=name == "giver",
    )


def _day_field(
    name: str, label: str, typed_day: str | None, usual: date, help: str = "", error: str = ""
) -> FieldView:
    today = clock.today()
    return FieldView(
        name,
        label,
        kind="date",
        value=typed_day or usual.isoformat(),
        min=today.isoformat(),
        max=(today + LONGEST).isoformat(),
        help=help,
        error=error,
    )
