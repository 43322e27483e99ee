"""What the portal says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "portal.unknown_action": _("没有这一步操作，请刷新页面再试。"),
    "portal.choose_door": _("请选一个空的格口。"),
    "portal.choose_point": _("请选柜子在哪个网点。"),
    "portal.choose_what": _("请选要做什么：认领、退回队列，或者交给同事。"),
    "portal.choose_county": _("请选材料转到哪个县。"),
    "portal.choose_reason": _("请选一个理由。"),
    "portal.choose_ground": _("请选按什么办：责令改正、撤销、撤回，还是注销。"),
    "portal.choose_ruling": _("请选哪一种程序，结果怎样。"),
    "portal.choose_route": _("请选报给上级，还是交给监管部门。"),
    "portal.choose_receiver": _("请选是谁来领的。"),
    "portal.no_such_thing": _("没有找到这件事。换个说法，或者先空着。"),
    "portal.choose_stance": _("请选本部门的意见。"),
    "portal.bad_entry": _("这一条不完整，请导出后重新写。"),
    "portal.bad_day": _("请填日期，比如 2026-12-01。"),
    "portal.pass_with_gaps": _("勾选了要改的，不能按“预审通过”。请取消勾选，或者按“预审退回”。"),
    "portal.bad_number": _("天数请填 0 到 %(most)s 的整数。"),
    "portal.no_such_year": _("没有这一年的工作日历。"),
    "portal.choose_half": _("请选上午或者下午。"),
    "portal.choose_verdict": _("请选一个结论。"),
    "portal.no_such_page": _("这一页打不开，请下载原件查看。"),
    "portal.override_needs_reason": _("校验位不对还要登记的，请写明核对了什么。"),
    "portal.not_signed": _("请申请人在打印的申请表上签名，再勾选“已签名”。"),
    "portal.draft_moved_on": _(
        "您打开页面之后，申请人在别处改过这份申请。下面已是最新内容，请再看一眼。"
    ),
}

ACTIONS: dict[str, Text] = {
    "cases.look_up_by_name": _("按姓名查办件"),
    "portal.override_uscc": _("校验位不对仍登记单位"),
}
