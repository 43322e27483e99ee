"""The code sets of the tables of cases, and their values, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.reporting.rules.codes import Coded

Text = str | Promise

CODE_SETS: dict[str, Text] = {
    "project_type": _("办件类型"),
    "apply_type": _("申请方式"),
    "applyer_type": _("申请人类型"),
    "id_kind": _("个人证件类型"),
    "organisation_id": _("单位证件类型"),
    "special": _("特别程序类型"),
    "result": _("办理结果类型"),
    "way": _("材料收取方式"),
    "licence": _("证照类型"),
}

VALUES: dict[str, Text] = {
    "project_type=1": _("即办件"),
    "project_type=2": _("承诺件"),
    "apply_type=1": _("窗口申请"),
    "apply_type=2": _("网上申请"),
    "applyer_type=1": _("自然人"),
    "applyer_type=2": _("企业法人"),
    "id_kind=resident_id": _("居民身份证"),
    "id_kind=passport": _("护照"),
    "id_kind=unproven": _("证件还没有核验"),
    "organisation_id=uscc": _("统一社会信用代码"),
    "special=hearing": _("听证"),
    "special=inspection": _("检验"),
    "special=testing": _("检测"),
    "special=quarantine": _("检疫"),
    "special=appraisal": _("鉴定"),
    "special=expert_review": _("专家评审"),
    "special=publication": _("公示"),
    "special=tender": _("招标、拍卖"),
    "special=other": _("没有写哪一种"),
    "result=approved": _("准予，还没有制证"),
    "result=issued": _("准予，已经制证"),
    "result=delivered": _("准予，已经送达"),
    "result=refused": _("不予许可"),
    "result=not_accepted": _("不予受理"),
    "result=withdrawn": _("申请人撤回"),
    "result=returned": _("退件"),
    "result=revoked": _("撤销"),
    "result=terminated": _("终止"),
    "result=void": _("作废"),
    "result=passed_up": _("转报上级"),
    "result=overturned": _("经复议、诉讼撤销或变更"),
    "way=paper": _("窗口收原件"),
    "way=scan": _("窗口扫描"),
    "way=upload": _("网上提交"),
    "way=fetched": _("数据共享"),
    "way=generated": _("系统生成"),
    "way=promise": _("告知承诺"),
}


def value_text(coded: Coded) -> Text:
    """A value in words; kinds of licences are words already."""
    return VALUES.get(str(coded), coded.value)
