"""What journeys say, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.catalogue.rules.enablers import EnablerKind, EnablerState

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "journeys.wish_refused": _("有 %(count)s 处要改，见下面。"),
    "journeys.no_limit": _("请写最多开通几项，或者预算多少元，至少写一样。"),
    "journeys.cell_missing": _("请填写这一项。"),
    "journeys.cell_not_a_number": _("请填 %(least)s 到 %(most)s 的整数。"),
    "journeys.cell_not_money": _("“%(found)s”不是金额，请填如 300000 的元数。"),
    "journeys.both_ways": _("一定要开通的不能又排除：%(names)s"),
    "journeys.too_many_lines": _("最多写 %(most)s 行。"),
    "journeys.line_unreadable": _("第 %(line)s 行看不懂：先写事项编码，空一格，再写件数。"),
    "journeys.no_such_plan": _("没有这份方案。"),
    "journeys.plan_ended": _("这份方案已经算完，或者已经停下。"),
    "journeys.plan_not_done": _("这份方案还没有结果。"),
    "journeys.too_many_plans": _("您已经有 %(most)s 份方案在算，等算完再来，或者先停下一份。"),
}

ACTIONS: dict[str, Text] = {
    "journeys.begin_plan": _("测算先开通哪些"),
    "journeys.cancel_plan": _("停下一份方案"),
}

TARGETS: dict[str, Text] = {"journeys.plan": pgettext_lazy("先开通哪些", "方案")}

STATES: Mapping[str, tuple[Text, str]] = {
    "waiting": (_("排队等候"), "wait"),
    "working": (pgettext_lazy("先开通哪些", "正在算"), "now"),
    "done": (pgettext_lazy("先开通哪些", "算好了"), "ok"),
    "failed": (pgettext_lazy("先开通哪些", "没有算成"), "bad"),
    "cancelled": (pgettext_lazy("先开通哪些", "停下了"), ""),
}
"""A state in words, and the tag it is drawn with."""

PROBLEMS: Mapping[str, Text] = {
    "must_exceeds": _("一定要开通的已经超过项数或者预算。少选几项，或者放宽限制，再算一次。"),
    "too_hard": _("情形太多，规定时间里证明不了哪一种最好。少选几类，或者排除几项，再算一次。"),
    "not_proven": _("算出来的结果没有通过复核，不能用。请告诉系统管理员。"),
    "broken": _("程序出错了。再算一次；还是不行，请系统管理员看日志。"),
}

KINDS: Mapping[EnablerKind, Text] = {
    EnablerKind.DATA_SERVICE: _("数据接口"),
    EnablerKind.COURIER: _("邮寄"),
    EnablerKind.REMOTE_IDENTITY: _("远程核验身份"),
    EnablerKind.E_SIGNATURE: _("电子签名"),
    EnablerKind.ONLINE_PAYMENT: _("网上缴费"),
    EnablerKind.E_LICENCE: _("电子证照"),
}

CLOSED: Mapping[str, Text] = {
    EnablerState.PLANNED: _("计划开通"),
    EnablerState.ABSENT: pgettext_lazy("支撑能力", "还没有"),
}
"""How what is not open stands."""

UNKNOWN: Mapping[str, Text] = {
    "gaps": _("定义不全，算不出要跑几次"),
    "stuck": _("没有一种情形办得成"),
    "tangled": _("能少跑的开通办法太多，没有列入"),
}
