"""The section of what the national exchange tables ask for beyond everything else."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.vocabulary import DoerKind, HandleArea, HandleForm, TaskState
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.section import Group, section_of_boxes
from onevisit.kernel.calendar import DayUnit

_USE = Group(
    _("状态和通办"),
    (
        Box(
            "national.state",
            _("事项状态"),
            As.ONE,
            choices.options(choices.STATES),
            TaskState,
            fallback=TaskState.IN_USE,
        ),
        Box("national.area", _("通办范围"), As.ONE, choices.options(choices.AREAS), HandleArea),
        Box(
            "national.handle_forms",
            _("办理形式"),
            As.MANY,
            choices.options(choices.HANDLE_FORMS),
            HandleForm,
            wide=True,
        ),
        Box("national.effective_on", _("计划生效日期"), As.DAY, make=date.fromisoformat),
        Box("national.cancelled_on", _("计划取消日期"), As.DAY, make=date.fromisoformat),
        Box("national.in_centre", _("进驻政务大厅"), As.MAYBE),
        Box("national.terminals", _("自助终端能办"), As.MAYBE),
        Box("national.online", _("网上能办"), As.MAYBE, help=_("与网办深度不同时才写。")),
        Box("national.online_url", _("网办地址"), wide=True),
        Box("national.mobile_url", _("移动端地址"), wide=True),
    ),
)
_WHO = Group(
    _("谁行使、怎么行使"),
    (
        Box("national.doer", _("实施主体性质"), As.ONE, choices.options(choices.DOERS), DoerKind),
        Box("national.entrusted_by", _("委托部门")),
        Box("national.power_source", _("权力来源"), help=_("来源系统自己的编号。")),
        Box("national.local_catalogue_code", _("地方基本编码")),
        Box("national.local_code", _("地方实施编码")),
        Box("national.joint_departments", _("联办机构"), wide=True),
        Box("national.agency_services", _("中介服务"), wide=True),
        Box("national.handle_flow", _("办理流程"), tall=True, wide=True),
        Box("national.special_procedure", _("特别程序"), tall=True, wide=True),
        Box("national.quota", _("数量限制"), wide=True),
    ),
)
_MORE = Group(
    _("时限、收费和其他说明"),
    (
        Box("national.legal_note", _("法定办结时限说明"), wide=True),
        Box("national.promise_note", _("承诺办结时限说明"), wide=True),
        Box("national.legal_days", _("法定时限另按别的单位算的天数"), As.WHOLE),
        Box("national.legal_unit", _("它的单位"), As.ONE, choices.options(choices.UNITS), DayUnit),
        Box("national.fee_basis", _("收费依据"), wide=True),
        Box("national.pay_online", _("能网上支付"), As.MAYBE),
        Box("national.single_sign_on", _("网站单点登录"), As.MAYBE),
        Box("national.app_single_sign_on", _("移动端单点登录"), As.MAYBE),
        Box("national.punishment", _("处罚的行为、种类、幅度"), tall=True, wide=True),
        Box("national.levy_kind", _("征收种类")),
        Box("national.levy_reducible", _("征收可以减免"), As.MAYBE),
        Box("national.more", _("扩展字段"), tall=True, wide=True),
    ),
)
NATIONAL = section_of_boxes(
    "national",
    _("国家数据交换的其他项"),
    (_USE, _WHO, _MORE),
    intro=_("指南里不一定用得到，报送国家平台时用。空着就是没有写。"),
)
