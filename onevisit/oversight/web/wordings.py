"""What oversight says, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.oversight.queries import Trouble
from onevisit.oversight.rules import PeriodKind
from onevisit.oversight.rules.cards import CardAct, CardKind, CardState
from onevisit.oversight.rules.comparing import Cause
from onevisit.oversight.rules.orders import OrderAct, OrderState, Source

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "oversight.bad_period": _("起止日期看不懂：请填两个日期，先早后晚，最多两年。"),
    "oversight.bad_filter": _("查询条件看不懂，请从监测页重新点进来。"),
    "oversight.no_such_list": _("没有这份名单。"),
    "oversight.no_such_order": _("没有这份督办单，或者它不归您办。"),
    "oversight.order_cases": _("请填同一个部门的办件编号，最多 50 件，用空格隔开。"),
    "oversight.order_words": _("请写明内容，最多 %(most)s 字。"),
    "oversight.order_days": _("答复的期限是 1 到 %(most)s 个工作日。"),
    "oversight.order_not_possible": _("督办单现在的状态不能这样办，请刷新看看。"),
    "oversight.order_moved_on": _("您打开页面以后督办单有新情况，请看过再办。"),
    "oversight.order_runs": _("部门的答复期限到 %(due)s，还没有到期。"),
    "oversight.no_such_card": _("没有这张牌，或者它不归您办。"),
    "oversight.card_not_possible": _("这张牌现在的状态不能这样办，请刷新看看。"),
    "oversight.card_moved_on": _("您打开页面以后这张牌有新情况，请看过再办。"),
    "oversight.card_too_late": _("提异议的期限到 %(until)s，已经过了。"),
    "oversight.card_own": _("异议是您提的，要由别人核实。"),
}

ACTIONS: dict[str, Text] = {
    "oversight.download": _("下载监测名单"),
    "oversight.order_issue": _("发督办单"),
    "oversight.order_answer": _("答复督办单"),
    "oversight.order_accept": _("认可督办答复"),
    "oversight.order_send_back": _("退回督办答复"),
    "oversight.order_escalate": _("督办上报领导"),
    "oversight.order_decide": _("领导决定督办"),
    "oversight.order_withdraw": _("撤销督办"),
    "oversight.order_remind": _("督办到期提醒"),
    "oversight.order_red": _("督办逾期，亮红牌"),
    "oversight.card_show": _("红牌亮牌"),
    "oversight.card_contest": _("对红牌提异议"),
    "oversight.card_uphold": _("维持红牌"),
    "oversight.card_withdraw": _("撤销红牌"),
}

TARGETS: dict[str, Text] = {"oversight_list": _("监测名单"), "oversight.order": _("督办单")}

PERIODS: Mapping[PeriodKind, Text] = {
    PeriodKind.THIS_MONTH: _("本月到今天"),
    PeriodKind.LAST_MONTH: _("上个月"),
    PeriodKind.NINETY_DAYS: _("近 90 天"),
    PeriodKind.CUSTOM: _("自选日期"),
}

BEFORE: Mapping[PeriodKind, Text] = {
    PeriodKind.THIS_MONTH: _("上月同期"),
    PeriodKind.LAST_MONTH: _("再上个月"),
    PeriodKind.NINETY_DAYS: _("此前 90 天"),
    PeriodKind.CUSTOM: _("此前同样天数"),
}

CAUSES: Mapping[Cause, Text] = {
    Cause.CORRECTION: _("到窗口补正"),
    Cause.MATERIALS: _("材料没带齐，指南没说到"),
    Cause.ELSEWHERE: _("跑错地方，指南没说到"),
    Cause.CONDITIONS: _("条件不符，白跑"),
    Cause.SYSTEM: _("系统故障，白跑"),
    Cause.UNSAID: _("被劝回，没写原因"),
    Cause.COLLECTED: _("能寄却来窗口领"),
    Cause.APPLIED: _("能网上交却来窗口交"),
    Cause.OTHER: _("台账里看不出原因"),
}
"""Why somebody came more often than declared."""

BAGS = _("流转袋过期没有送到")
REVIEWS = _("联合审图过了期限")
PROJECTS = _("投资项目登记了，还没有交过申请")

LISTS: Mapping[str, Text] = {
    Trouble.OVERDUE: _("超过承诺日还没办"),
    Trouble.SOON: _("今天或下个工作日到期"),
    Trouble.INTAKE: _("受理期限快到或已过，还没答复"),
    Trouble.SUSPENDED: _("特别程序过了预计结束日"),
    Trouble.UNCOLLECTED: _("结果过了送达期限还没领"),
    Trouble.PROVISIONAL: _("期限跨到未公布放假安排的年份"),
    "closed": _("办结的申请"),
    "within-one": _("最多跑一次的申请"),
    "over-one": _("跑了不止一次的申请"),
    "zero": _("一次没跑的申请"),
    "seen": _("台账里有到窗记录的申请"),
    "not-recorded": _("到过窗口却没记台账的申请"),
    "unrecorded": _("应该有人来过、台账里一次都没记的申请"),
    "over-declared": _("跑得比声明多的申请"),
    **{f"over-{cause}": text for cause, text in CAUSES.items()},
    "decided": _("作出决定的办件"),
    "on-time": _("按承诺办成的办件"),
    "late": _("超过承诺才决定的办件"),
    "timed": _("计入平均用时的办件"),
    "limited": _("计入承诺压缩的办件"),
    "red-cards": _("没有撤销的红牌"),
    "yellow-cards": _("黄牌"),
    "rated": _("全部评价"),
    "rated-bad": _("不满意的评价"),
}

LEVELS: Mapping[int, Text] = {
    1: _("非常满意"),
    2: pgettext_lazy("评价", "满意"),
    3: _("基本满意"),
    4: _("不满意"),
    5: _("非常不满意"),
}

ORDERS: Mapping[OrderState, Text] = {
    OrderState.OPEN: pgettext_lazy("督办", "等部门答复"),
    OrderState.ANSWERED: pgettext_lazy("督办", "已答复，等审核"),
    OrderState.RETURNED: pgettext_lazy("督办", "退回，等重新答复"),
    OrderState.ANSWERED_AGAIN: pgettext_lazy("督办", "重新答复，等审核"),
    OrderState.ESCALATED: pgettext_lazy("督办", "已上报，等领导决定"),
    OrderState.CLOSED: pgettext_lazy("督办", "办结"),
    OrderState.WITHDRAWN: pgettext_lazy("督办", "已撤销"),
}
"""Where an order stands."""

ORDER_TAGS: Mapping[OrderState, str] = {
    OrderState.OPEN: "wait",
    OrderState.ANSWERED: "now",
    OrderState.RETURNED: "wait",
    OrderState.ANSWERED_AGAIN: "now",
    OrderState.ESCALATED: "bad",
    OrderState.CLOSED: "ok",
    OrderState.WITHDRAWN: "",
}

ORDER_ACTS: Mapping[OrderAct, Text] = {
    OrderAct.ISSUE: pgettext_lazy("督办", "发出督办"),
    OrderAct.ANSWER: pgettext_lazy("督办", "部门答复"),
    OrderAct.ACCEPT: pgettext_lazy("督办", "认可答复，办结"),
    OrderAct.SEND_BACK: pgettext_lazy("督办", "退回重答"),
    OrderAct.ESCALATE: pgettext_lazy("督办", "上报领导"),
    OrderAct.DECIDE: pgettext_lazy("督办", "领导决定，办结"),
    OrderAct.WITHDRAW: pgettext_lazy("督办", "撤销督办"),
    OrderAct.REMIND: pgettext_lazy("督办", "自动提醒，快到期"),
    OrderAct.RED: pgettext_lazy("督办", "到期没有答复，亮红牌"),
}
"""What happened to an order."""

ORDER_DO: Mapping[OrderAct, Text] = {
    OrderAct.ANSWER: _("提交答复"),
    OrderAct.ACCEPT: _("认可，办结"),
    OrderAct.SEND_BACK: _("退回重答"),
    OrderAct.ESCALATE: _("上报领导"),
    OrderAct.DECIDE: _("作出决定，办结"),
    OrderAct.WITHDRAW: _("撤销督办"),
}
"""What a button does."""

SOURCES: Mapping[Source, Text] = {
    Source.HAND: pgettext_lazy("督办", "人工发起"),
    Source.RED_CARD: pgettext_lazy("督办", "红牌"),
    Source.FINDING: pgettext_lazy("督办", "投诉或检查发现"),
}

CARDS: Mapping[CardKind, Text] = {
    CardKind.INTAKE_NEAR: _("受理期限快到，还没答复"),
    CardKind.PROMISE_NEAR: _("承诺期限快到，还没决定"),
    CardKind.SUSPENSION_OVER: _("特别程序过了预计结束日"),
    CardKind.DEEMED_ACCEPTED: _("逾期没有答复，视为受理"),
    CardKind.PROMISE_OVER: _("超过承诺期限没有决定"),
    CardKind.LEGAL_OVER: _("超过法定期限没有决定"),
    CardKind.NOT_CHECKED: _("承诺逾期没有核查"),
}
"""Why a card was shown."""

CARD_STATES: Mapping[CardState, Text] = {
    CardState.SHOWN: pgettext_lazy("红牌", "已亮牌"),
    CardState.CONTESTED: pgettext_lazy("红牌", "有异议，等核实"),
    CardState.UPHELD: pgettext_lazy("红牌", "核实后维持"),
    CardState.WITHDRAWN: pgettext_lazy("红牌", "核实后撤销"),
}

CARD_TAGS: Mapping[CardState, str] = {
    CardState.SHOWN: "",
    CardState.CONTESTED: "wait",
    CardState.UPHELD: "bad",
    CardState.WITHDRAWN: "ok",
}

CARD_ACTS: Mapping[CardAct, Text] = {
    CardAct.SHOW: pgettext_lazy("红牌", "自动亮牌"),
    CardAct.CONTEST: pgettext_lazy("红牌", "部门提异议"),
    CardAct.UPHOLD: pgettext_lazy("红牌", "维持"),
    CardAct.WITHDRAW: pgettext_lazy("红牌", "撤销"),
}
"""What happened to a card."""

CARD_DO: Mapping[CardAct, Text] = {
    CardAct.CONTEST: _("提异议"),
    CardAct.UPHOLD: _("维持红牌"),
    CardAct.WITHDRAW: _("撤销红牌"),
}
"""What a button does."""
