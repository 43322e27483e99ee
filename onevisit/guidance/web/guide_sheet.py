"""The guide of one thing on paper: in full, and on one sheet."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.catalogue.queries import Edition
from onevisit.guidance.web import figures
from onevisit.guidance.web.checklist_page import Paper
from onevisit.guidance.web.guide_page import GuidePage
from onevisit.guidance.web.part_guide import PartGuide, Row
from onevisit.guidance.web.things import Thing
from onevisit.kernel.clock import local_date
from onevisit.ui import sheets as on
from onevisit.ui.formatting import joined
from onevisit.ui.sheets import Block, Sheet
from onevisit.ui.site import site


def full_sheet(page: GuidePage, address: str) -> Sheet:
    """Everything the page says; `address` is the page."""
    blocks = [
        *_beginning(page),
        *_papers(page),
        *_flow(page),
        *_time(page),
        *_parts(page),
        *_results(page),
        *_where(page),
        *_questions(page),
        *_listed(_("依据"), page.basis),
        *rows_block(_("没办成怎么办"), page.rights),
        *_listed(_("和上一版比，改了什么"), page.changed.lines if page.changed else ()),
    ]
    return _sheet(page, _("办事指南"), blocks, address)


def short_sheet(page: GuidePage, address: str) -> Sheet:
    """What fits on one sheet: papers by name, time and money, where and whom to ask."""
    must = tuple(on.TickPaper(each.name, tag=each.tag) for each in page.must)
    perhaps = joined(each.name for each in page.perhaps)
    times = tuple(
        _("%(name)s：%(time)s，%(fee)s")
        % {"name": each.name, "time": each.promise, "fee": each.fee}
        for each in page.parts
    )
    blocks: list[Block] = [*_beginning(page), on.Heading(_("带什么"))]
    if must:
        blocks.append(on.Papers(must))
    elif not perhaps:
        blocks.append(on.Text(nothing_to_bring(page.thing)))
    if perhaps:
        blocks.append(on.Text(_("看情况交：%(names)s") % {"names": perhaps}))
    if page.spared:
        blocks.append(on.Text(_spared_note(len(page.spared)), quiet=True))
    blocks += [on.Heading(_("多久，多少钱")), on.Listed(times), *_where(page)]
    return _sheet(page, _("办事指南（简版）"), blocks, address)


def nothing_to_bring(thing: Thing) -> str:
    """What is said where the list of papers is empty."""
    if thing.applicable:
        return _("不用准备材料，带上本人就行。")
    return _("材料清单还没有整理好，请打电话问办理部门。")


def title_of(thing: Thing) -> str:
    """The name as it heads pages and sheets."""
    if thing.offer.is_bundle:
        return _("%(name)s，一次办") % {"name": thing.offer.name}
    return thing.offer.name


def edition_words(edition: Edition) -> str:
    """Number and day of an edition, with the year: paper is kept."""
    day = local_date(edition.published_at)
    return _("第 %(n)s 版，%(day)s起用") % {"n": edition.number, "day": day.isoformat()}


def office_words(thing: Thing) -> str:
    """Whose sheet it is: the office of a single item, the site for what several do together."""
    if len(thing.offices) == 1:
        return thing.offices[0].name
    return f"{site().name} · {site().hall}"


def demo_mark() -> str:
    """What lies across a sheet of a demonstration."""
    return _("演示 无效") if getattr(settings, "DEMO", False) else ""


def _sheet(page: GuidePage, what: str, blocks: list[Block], address: str) -> Sheet:
    return Sheet(
        title=title_of(page.thing),
        subtitle=page.thing.offer.texts.summary,
        office=office_words(page.thing),
        what=what,
        foot=edition_words(page.edition),
        blocks=blocks,
        dated=local_date(page.edition.published_at),
        address=address,
        address_note=_("扫码看网页"),
        mark=demo_mark(),
    )


def _beginning(page: GuidePage) -> list[Block]:
    blocks: list[Block] = []
    if page.sums:
        blocks.append(sums_block(page.sums))
    if page.remote:
        told = _("目录里写着可以网上办，入口不在这个网站。先打个电话问清楚。")
        blocks.append(on.Note(told, tone="wait"))
    elif not page.thing.applicable:
        blocks.append(on.Note(_("这件事现在要到窗口办。出门前最好先打个电话问清楚。"), tone="wait"))
    elif page.presence:
        blocks.append(on.Note(_("什么时候要来：%(reason)s") % {"reason": page.presence}))
    return blocks


def sums_block(told: Iterable[figures.Told]) -> Block:
    """The line of figures."""
    return on.Sums(tuple(on.Sum(each.label, each.before, each.after, each.unit) for each in told))


def tick_papers(papers: Iterable[Paper]) -> on.Papers:
    """Papers with a box to tick, their help and what is looked at."""
    return on.Papers(
        tuple(
            on.TickPaper(
                each.name,
                " ".join(filter(None, (each.note, each.wanted, each.where))),
                each.tag,
                each.points,
            )
            for each in papers
        )
    )


def spared_papers(papers: Iterable[Paper]) -> list[Block]:
    """What nobody asks the applicant for."""
    items = tuple(on.TickPaper(each.name, each.note) for each in papers)
    if not items:
        return []
    return [on.Heading(_("不用您交"), level=3), on.Spared(items)]


def rows_block(title: str, rows: Iterable[Row]) -> list[Block]:
    """A section of labels and what is said under each; nothing where there are none."""
    lines = tuple(on.Line(row.label, row.lines) for row in rows)
    return [on.Heading(title), on.Rows(lines)] if lines else []


def _listed(title: str, items: Iterable[str]) -> list[Block]:
    found = tuple(items)
    return [on.Heading(title), on.Listed(found)] if found else []


def _spared_note(count: int) -> str:
    return ngettext(
        "另有 %(n)s 份系统替您办，不用交。", "另有 %(n)s 份系统替您办，不用交。", count
    ) % {"n": count}


def _papers(page: GuidePage) -> list[Block]:
    blocks: list[Block] = [on.Heading(_("要准备什么"))]
    if page.must:
        head = _("都要交") if page.thing.applicable else _("目录里列的材料")
        blocks += [on.Heading(head, level=3), tick_papers(page.must)]
    if page.perhaps:
        blocks += [on.Heading(_("看情况交"), level=3), tick_papers(page.perhaps)]
    blocks += spared_papers(page.spared)
    if len(blocks) == 1:
        blocks.append(on.Text(nothing_to_bring(page.thing)))
    if page.deferral:
        blocks.append(on.Text(_("容缺后补：%(text)s") % {"text": page.deferral}, quiet=True))
    return blocks


def _flow(page: GuidePage) -> list[Block]:
    if page.flow is None:
        return []
    return [on.Heading(_("怎么一步步办")), page.flow.picture(), on.Text(page.flow.finding)]


def _time(page: GuidePage) -> list[Block]:
    if not page.thing.offer.is_bundle:
        return []
    rows = tuple(
        (
            each.name if each.always else _("%(name)s（看情况）") % {"name": each.name},
            each.office,
            each.promise,
            each.legal,
            each.fee,
        )
        for each in page.parts
    )
    head = (_("手续"), _("办理部门"), _("承诺"), _("法定"), _("收费"))
    table = on.Table(head, rows, (3.2, 1.8, 1.7, 1.7, 1.6))
    return [on.Heading(_("包含哪几件手续")), on.Text(page.finding), table]


def _parts(page: GuidePage) -> list[Block]:
    if not page.thing.offer.is_bundle:
        part = page.parts[0]
        return [*rows_block(_("怎么办、时限和收费"), part.rows), *_fees(part)]
    blocks: list[Block] = [on.Heading(_("每件手续的详细规定"))]
    for part in page.parts:
        results = tuple(_result_line(part))
        more = [Row(_("办好拿到"), results)] if results else []
        more += [Row(_("依据"), part.basis)] if part.basis else []
        lines = tuple(on.Line(row.label, row.lines) for row in (*part.rows, *more))
        blocks += [on.Heading(part.name, level=3), on.Rows(lines), *_fees(part)]
    return blocks


def _fees(part: PartGuide) -> list[Block]:
    if not part.fees:
        return []
    rows = tuple(
        (
            fee.name,
            "；".join(filter(None, (fee.standard, *fee.later, fee.less))),
            fee.basis,
            fee.ways,
        )
        for fee in part.fees
    )
    head = (_("收什么"), _("收多少"), _("凭什么收"), _("怎么缴"))
    return [on.Heading(_("收费项目"), level=3), on.Table(head, rows, (2, 2, 3, 1.6))]


def _result_line(part: PartGuide) -> list[str]:
    said = []
    for each in part.results:
        extra = [
            each.ways,
            _("有效期 %(span)s") % {"span": each.validity} if each.validity else "",
            _("样本：%(where)s") % {"where": each.sample or each.sample_url}
            if each.sample or each.sample_url
            else "",
        ]
        known = "；".join(filter(None, extra))
        said.append(_("%(name)s（%(more)s）") % {"name": each.name, "more": known})
    return said


def _results(page: GuidePage) -> list[Block]:
    if page.thing.offer.is_bundle:
        conditions = (page.conditions,) if page.conditions else ()
        return _listed(_("谁能办"), conditions)
    return _listed(_("办好拿什么"), _result_line(page.parts[0]))


def _where(page: GuidePage) -> list[Block]:
    lines = tuple(on.Line(label, (text,)) for label, text in page.contact)
    if not lines:
        return []
    return [on.Heading(_("去哪里办，问谁")), on.Rows(lines, narrow=True)]


def _questions(page: GuidePage) -> list[Block]:
    lines = tuple(on.Line(each.question, (each.answer,)) for each in page.faq)
    return [on.Heading(_("大家常问")), on.Rows(lines)] if lines else []
