"""The history of an application told in plain words; what happened together is told once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from onevisit.cases.queries import StatusView
from onevisit.cases.queries.status import EventLine
from onevisit.cases.rules.chasing import ReminderKind
from onevisit.cases.rules.lifecycle import Action
from onevisit.ui.formatting import joined, local_date


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    at: datetime
    text: str


def history(view: StatusView) -> list[Told]:
    """Newest first. Several cases that moved together at one department are one line."""
    office = {case.name: case.department for case in view.cases}
    together = groupby(_worth_telling(view.events), key=lambda event: (event.at, event.action))
    lines = []
    for (at, action), grouped in together:
        events = list(grouped)
        if events[0].hand and action in _HELPED:
            names = [event.case_name for event in reversed(events)]
            lines.append(Told(at, _by_helper(action, events[0], names)))
            continue
        for department, names in _by_office(events, office, action):
            lines.append(Told(at, _words(action, department, names, view)))
    return sorted([*lines, *_reminded(view)], key=lambda told: told.at, reverse=True)


def _reminded(view: StatusView) -> list[Told]:
    """What the applicant was reminded of."""
    names = {case.id: case.name for case in view.cases}
    return [
        Told(
            each.at,
            _REMINDERS[each.kind]() % {"what": names[each.case_id], "day": local_date(each.due)},
        )
        for each in reversed(view.reminders)
        if each.kind in _REMINDERS
    ]


_REMINDERS = {
    ReminderKind.DEFERRAL: lambda: _("提醒您：“%(what)s”后补的材料，%(day)s前要补上。"),
    ReminderKind.CORRECTION: lambda: _("提醒您：“%(what)s”要补正的，%(day)s前要补好。"),
    ReminderKind.MENDING: lambda: _("提醒您：“%(what)s”修改后的图纸，%(day)s前要交齐。"),
    ReminderKind.MENDING_DAY: lambda: _(
        "提醒您：今天（%(day)s）是交“%(what)s”修改后图纸的最后一天。"
    ),
    ReminderKind.PUT_RIGHT: lambda: _("提醒您：“%(what)s”没有兑现的承诺，%(day)s前要改好。"),
}


def _worth_telling(events: Sequence[EventLine]) -> list[EventLine]:
    """Without what goes without saying: review that begins at once, a result made with its
    decision.
    """
    said = {(event.at, event.case_name, event.action) for event in events}
    return [
        event
        for event in events
        if event.action not in _IMPLIED
        or not {(event.at, event.case_name, each) for each in _IMPLIED[event.action]} & said
    ]


def _by_office(
    events: Iterable[EventLine], office: dict[str, str], action: Action
) -> list[tuple[str, list[str]]]:
    """What the applicant did is told for all departments at once."""
    own = action in (Action.SUBMIT, Action.WITHDRAW, Action.CORRECT, Action.RESUPPLY)
    found: dict[str, list[str]] = {}
    for event in events:
        key = "" if own else office.get(event.case_name, "")
        found.setdefault(key, []).insert(0, event.case_name)
    return list(found.items())


def _words(action: Action, department: str, names: list[str], view: StatusView) -> str:
    facts = {"who": department, "what": joined(names), "n": len(names)}
    if action is Action.SUBMIT:
        return _submitted(facts, view, len(names))
    if action is Action.DELIVER and view.by_courier:
        return _("“%(what)s”的结果寄到了。") % facts
    if action is Action.DELIVER and view.by_locker:
        return _("“%(what)s”的结果从智能柜取走了。") % facts
    if action is Action.DELIVER and view.collection == "window":
        return _("您领取了“%(what)s”的结果。") % facts
    return _SENTENCES[action]() % facts


def _by_helper(action: Action, event: EventLine, names: list[str]) -> str:
    """What somebody did in the applicant's name."""
    facts = {"hand": event.acted, "what": joined(names)}
    return _HELPED[action]() % facts


_HELPED = {
    Action.SUBMIT: lambda: _("%(hand)s交了申请：%(what)s。"),
    Action.CORRECT: lambda: _("%(hand)s补正了“%(what)s”。"),
    Action.RESUPPLY: lambda: _("%(hand)s改好了“%(what)s”。"),
    Action.DELIVER: lambda: _("%(hand)s领取了“%(what)s”的结果。"),
    Action.WITHDRAW: lambda: _("%(hand)s撤回了“%(what)s”。"),
}


def _submitted(facts: dict[str, object], view: StatusView, count: int) -> str:
    window = view.channel == "window"
    if count > 1:
        text = (
            _("您在窗口交了申请，%(n)s 件手续同时送到各部门：%(what)s。")
            if window
            else _("您在网上交了申请，%(n)s 件手续同时送到各部门：%(what)s。")
        )
    else:
        text = _("您在窗口交了申请。") if window else _("您在网上交了申请。")
    return text % facts


_IMPLIED = {
    Action.START: (Action.ACCEPT, Action.ACCEPT_DEFERRED, Action.ACCEPT_COMMITMENT),
    Action.ISSUE: (Action.APPROVE,),
}

_SENTENCES = {
    Action.ACCEPT: lambda: _("%(who)s受理了“%(what)s”。"),
    Action.ACCEPT_DEFERRED: lambda: _("%(who)s先受理了“%(what)s”，差的材料可以后补。"),
    Action.ACCEPT_COMMITMENT: lambda: _("%(who)s按您的承诺受理了“%(what)s”。"),
    Action.DEEM_ACCEPTED: lambda: _(
        "%(who)s到期没有答复，“%(what)s”依法从收到材料这天起视为受理。"
    ),
    Action.REQUEST_CORRECTION: lambda: _("%(who)s一次告知了“%(what)s”要补正的，见上面。"),
    Action.CORRECT: lambda: _("您补正了“%(what)s”，部门重新看。"),
    Action.PRE_PASS: lambda: _("%(who)s先看了一遍“%(what)s”，材料没有要改的。"),
    Action.PRE_RETURN: lambda: _("%(who)s先看了一遍“%(what)s”，说了要改的地方。"),
    Action.RESUPPLY: lambda: _("您改好了“%(what)s”，部门接着看。"),
    Action.SUPPLY: lambda: _("“%(what)s”后补的材料都齐了。"),
    Action.RETURN: lambda: _("“%(what)s”要补的到期没有补齐，%(who)s退件。"),
    Action.NOT_ACCEPT: lambda: _("%(who)s没有受理“%(what)s”，理由见上面。"),
    Action.START: lambda: _("%(who)s开始审查“%(what)s”。"),
    Action.SUSPEND: lambda: _("“%(what)s”进入特别程序，时限暂停。"),
    Action.RESUME: lambda: _("“%(what)s”的特别程序结束，时限接着算。"),
    Action.EXTEND: lambda: _("%(who)s经批准延长了“%(what)s”的办理期限，理由见上面。"),
    Action.EXTEND_LATE: lambda: _("%(who)s经批准延长了“%(what)s”的法定期限，理由见上面。"),
    Action.APPROVE: lambda: _("%(who)s批准了“%(what)s”。"),
    Action.REFUSE: lambda: _("%(who)s没有批准“%(what)s”，理由见上面。"),
    Action.ISSUE: lambda: _("“%(what)s”的结果做好了。"),
    Action.DELIVER: lambda: _("“%(what)s”的结果送到了您的办件里，可以下载。"),
    Action.WITHDRAW: lambda: _("您撤回了“%(what)s”。"),
    Action.TERMINATE: lambda: _("%(who)s终止办理“%(what)s”，理由见上面。"),
    Action.VOID: lambda: _("%(who)s作废了“%(what)s”，理由见上面。"),
    Action.RULED_UPHELD: lambda: _("“%(what)s”经复议、诉讼，维持了%(who)s原来的决定。"),
    Action.RULED_UNLAWFUL: lambda: _(
        "“%(what)s”经复议、诉讼确认%(who)s的决定违法，您的结果继续有效。"
    ),
    Action.RULED_CHANGED: lambda: _("“%(what)s”经复议、诉讼，变更了%(who)s原来的决定。"),
    Action.RULED_ANNULLED: lambda: _("“%(what)s”经复议、诉讼，撤销了%(who)s原来的决定。"),
    Action.RULED_AGAIN: lambda: _(
        "“%(what)s”经复议、诉讼，撤销了%(who)s原来的决定，责令重新办理。"
    ),
    Action.REDO: lambda: _("%(who)s重新办理“%(what)s”，材料接着用，不用再交。"),
    Action.FEE_ASKED: lambda: _("“%(what)s”有费用要缴，等您缴费的时间不计入%(who)s的期限。"),
    Action.FEE_SETTLED: lambda: _("“%(what)s”的费用办妥了，%(who)s的期限接着算。"),
    Action.MEND_ASKED: lambda: _(
        "各部门一起审了“%(what)s”的图纸，意见一次列全。您改图的时间不计入%(who)s的期限。"
    ),
    Action.MEND_LONGER: lambda: _(
        "%(who)s同意“%(what)s”延长改图期限，多出的时间也不计入办理时限。"
    ),
    Action.MEND_OVER: lambda: _("“%(what)s”的图纸改完了，%(who)s的期限接着算。"),
    Action.PASS_UP: lambda: _("%(who)s初审了“%(what)s”，已报上级决定，您不用再交材料。"),
    Action.FROM_BELOW: lambda: _("%(who)s收到下级报送的“%(what)s”，开始办理。"),
    Action.RECOUNT: lambda: _("放假通知公布了，“%(what)s”的期限按新的工作日重算过。"),
    Action.REVOKE: lambda: _("%(who)s撤销了“%(what)s”，结果不再发出。"),
}
