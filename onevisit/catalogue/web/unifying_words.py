"""八统一 in words: aspects, ways to differ, fields, values, and what regions may do differently."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.rules.unifying import Aspect, Deviation, What
from onevisit.catalogue.rules.vocabulary import StepKind, VarKind
from onevisit.catalogue.web.code_words import WORDS
from onevisit.catalogue.web.naming import Names

Text = str | Promise

ASPECT_NAMES: dict[Aspect, Text] = {
    Aspect.MAIN_NAME: gettext_lazy("主项名称"),
    Aspect.SUB_NAME: gettext_lazy("子项名称"),
    Aspect.LEGAL_BASIS: gettext_lazy("设定依据"),
    Aspect.MATERIALS: gettext_lazy("申请材料"),
    Aspect.APPLICANT: gettext_lazy("申请人流程"),
    Aspect.INTERNAL: gettext_lazy("部门内部流程"),
    Aspect.TIME_LIMIT: gettext_lazy("办理时限"),
    Aspect.FORM: gettext_lazy("表单内容"),
}
_WHATS: dict[What, Text] = {
    What.DIFFERS: gettext_lazy("不一样"),
    What.MISSING: gettext_lazy("少了"),
    What.EXTRA: gettext_lazy("多了"),
    What.MORE: gettext_lazy("更多"),
    What.LESS: gettext_lazy("更少"),
    What.WAYS: gettext_lazy("多了办法"),
}
_ATTRIBUTES: dict[str, Text] = {
    "name": gettext_lazy("名称"),
    "legal_basis": gettext_lazy("依据条款"),
    "materials": gettext_lazy("整份材料"),
    "need": gettext_lazy("必要性"),
    "source": gettext_lazy("来源"),
    "provider": gettext_lazy("由谁提供"),
    "copies": gettext_lazy("份数"),
    "defer_days": gettext_lazy("后补天数"),
    "party": gettext_lazy("由谁来办"),
    "when": gettext_lazy("在什么情形下"),
    "steps": gettext_lazy("整个环节"),
    "kind": gettext_lazy("种类"),
    "limit": gettext_lazy("环节天数"),
    "after": gettext_lazy("排在谁后面"),
    "modes": gettext_lazy("办理方式"),
    "form": gettext_lazy("整个表单项"),
    "label": gettext_lazy("名称"),
    "unit": gettext_lazy("单位"),
    "required": gettext_lazy("要不要填"),
    "options": gettext_lazy("选项"),
    "promise": gettext_lazy("承诺时限"),
    "intake": gettext_lazy("受理时限"),
    "delivery": gettext_lazy("送达时限"),
    "on_silence": gettext_lazy("逾期不答复"),
    "legal": gettext_lazy("法定时限"),
    "extension": gettext_lazy("可以延长的天数"),
    "extension_by": gettext_lazy("延长由谁批准"),
    "extension_approver": gettext_lazy("批准延长的人"),
    "applicant_limit": gettext_lazy("补正时限"),
    "basis": gettext_lazy("时限依据"),
}
_VALUES: dict[tuple[str, str], Text] = {
    ("need", "1"): gettext_lazy("必要"),
    ("need", "2"): gettext_lazy("非必要"),
    ("need", "3"): gettext_lazy("可后补"),
    ("source", "held"): gettext_lazy("申请人自备"),
    ("source", "generated"): gettext_lazy("填表后自动生成"),
    ("source", "fetched"): gettext_lazy("部门核验，不用交"),
    ("source", "issued"): gettext_lazy("别的事项的结果"),
    ("source", "third_party"): gettext_lazy("由别的机构出具"),
    ("source", "unknown"): gettext_lazy("没有写明"),
    ("required", "1"): gettext_lazy("必填"),
    ("required", "0"): gettext_lazy("选填"),
    ("unit", "工作日"): gettext_lazy("工作日"),
    ("unit", "自然日"): gettext_lazy("自然日"),
    ("party", "applicant"): gettext_lazy("申请人"),
    ("party", "centre"): gettext_lazy("政务服务中心"),
    ("party", "department"): gettext_lazy("部门"),
    ("on_silence", "deemed_accepted"): gettext_lazy("视为受理"),
    ("on_silence", "nothing"): gettext_lazy("没有规定"),
    ("extension_by", "department"): gettext_lazy("本部门负责人"),
    ("extension_by", "government"): gettext_lazy("本级政府负责人"),
}
LATITUDE_NAMES: dict[str, tuple[Text, Text]] = {
    "shorter_promise": (
        gettext_lazy("承诺时限可以更短"),
        gettext_lazy("办得比标准快，对申请人有利。"),
    ),
    "quicker_office": (
        gettext_lazy("受理、送达可以更快"),
        gettext_lazy("办得比标准快，对申请人有利。"),
    ),
    "longer_for_applicant": (
        gettext_lazy("给申请人补正的时间可以更长"),
        gettext_lazy("多给的时间不算在办理时限里。"),
    ),
    "local_approver": (
        gettext_lazy("批准延长的人按当地的职务写"),
        gettext_lazy("同一个职权，各地的职务名称不同。"),
    ),
    "fewer_materials": (
        gettext_lazy("材料可以更少"),
        gettext_lazy("能共享的不要，标准是上限，绝不能多。"),
    ),
    "lighter_material": (
        gettext_lazy("材料的要求可以更轻"),
        gettext_lazy("核验代替提交、可以后补、份数更少，都是减负。"),
    ),
    "deferral_in_promise": (
        gettext_lazy("后补的期限跟着更短的承诺时限走"),
        gettext_lazy("后补要在办结以前，承诺短了，后补也只能短。"),
    ),
    "local_provider": (
        gettext_lazy("材料由当地的部门提供"),
        gettext_lazy("同一份数据，各地掌握的部门不同。"),
    ),
    "fewer_applicant_steps": (
        gettext_lazy("申请人的环节可以更少"),
        gettext_lazy("标准是上限，少跑一步是好事。"),
    ),
    "more_ways": (
        gettext_lazy("办理方式可以更多"),
        gettext_lazy("标准有的都有，再加就近办、网上办。"),
    ),
    "fewer_internal_steps": (
        gettext_lazy("内部环节可以更少"),
        gettext_lazy("减环节不减责任，决定的环节仍要有。"),
    ),
    "shorter_step": (
        gettext_lazy("每个环节可以更快"),
        gettext_lazy("办得比标准快，对申请人有利。"),
    ),
    "fewer_fields": (
        gettext_lazy("表单可以少填"),
        gettext_lazy("已经掌握的不用再填，标准是上限。"),
    ),
    "lighter_field": (
        gettext_lazy("必填的可以改成选填"),
        gettext_lazy("少一个必填项，就少一处卡住。"),
    ),
    "contact": (
        gettext_lazy("地点、时间、电话、网址"),
        gettext_lazy("各地的窗口不同，不属于八统一。"),
    ),
    "delegation": (
        gettext_lazy("对窗口的委托"),
        gettext_lazy("委托文件由各地自己出，不属于八统一。"),
    ),
}


def attribute_text(found: Deviation) -> str:
    """What of it differs, and about which material, step or field."""
    named = str(_ATTRIBUTES.get(found.attribute, found.attribute))
    if not found.subject:
        return named
    return _("%(subject)s：%(what)s") % {"subject": found.subject, "what": named}


def way_text(found: Deviation) -> Text:
    """In which way."""
    return _WHATS[found.what]


def value_text(found: Deviation, value: str, names: Names) -> str:
    """What stands there, in words where the document holds a code, in the names of the version it
    stands in.
    """
    match found.attribute:
        case "modes":
            return _modes(value)
        case "when":
            return names.source(value) if value else ""
        case "after":
            keys = [each for each in value.split(", ") if each]
            return _("、").join(names.step(each) for each in keys) or _("没有写明")
        case "provider":
            return names.offices.get(value, value)
        case "kind":
            words = WORDS[VarKind if found.aspect is Aspect.FORM else StepKind]
            return str(words.get(value, value))
    known = _VALUES.get((found.attribute, value))
    return str(known) if known else value


def _modes(value: str) -> str:
    ways = [each for each in value.split(" / ") if each]
    told = [_("到现场") if each == "place" else _("网上办") for each in ways]
    return _("、").join(dict.fromkeys(told)) or _("没有写明")
