"""The code sets of a definition in words, as the editor offers them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.catalogue.rules.life import BY_NAME
from onevisit.catalogue.rules.publishing.people import OF_LEGAL_PERSONS, OF_PERSONS
from onevisit.catalogue.rules.vocabulary import (
    CaseKind,
    Collection,
    DoerKind,
    ExtensionBy,
    HandleArea,
    HandleForm,
    Level,
    MaterialFormat,
    MaterialKind,
    Need,
    OnlineDepth,
    OnSilence,
    Origin,
    OwnDeed,
    PartyRole,
    PayWay,
    Prefill,
    Processing,
    ReviewWay,
    Sensitivity,
    Served,
    SourceKind,
    StepKind,
    TaskState,
    TaskType,
    VarKind,
)
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.fields import Option, Text


def options(words: Mapping[StrEnum, Text]) -> Sequence[Option]:
    """One option for each code, in order."""
    return tuple(Option(code.value, text) for code, text in words.items())


TASK_TYPES: dict[StrEnum, Text] = {
    TaskType.PERMIT: _("行政许可"),
    TaskType.PENALTY: _("行政处罚"),
    TaskType.COERCION: _("行政强制"),
    TaskType.LEVY: _("行政征收"),
    TaskType.PAYMENT: _("行政给付"),
    TaskType.INSPECTION: _("行政检查"),
    TaskType.CONFIRMATION: _("行政确认"),
    TaskType.REWARD: _("行政奖励"),
    TaskType.RULING: _("行政裁决"),
    TaskType.OTHER: _("其他行政权力"),
    TaskType.SERVICE: _("公共服务"),
}
LEVELS: dict[StrEnum, Text] = {
    Level.STATE: _("国家级"),
    Level.PROVINCE: _("省级"),
    Level.CITY: _("市级"),
    Level.COUNTY: _("县级"),
    Level.TOWN: _("镇街级"),
    Level.VILLAGE: _("村社级"),
}
KINDS: dict[StrEnum, Text] = {
    CaseKind.IMMEDIATE: _("即办件（当场办结）"),
    CaseKind.PROMISED: _("承诺件（承诺几天办结）"),
}
REVIEWS: dict[StrEnum, Text] = {
    ReviewWay.AT_ONCE: _("即审即办"),
    ReviewWay.REVIEWED: _("前审后批"),
}
PROCESSINGS: dict[StrEnum, Text] = {
    Processing.APPROVAL: _("审批办结（批复、批文）"),
    Processing.LICENCE: _("出证办结（证、证书）"),
    Processing.DOCUMENT: _("出文办结（其他文书）"),
}
SERVED: dict[StrEnum, Text] = {
    Served.PERSON: _("自然人"),
    Served.ENTERPRISE: _("企业"),
    Served.INSTITUTION: _("事业单位"),
    Served.SOCIAL: _("社会组织"),
    Served.AUTHORITY: _("行政机关"),
    Served.OTHER: _("其他"),
}
DEPTHS: dict[StrEnum, Text] = {
    OnlineDepth.INFORM: _("一级：只能网上查"),
    OnlineDepth.PRE_REVIEW: _("二级：可以网上预审"),
    OnlineDepth.ACCEPT: _("三级：可以网上申请、受理"),
    OnlineDepth.FULL: _("四级：全程网办"),
}
UNITS: dict[StrEnum, Text] = {
    DayUnit.WORKING: _("工作日"),
    DayUnit.NATURAL: _("自然日"),
}
SILENCES: dict[StrEnum, Text] = {
    OnSilence.DEEMED_ACCEPTED: _("过期不答复，视为受理"),
    OnSilence.NOTHING: _("不因过期发生效力"),
}
EXTENDERS: dict[StrEnum, Text] = {
    ExtensionBy.DEPARTMENT: _("本部门负责人"),
    ExtensionBy.GOVERNMENT: _("本级政府负责人"),
}
COLLECTIONS: dict[StrEnum, Text] = {
    Collection.ONLINE: _("网上领电子件"),
    Collection.WINDOW: _("窗口领纸质件"),
    Collection.COURIER: _("邮寄纸质件"),
    Collection.LOCKER: _("智能柜自取纸质件"),
}
OWN_DEEDS: dict[StrEnum, Text] = {
    OwnDeed.SIGN: _("签名提交、补正、撤回"),
    OwnDeed.COLLECT: _("领取结果"),
}
PAY_WAYS: dict[StrEnum, Text] = {
    PayWay.ONLINE: _("网上缴"),
    PayWay.WINDOW: _("窗口缴"),
    PayWay.BANK: _("银行缴"),
}
NEEDS: dict[StrEnum, Text] = {
    Need.REQUIRED: _("必须交"),
    Need.OPTIONAL: _("有就交"),
    Need.MAY_FOLLOW: _("可以容缺后补"),
}
SOURCES: dict[StrEnum, Text] = {
    SourceKind.HELD: _("申请人自备"),
    SourceKind.GENERATED: _("按表单自动生成（免提交）"),
    SourceKind.FETCHED: _("向部门核验（免提交）"),
    SourceKind.ISSUED: _("别的事项的结果（免提交）"),
    SourceKind.THIRD_PARTY: _("第三方开具"),
    SourceKind.UNKNOWN: _("还没写明"),
}
STATES: dict[StrEnum, Text] = {
    TaskState.IN_USE: _("在用"),
    TaskState.PAUSED: _("暂停"),
    TaskState.CANCELLED: _("取消"),
}
AREAS: dict[StrEnum, Text] = {
    HandleArea.NATION: _("全国"),
    HandleArea.PROVINCE: _("全省"),
    HandleArea.CITY: _("全市"),
    HandleArea.COUNTY: _("全县"),
    HandleArea.TOWN: _("本镇街"),
}
HANDLE_FORMS: dict[StrEnum, Text] = {
    HandleForm.WINDOW: _("窗口"),
    HandleForm.COMPUTER: _("电脑"),
    HandleForm.MOBILE: _("手机"),
    HandleForm.COURIER: _("邮寄"),
}
DOERS: dict[StrEnum, Text] = {
    DoerKind.STATUTORY: _("法定机关"),
    DoerKind.AUTHORISED: _("授权组织"),
    DoerKind.ENTRUSTED: _("受委托组织"),
}
ORIGINS: dict[StrEnum, Text] = {
    Origin.OWN: pgettext_lazy("来源渠道", "申请人自备"),
    Origin.STATE: pgettext_lazy("来源渠道", "政府部门核发"),
    Origin.OTHER: pgettext_lazy("来源渠道", "其他"),
}
MATERIAL_KINDS: dict[StrEnum, Text] = {
    MaterialKind.ORIGINAL: pgettext_lazy("材料类型", "原件"),
    MaterialKind.COPY: pgettext_lazy("材料类型", "复印件"),
    MaterialKind.BOTH: pgettext_lazy("材料类型", "原件和复印件"),
}
MATERIAL_FORMATS: dict[StrEnum, Text] = {
    MaterialFormat.PAPER: pgettext_lazy("材料形式", "纸质"),
    MaterialFormat.ELECTRONIC: pgettext_lazy("材料形式", "电子"),
    MaterialFormat.BOTH: pgettext_lazy("材料形式", "纸质或电子"),
}
RESULT_KINDS = tuple(Option(word, word) for word in ("证", "批复", "文", "其他"))


STOPS = tuple(Option(name, name) for name in BY_NAME)
"""The stops of a person's and a company's life."""


def themes() -> Sequence[Option]:
    """主题分类 of the national platform, for persons and for legal persons."""
    return tuple(Option(name, name) for name in sorted(OF_PERSONS | OF_LEGAL_PERSONS))


ASKED: dict[StrEnum, Text] = {
    VarKind.CHOICE: _("单选"),
    VarKind.MULTI: _("多选"),
    VarKind.NUMBER: _("数字"),
    VarKind.DATE: _("日期"),
    VarKind.TEXT: _("文字（不能用来判断）"),
}
FILLED: dict[StrEnum, Text] = {
    VarKind.TEXT: _("文字"),
    VarKind.NUMBER: _("数字"),
    VarKind.DATE: _("日期"),
    VarKind.CHOICE: _("单选"),
    VarKind.MULTI: _("多选"),
}
STEPS: dict[StrEnum, Text] = {
    StepKind.APPLY: _("申请"),
    StepKind.SIGN: _("签字"),
    StepKind.IDENTIFY: _("当面核验身份"),
    StepKind.PAY: _("缴费"),
    StepKind.ACCEPT: _("受理"),
    StepKind.REVIEW: _("审查"),
    StepKind.SITE_VISIT: _("现场踏勘"),
    StepKind.DECIDE: _("决定"),
    StepKind.ISSUE: _("制证"),
    StepKind.COLLECT: _("领取结果"),
}
PARTIES: dict[StrEnum, Text] = {
    PartyRole.APPLICANT: _("申请人"),
    PartyRole.CENTRE: _("政务服务中心窗口"),
    PartyRole.DEPARTMENT: _("部门"),
}
SENSITIVITIES: dict[StrEnum, Text] = {
    Sensitivity.OPEN: _("一般"),
    Sensitivity.PERSONAL: _("个人信息（加密保存）"),
    Sensitivity.SENSITIVE: _("敏感信息（加密，平时遮住）"),
}
PREFILLS: dict[StrEnum, Text] = {
    Prefill.PERSON_NAME: _("本人姓名"),
    Prefill.PERSON_ID: _("本人身份证号"),
    Prefill.PERSON_PHONE: _("本人手机号"),
    Prefill.ORG_NAME: _("单位名称"),
    Prefill.ORG_USCC: _("统一社会信用代码"),
    Prefill.ORG_ADDRESS: _("单位住所"),
    Prefill.ORG_REPRESENTATIVE: _("法定代表人"),
    Prefill.ANSWER: _("同名问题的回答"),
}
