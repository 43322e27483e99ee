"""The form of one thing on paper: to be filled in by hand, and filled in as an example."""

from datetime import date

from django.utils.translation import gettext as _

from onevisit.catalogue.queries import Edition
from onevisit.catalogue.rules.composition import FieldUse
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.guidance.rules.form import FormValue
from onevisit.guidance.rules.specimen import specimen_answers, specimen_form
from onevisit.guidance.web.checklist_page import answer_text
from onevisit.guidance.web.guide_sheet import demo_mark, edition_words, office_words, title_of
from onevisit.guidance.web.things import Thing
from onevisit.kernel.clock import local_date
from onevisit.kernel.conditions import ALWAYS
from onevisit.kernel.figures import grouped
from onevisit.ui import sheets as on
from onevisit.ui.formatting import joined
from onevisit.ui.sheets import Blank, Block, Sheet

_LONG = 100
"""A field of more characters than this gets several lines."""


def has_form(thing: Thing) -> bool:
    """Whether there is a form to print."""
    return bool(thing.offer.fields)


def blank_sheet(thing: Thing, edition: Edition, address: str) -> Sheet:
    """Every field of the form, empty; those of some situations alone say so."""
    note = _("在网上填更省事：知道的替您填好，填错当场提醒。带 * 的必须填。")
    blocks: list[Block] = [on.Note(note)]
    for name, uses in _groups(thing.offer.fields).items():
        blocks.append(on.Heading(name or _("其他")))
        blocks.append(on.Fields(tuple(_blank(use) for use in uses)))
    blocks.append(on.Signature(_("申请人签名：________________　　____年____月____日")))
    return _sheet(thing, edition, blocks, address, what=_("申请表（空白）"), mark=demo_mark())


def specimen_sheet(thing: Thing, edition: Edition, address: str) -> Sheet:
    """The same form as an invented person in one ordinary situation fills it in."""
    offer = thing.offer
    answers = specimen_answers(offer)
    dated = local_date(edition.published_at)
    values = specimen_form(offer, answers, dated=dated)
    told = tuple(
        on.Line(q.short or q.label, (answer_text(q, answers[q.key]),))
        for q in offer.questions
        if answers.get(q.key) is not None
    )
    blocks: list[Block] = [
        on.Note(_("这是样例：人、店、号码都是编的，请照您自己的情况填。"), tone="wait")
    ]
    if told:
        blocks += [on.Heading(_("样例的情况")), on.Rows(told)]
    shown = tuple(use for use in offer.fields if use.field.key in values)
    for name, uses in _groups(shown).items():
        blocks.append(on.Heading(name or _("其他")))
        blocks.append(on.Fields(tuple(_filled(u.field, values[u.field.key]) for u in uses)))
    return _sheet(thing, edition, blocks, address, what=_("申请表（填写样例）"), mark=_("样例"))


def _sheet(
    thing: Thing, edition: Edition, blocks: list[Block], address: str, *, what: str, mark: str
) -> Sheet:
    return Sheet(
        title=title_of(thing),
        subtitle=what,
        office=office_words(thing),
        what=what,
        foot=edition_words(edition),
        blocks=blocks,
        dated=local_date(edition.published_at),
        address=address,
        address_note=_("扫码在网上填"),
        mark=mark,
    )


def _groups(uses: tuple[FieldUse, ...]) -> dict[str, list[FieldUse]]:
    groups: dict[str, list[FieldUse]] = {}
    for use in uses:
        groups.setdefault(use.field.group, []).append(use)
    return groups


def _blank(use: FieldUse) -> Blank:
    field = use.field
    only = _("看情况填。") if field.when != ALWAYS else ""
    many = _("可以选几个。") if field.kind is VarKind.MULTI else ""
    return Blank(
        label=field.label,
        note=f"{only}{many}{field.help}",
        unit=field.unit,
        required=field.required and not only,
        tall=field.max_length > _LONG and field.kind is VarKind.TEXT and not field.options,
        options=tuple(on.Choice(option.label) for option in field.options),
    )


def _filled(field: Field, value: FormValue) -> Blank:
    chosen = value if isinstance(value, list) else [str(value)]
    return Blank(
        label=field.label,
        note=field.help,
        value="" if field.options else _value(field, value),
        unit=field.unit,
        required=field.required,
        options=tuple(on.Choice(o.label, o.value in chosen) for o in field.options),
    )


def _value(field: Field, value: FormValue) -> str:
    if isinstance(value, (float, int)):
        return grouped(value, field.unit)
    if field.kind is VarKind.DATE:
        day = date.fromisoformat(str(value))
        return _("%(year)s年%(month)s月%(day)s日") % {
            "year": day.year,
            "month": day.month,
            "day": day.day,
        }
    return joined(value) if isinstance(value, list) else str(value)
