"""What oversight says, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.oversight.queries import Trouble
from onevisit.oversight.rules import PeriodKind

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "oversight.bad_period": _("起止日期看不懂：请填两个日期，先早后晚，最多两年。"),
    "oversight.bad_filter": _("查询条件看不懂，请从监测页重新点进来。"),
    "oversight.no_such_list": _("没有这份名单。"),
}

ACTIONS: dict[str, Text] = {"oversight.download": _("下载监测名单")}

TARGETS: dict[str, Text] = {"oversight_list": _("监测名单")}

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
    "decided": _("作出决定的办件"),
    "on-time": _("按承诺办成的办件"),
    "late": _("超过承诺才决定的办件"),
    "timed": _("计入平均用时的办件"),
    "limited": _("计入承诺压缩的办件"),
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
