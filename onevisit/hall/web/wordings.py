"""What the hall says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "hall.no_such_ticket": _("今天的队里没有这个号。"),
    "hall.no_point": _("您没有排在哪个办事大厅，不能叫号。请管理员先安排窗口。"),
    "hall.not_possible_now": _("这个号已经不在这一步了，下面是最新情况。"),
    "hall.with_other_window": _("%(number)s 正在 %(window)s 号窗口办，请先问一下那边。"),
    "hall.somebody_here": _("您这里还有 %(number)s，先办完、放回或者过号，再叫别人。"),
    "hall.unknown_priority": _("没有这一种优先，请重新选。"),
    "hall.bad_name": _("称呼最多 %(longest)s 个字，不要写证件号码或手机号。"),
    "hall.unknown_window": _("没有这个窗口，或者就是您自己的窗口。"),
    "hall.no_such_errand": _("没有这件代收件，或者不经您这个窗口。"),
    "hall.errand_moved_on": _("这件代收件现在不能做这一步，请刷新后查看。"),
    "hall.errand_words": _("请写明要告诉申请人的话，最多 %(most)s 个字。"),
    "hall.errand_papers": _("这些材料还没有看：%(names)s。少一样都不能转，请申请人补齐。"),
    "hall.errand_not_listed": _("对方窗口现在不收这一件，请看最新的清单。"),
}

ACTIONS: dict[str, Text] = {
    "hall.take_ticket": _("取号登记"),
    "hall.serve_directly": _("直接到窗口"),
    "hall.call": _("叫号"),
    "hall.call_again": _("再叫一次"),
    "hall.begin": _("开始办"),
    "hall.put_back": _("放回队里"),
    "hall.pass_on": _("转到别的窗口"),
    "hall.miss": _("过号"),
    "hall.leave": _("离开"),
    "hall.come_back": _("过号后回来"),
    "hall.finish": _("办完"),
    "hall.errand_take": _("代收外地的件"),
    "hall.errand_send": _("代收件转交对方"),
    "hall.errand_receive": _("收到代收件"),
    "hall.errand_ask": _("代收件要补"),
    "hall.errand_finish": _("代收件办结"),
    "hall.errand_refuse": _("代收件不予办理"),
    "hall.close_days": _("清除往日排队登记的称呼"),
}

TARGETS: dict[str, Text] = {"hall.ticket": _("排队号"), "hall.errand": _("代收件")}
