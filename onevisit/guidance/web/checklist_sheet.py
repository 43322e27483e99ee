"""The personal checklist on paper, with a code that leads on from where one stands."""

from django.utils.translation import gettext as _

from onevisit.catalogue.queries import edition_of
from onevisit.guidance.rules.plan import limit_of
from onevisit.guidance.web.checklist_page import ChecklistPage
from onevisit.guidance.web.guide_sheet import (
    demo_mark,
    edition_words,
    nothing_to_bring,
    office_words,
    spared_papers,
    sums_block,
    tick_papers,
    title_of,
)
from onevisit.guidance.web.things import days
from onevisit.kernel import clock
from onevisit.ui import sheets as on
from onevisit.ui.sheets import Block, Sheet


def checklist_sheet(page: ChecklistPage, address: str, *, carries: bool) -> Sheet:
    """What this person brings, what is seen to, where and when, what it costs and how long.

    `address` leads on; with `carries` the answers come along for a week.
    """
    thing = page.thing
    blocks: list[Block] = []
    if page.sums:
        blocks.append(sums_block(page.sums))
    if page.left:
        said = _("问题还没答完，下面是最多可能要的，答完只会更少。")
        blocks.append(on.Note(said, tone="wait"))
    blocks += [*_answers(page), *_papers(page), *_parts(page), *_where(page)]
    note = _("扫码接着办，7 天内有效") if carries else _("扫码打开这件事")
    return Sheet(
        title=title_of(thing),
        subtitle=_("您的办事清单，%(day)s打印") % {"day": clock.today().isoformat()},
        office=office_words(thing),
        what=_("您的办事清单"),
        foot=edition_words(edition_of(thing.pinned)),
        blocks=blocks,
        dated=clock.today(),
        address=address,
        address_note=note,
        mark=demo_mark(),
    )


def _answers(page: ChecklistPage) -> list[Block]:
    if not page.answered:
        return []
    lines = tuple(on.Line(each.short, (each.text,)) for each in page.answered)
    not_needed = tuple(on.Line(name, (why,)) for name, why in page.inactive)
    blocks: list[Block] = [on.Heading(_("您的情况")), on.Rows(lines)]
    if not_needed and not page.left:
        blocks += [on.Heading(_("按您的情况不用办"), level=3), on.Rows(not_needed)]
    return blocks


def _papers(page: ChecklistPage) -> list[Block]:
    blocks: list[Block] = [on.Heading(_("要您提供"))]
    blocks.append(tick_papers(page.bring) if page.bring else on.Text(nothing_to_bring(page.thing)))
    if page.optional:
        blocks += [on.Heading(_("有就交，没有也能办"), level=3), tick_papers(page.optional)]
    own = tuple(on.Line(name, said) for name, said in page.in_person)
    if own:
        blocks += [on.Heading(_("要本人亲自办的"), level=3), on.Rows(own)]
    return [*blocks, *spared_papers(page.spared)]


def _parts(page: ChecklistPage) -> list[Block]:
    due = {bar.label: bar.text for bar in page.bars}
    rows = tuple(
        (
            part.name,
            page.thing.office(part),
            due.get(part.item.short_name or part.name, "")
            or days(limit_of(part), part.item.regime.unit),
            page.fees[part.key],
        )
        for part in page.listed.active_parts
    )
    if not rows:
        return []
    head = (_("手续"), _("办理部门"), _("最晚"), _("收费"))
    blocks: list[Block] = [
        on.Heading(_("多久，多少钱")),
        on.Table(head, rows, (2.6, 1.6, 1.6, 3.6)),
    ]
    if page.bars and not page.immediate and not page.left:
        said = _("日期按今天（休息日按下一个工作日）受理来算，只算工作日。")
        blocks.append(on.Text(said, quiet=True))
    return blocks


def _where(page: ChecklistPage) -> list[Block]:
    lines = tuple(on.Line(label, (text,)) for label, text in page.contact)
    taking = tuple(on.Line(does, (names,)) for does, names in page.points)
    blocks: list[Block] = []
    if taking:
        blocks += [on.Heading(_("到窗口交，哪个网点收什么")), on.Rows(taking)]
    if lines:
        blocks += [on.Heading(_("去哪里办，问谁")), on.Rows(lines, narrow=True)]
    return blocks
