"""「接着办」: the one thing a person should go on with, and the one next step of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from onevisit.accounts.rules import Actor, Held
from onevisit.cases import queries as cases
from onevisit.cases.queries import ApplicationLine, DraftView, Following, ToMend
from onevisit.cases.rules.lifecycle import ApplicationState, CaseState
from onevisit.cases.rules.obligations import ObligationState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.kernel.errors import Conflict, NotFound
from onevisit.portal.web.citizen.owing import owed_note, owed_text
from onevisit.portal.web.citizen.promising import mend_words
from onevisit.portal.web.citizen.rails import draft_rail, promise_words, rail, standing, turn_words
from onevisit.ui.formatting import joined, local_date, local_datetime

OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)
_NAMED = 2
"""Materials named before the rest is only counted."""


@dataclass(frozen=True)
class Doing:
    """The card. `need` is what the person must do, `text` what is to be known otherwise."""

    title: str
    sub: str
    tag: str
    tag_class: str
    rail: Sequence[object]
    need: str
    text: str
    action: str
    icon: str
    url: str
    note: str
    others: int
    ended: bool = False


def most_urgent(actor: Actor, held: Held) -> Doing | None:
    """What waits for the person first, then drafts, then what runs; else what ended last. `held`
    are the organisations they act for.
    """
    rows = cases.my_applications(actor=actor, states=OPEN, held=held).rows
    mend = next(iter(cases.to_mend(actor=actor, held=held)), None)
    if not rows:
        if mend is not None:
            return _mending(mend, 0)
        last = cases.my_applications(actor=actor, limit=1, held=held).rows
        return _ended(last[0]) if last else None
    sent = [row.id for row in rows if row.state != ApplicationState.DRAFT]
    owed = cases.to_follow(application_ids=sent, actor=actor, held=held)
    first = min(rows, key=lambda row: _urgency(row, owed.get(row.id, ())))
    others = len(rows) - 1
    if mend and (0, mend.obligation.due, 0.0) <= _urgency(first, owed.get(first.id, ())):
        return _mending(mend, len([row for row in rows if row.number != mend.number]))
    if first.state == ApplicationState.DRAFT:
        return _draft(first, actor, others)
    owes = owed.get(first.id, ())
    if to_correct(first):
        return _correcting(first, others)
    return _owing(first, owes, others) if owes else _running(first, others)


def to_correct(row: ApplicationLine) -> bool:
    """Whether a notice asks for a correction, or a first look for a change."""
    return asked_once(row) or pre_returned(row)


def asked_once(row: ApplicationLine) -> bool:
    """Whether a notice asks for a correction."""
    return any(case.state is CaseState.CORRECTION_REQUESTED for case in row.cases)


def pre_returned(row: ApplicationLine) -> bool:
    """Whether a first look told what to change."""
    return any(case.pre_review is PreReview.RETURNED for case in row.cases)


def _correcting(row: ApplicationLine, others: int) -> Doing:
    states = [case.standing for case in row.cases]
    tag, tag_class = standing(states, pre_returned=pre_returned(row))
    once = asked_once(row)
    names = [
        case.name
        for case in row.cases
        if case.state is CaseState.CORRECTION_REQUESTED
        or (case.pre_review is PreReview.RETURNED and not once)
    ]
    need = (
        _("“%(names)s”一次告知了要补正的，补好了部门接着办。")
        if once
        else _("“%(names)s”预审退回，说了要改的。改好了部门接着看，不用重新申请。")
    )
    return Doing(
        title=row.offer_name,
        sub=row.number,
        tag=tag,
        tag_class=tag_class,
        rail=rail(states, owes=True),
        need=need % {"names": joined(names)},
        text="",
        action=_("去补正") if once else _("去改"),
        icon="pencil",
        url=reverse("cases:correct", args=[row.id]),
        note="",
        others=others,
    )


def _mending(mend: ToMend, others: int) -> Doing:
    """A commitment that was not kept, or that may still be defended."""
    hearing = mend.obligation.state is ObligationState.HEARING
    return Doing(
        title=mend.offer_name,
        sub=mend.number,
        tag=turn_words(mend.obligation.state),
        tag_class="wait",
        rail=rail(mend.states),
        need=mend_words(mend.obligation),
        text="",
        action=_("看怎么申辩") if hearing else _("看要改什么"),
        icon="shield-check",
        url=reverse("portal:affair", args=[mend.number]),
        note="",
        others=others,
    )


def _urgency(row: ApplicationLine, owes: Sequence[Following]) -> tuple[int, date, float]:
    """What is owed by a day comes first. Results to collect press only once nothing more is being
    decided: one visit is enough.
    """
    if owes:
        return 0, owes[0].due or date.max, 0.0
    if to_correct(row):
        return 0, date.min, 0.0
    rank = 1 if to_collect_now(row) else 2 if row.state == ApplicationState.DRAFT else 3
    return rank, row.promised_on or date.max, -row.saved_at.timestamp()


def _draft(row: ApplicationLine, actor: Actor, others: int) -> Doing | None:
    stage, need = 0, ""
    try:
        stage, need = still_to_do(cases.draft_view(application_id=row.id, actor=actor))
    except (Conflict, NotFound):
        need = _("打开看看还差什么。")  # signed or thrown away on another device just now
    return Doing(
        title=row.offer_name,
        sub=row.organisation,
        tag=pgettext("办件", "没填完"),
        tag_class="wait",
        rail=draft_rail(stage),
        need=need,
        text="",
        action=_("接着填"),
        icon="pencil",
        url=reverse("cases:draft", args=[row.id]),
        note=_("%(when)s保存") % {"when": local_datetime(row.saved_at)},
        others=others,
    )


def still_to_do(view: DraftView) -> tuple[int, str]:
    """At which of the four stops a draft stands, and the one next step in words."""
    if view.open_questions:
        n = len(view.open_questions)
        text = ngettext(
            "还有 %(n)s 个小问题，答完就知道要交什么。",
            "还有 %(n)s 个小问题，答完就知道要交什么。",
            n,
        )
        return 0, text % {"n": n}
    if view.missing:
        n = len(view.missing)
        names = joined(view.missing[:_NAMED]) + (_("等") if n > _NAMED else "")
        text = ngettext("只差 %(n)s 份材料：%(names)s。", "还差 %(n)s 份材料：%(names)s。", n)
        return 1, text % {"n": n, "names": names}
    if view.problems:
        n = len(view.problems)
        text = ngettext("表里还有 %(n)s 项要填。", "表里还有 %(n)s 项要填。", n)
        return 2, text % {"n": n}
    return 3, _("都齐了，核对一遍，签名就能交。")


def to_collect_now(row: ApplicationLine) -> bool:
    """Whether all that can be collected lies at the window, so that one visit does it."""
    return row.to_collect > 0 and row.settled == len(row.cases)


def _running(row: ApplicationLine, others: int) -> Doing:
    states = [case.standing for case in row.cases]
    tag, tag_class = standing(
        states, sent=row.by_courier, lodged=row.by_locker, asked=row.address_due
    )
    ready = to_collect_now(row)
    asked = _("邮件退回来了。请重新填地址再寄，或者改到窗口领。") if row.address_due else ""
    return Doing(
        title=row.offer_name,
        sub=row.number,
        tag=tag,
        tag_class=tag_class,
        rail=rail(states, owes=row.address_due, sent=row.by_courier),
        need=_to_collect(row) if ready else asked,
        text="" if ready or asked else _progress(row),
        action=_("看到哪里领") if ready else _("看进度"),
        icon="map-pin" if ready else "activity",
        url=reverse("portal:affair", args=[row.number]),
        note="" if ready else promise_words(row.promised_on, states),
        others=others,
    )


def _owing(row: ApplicationLine, owes: Sequence[Following], others: int) -> Doing:
    states = [case.standing for case in row.cases]
    tag, tag_class = standing(states, owes=True)
    return Doing(
        title=row.offer_name,
        sub=row.number,
        tag=tag,
        tag_class=tag_class,
        rail=rail(states, owes=True),
        need=owed_text(owes),
        text="",
        action=_("去补交"),
        icon="camera",
        url=reverse("cases:receipt", args=[row.id]),
        note=owed_note(owes[0]),
        others=others,
    )


def _to_collect(row: ApplicationLine) -> str:
    names = [case.name for case in row.cases if case.state is CaseState.ISSUED]
    return _("“%(names)s”办好了，带身份证去领。") % {"names": joined(names)}


def _progress(row: ApplicationLine) -> str:
    if CaseState.SUSPENDED in [case.standing for case in row.cases]:
        return _("有一件在走特别程序，时限暂停，现在不用您做什么。")
    total = len(row.cases)
    if row.by_courier and row.settled == total:
        return _("都办好了，邮寄给您。寄到哪了，点进去看。")
    if row.by_locker and row.settled == total:
        return _("都办好了，到智能柜取。放进去没有、取件码是什么，点进去看。")
    if row.to_collect:
        return _("办好 %(done)s 件，共 %(total)s 件。等都办好了一次来领，少跑一趟。") % {
            "done": row.settled,
            "total": total,
        }
    if total == 1:
        return _("部门在办，现在不用您做什么。")
    return _("%(total)s 件手续，办好 %(done)s 件，现在不用您做什么。") % {
        "total": total,
        "done": row.settled,
    }


def _ended(row: ApplicationLine) -> Doing:
    states = [case.standing for case in row.cases]
    tag, tag_class = standing(states)
    return Doing(
        title=row.offer_name,
        sub=row.number,
        tag=tag,
        tag_class=tag_class,
        rail=rail(states),
        need="",
        text=_("%(day)s办结。现在没有在办的事。") % {"day": local_date(row.ended_at)},
        action=_("看结果"),
        icon="file-check",
        url=reverse("portal:affair", args=[row.number]),
        note="",
        others=0,
        ended=True,
    )
