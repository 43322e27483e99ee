"""黄牌、红牌: the list with what to look for, as a file, and one card with what may be done."""

import csv
import io
from functools import partial
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid
from onevisit.oversight import queries, services
from onevisit.oversight.queries import CardLine
from onevisit.oversight.rules import PeriodKind
from onevisit.oversight.rules.cards import CardAct
from onevisit.oversight.web import wordings
from onevisit.oversight.web.asking import going_on, read_cards, read_period
from onevisit.oversight.web.rows import MOST, safe
from onevisit.ui.answering import answered
from onevisit.ui.posted import number_of, text_of, written

PER_PAGE = 50
readers = staff_required(Permission.OVERSIGHT_READ, Permission.CASES_REVIEW)


@require_safe
@readers
def cards(request: HttpRequest) -> HttpResponse:
    """The newest first, with the counts of each department."""
    actor = actor_of(request)
    of = read_period(request.GET, PeriodKind.NINETY_DAYS)
    wanted = read_cards(request.GET, of, PER_PAGE)
    page = queries.cards(actor=actor, wanted=wanted)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "rows": [_told(row) for row in page.rows],
        "departments": queries.cards_by_department(actor=actor, wanted=wanted),
        "wanted": wanted,
        "period": of,
        "periods": wordings.PERIODS.items(),
        "states": wordings.CARD_STATES.items(),
        "kept": kept.urlencode(),
        "first_url": going_on(request, "") if wanted.after else "",
        "next_url": going_on(request, page.after) if page.after else "",
    }
    return render(request, "oversight/cards.html", context)


def _told(row: CardLine) -> tuple[CardLine, wordings.Text, wordings.Text, str]:
    state = row.state
    return row, wordings.CARDS[row.kind], wordings.CARD_STATES[state], wordings.CARD_TAGS[state]


@require_safe
@readers
def download(request: HttpRequest) -> HttpResponse:
    """The same rows for a spreadsheet; on record."""
    actor = actor_of(request)
    wanted = read_cards(request.GET, read_period(request.GET, PeriodKind.NINETY_DAYS), MOST)
    found = queries.cards(actor=actor, wanted=wanted)
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(_heads())
    sheet.writerows([safe(str(cell)) for cell in _cells(row)] for row in found.rows)
    if found.after:
        sheet.writerow([_("只列前 %(n)s 行，请缩小日期范围再下载。") % {"n": MOST}])
    audit.record_access(
        what="oversight.download", actor=actor, target_type="oversight_list", target_id="cards"
    )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cards.csv"'
    return response


def _heads() -> list[str]:
    return [
        _("颜色"), _("原因"), _("办件号"), _("事项"), _("部门"), _("谁在办"), _("期限"),
        _("亮牌日期"), _("状态"),
    ]  # fmt: skip


def _cells(row: CardLine) -> list[object]:
    return [
        _("红牌") if row.red else _("黄牌"),
        wordings.CARDS[row.kind],
        row.number,
        row.name,
        row.department,
        row.officer,
        row.due,
        clock.local_date(row.shown_at),
        wordings.CARD_STATES[row.state],
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """One card: why it was shown, what was said against it, and what comes next."""
    page = partial(_page, request, card_id)
    return answered(partial(_act, request, card_id), page) if request.method == "POST" else page()


def _act(request: HttpRequest, card_id: UUID) -> HttpResponse:
    try:
        act = CardAct(text_of(request, "act"))
    except ValueError:
        raise Invalid("oversight.bad_filter") from None
    _do(request, card_id, act)
    messages.success(request, _("已记录：%(what)s。") % {"what": wordings.CARD_ACTS[act]})
    return HttpResponseRedirect(reverse("oversight:card", args=[card_id]))


def _do(request: HttpRequest, card_id: UUID, act: CardAct) -> None:
    actor, words, seq = actor_of(request), written(request, "words"), number_of(request, "last_seq")
    if act is not CardAct.CONTEST:
        services.rule_on_card(
            card_id=card_id, uphold=act is CardAct.UPHOLD, words=words, actor=actor, last_seq=seq
        )
        return
    sent = request.FILES.get("file")
    services.contest_card(
        card_id=card_id,
        words=words,
        upload=cast(BinaryIO, sent.file) if sent else None,
        name=(sent.name or "") if sent else "",
        actor=actor,
        last_seq=seq,
    )


def _page(
    request: HttpRequest, card_id: UUID, *, problem: str = "", status: int = 200
) -> HttpResponse:
    view = queries.card_view(card_id=card_id, actor=actor_of(request))
    line = view.line
    context = {
        "view": view,
        "line": line,
        "why": wordings.CARDS[line.kind],
        "state": wordings.CARD_STATES[line.state],
        "tag": wordings.CARD_TAGS[line.state],
        "events": [(each, wordings.CARD_ACTS[each.act]) for each in view.events],
        "steps": [(each, wordings.CARD_DO[each.act]) for each in view.may],
        "supervises": actor_of(request).may(Permission.ORDERS_ISSUE),
        "problem": problem,
        "typed": {name: written(request, name) for name in ("act", "words")},
    }
    return render(request, "oversight/card.html", context, status=status)


@require_safe
@readers
def paper(request: HttpRequest, card_id: UUID, seq: int) -> HttpResponse:
    """The file that came with an objection."""
    content = services.card_paper(card_id=card_id, seq=seq, actor=actor_of(request))
    response = HttpResponse(content.content)
    for name, value in content.headers(inline=True).items():
        response[name] = value
    return response
