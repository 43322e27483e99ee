"""Sections about the item as a whole: what it is, its limits, what comes out."""

from dataclasses import dataclass, replace

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.definition import ResultSpec
from onevisit.catalogue.rules.importing.materials import material_key
from onevisit.catalogue.rules.vocabulary import (
    CaseKind,
    Collection,
    ExtensionBy,
    Level,
    OnlineDepth,
    OnSilence,
    OwnDeed,
    Processing,
    ReviewWay,
    Served,
    TaskType,
)
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import Group, section_of_boxes
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.fields import FieldView, Option, Text


@dataclass(frozen=True)
class StopsBox(Box):
    """Stops of the two lines of life; what an item names besides is offered for it too."""

    def view(self, name: str, value: object, posted: QueryDict | None, error: Text) -> FieldView:
        """All stops, and words that came from elsewhere."""
        known = {each.value for each in choices.STOPS}
        held = value if isinstance(value, tuple) else ()
        more = [Option(each, each) for each in held if each not in known]
        return replace(super().view(name, value, posted, error), options=[*choices.STOPS, *more])


NAME = Box("name", _("名称"), required=True, wide=True)
_WHAT = Group(
    _("是什么"),
    (
        NAME,
        Box("short_name", _("简称"), help=_("列表和时间表里用，几个字。")),
        Box(
            "task_type",
            _("事项类型"),
            As.ONE,
            choices.options(choices.TASK_TYPES),
            TaskType,
            fallback=TaskType.SERVICE,
        ),
        Box(
            "level",
            _("行使层级"),
            As.ONE,
            choices.options(choices.LEVELS),
            Level,
            fallback=Level.COUNTY,
        ),
        Box(
            "kind",
            _("办件类型"),
            As.ONE,
            choices.options(choices.KINDS),
            CaseKind,
            fallback=CaseKind.PROMISED,
        ),
        Box("review", _("审批方式"), As.ONE, choices.options(choices.REVIEWS), ReviewWay),
        Box("processing", _("办结方式"), As.ONE, choices.options(choices.PROCESSINGS), Processing),
    ),
)
WHOM = Group(
    _("为谁办，在哪里找到"),
    (
        Box("served", _("服务对象"), As.MANY, choices.options(choices.SERVED), Served),
        StopsBox("life_events", _("人生和企业大事"), As.MANY, choices.STOPS, wide=True),
        Box("themes", _("主题分类"), As.MANY, choices.themes, wide=True),
    ),
)
ONLINE = Group(
    _("网上办到哪一步，要跑几次"),
    (
        Box(
            "online_depth",
            _("网办深度"),
            As.ONE,
            choices.options(choices.DEPTHS),
            OnlineDepth,
            fallback=OnlineDepth.INFORM,
        ),
        Box(
            "declared_visits",
            _("到现场次数"),
            As.WHOLE,
            help=_("从申请到拿到结果，申请人要跑几次。"),
        ),
        Box(
            "presence_reason",
            _("必须到现场的原因"),
            tall=True,
            wide=True,
            help=_("要到现场的写明原因和依据；不用到现场的空着。"),
        ),
    ),
)
_TRIPS = Group(
    ONLINE.title,
    (
        *ONLINE.boxes,
        Box("postal_application", _("可以邮寄申请"), As.MAYBE),
        Box("courier", _("结果可以邮寄"), As.MAYBE),
        Box("bookable", _("可以预约"), As.MAYBE),
    ),
)
_POWER = Group(
    _("谁来决定"),
    (
        Box("cosign", _("决定要两个人签批"), As.TICK),
        Box("delegation.accept", _("委托窗口受理"), As.TICK),
        Box("delegation.decide", _("委托窗口决定"), As.TICK),
        Box("delegation.document", _("委托的文件和文号"), wide=True),
    ),
)
_IN_PERSON = Group(
    _("能不能请人代办"),
    (
        Box(
            "in_person.deeds",
            _("要本人亲自做的"),
            As.MANY,
            choices.options(choices.OWN_DEEDS),
            OwnDeed,
            wide=True,
            help=_("法律规定或者按性质不得代理的才勾，如结婚登记。都不勾，就可以请人代办。"),
        ),
        Box("in_person.basis", _("依据的法律和条款"), wide=True),
        Box("in_person.guardians", _("监护人可以代"), As.TICK),
    ),
)
BASICS = section_of_boxes("basics", _("基本信息"), (_WHAT, WHOM, _TRIPS, _IN_PERSON, _POWER))

_CLOCKS = Group(
    _("办理时限"),
    (
        Box("regime.legal", _("法定时限"), As.WHOLE, help=_("法律没有规定的空着，在依据里写明。")),
        Box(
            "regime.promise",
            _("承诺时限"),
            As.WHOLE,
            help=_("当场办结的写 0，不能长于法定时限。"),
        ),
        Box(
            "regime.unit",
            _("按什么日子算"),
            As.ONE,
            choices.options(choices.UNITS),
            DayUnit,
            fallback=DayUnit.WORKING,
        ),
        Box("regime.basis", _("时限的依据"), wide=True),
    ),
)
_OTHER_CLOCKS = Group(
    _("受理、补正、延长、送达"),
    (
        Box("regime.intake", _("几天内告知受理没有"), As.WHOLE, fallback=5),
        Box(
            "regime.on_silence",
            _("过期不答复"),
            As.ONE,
            choices.options(choices.SILENCES),
            OnSilence,
            fallback=OnSilence.DEEMED_ACCEPTED,
        ),
        Box("regime.applicant_limit", _("申请人几天内补正"), As.WHOLE, fallback=30),
        Box("regime.delivery", _("决定后几天内送达"), As.WHOLE, fallback=10),
        Box("regime.extension", _("可以延长几天"), As.WHOLE, fallback=0),
        Box(
            "regime.extension_by",
            _("谁批准延长"),
            As.ONE,
            choices.options(choices.EXTENDERS),
            ExtensionBy,
            fallback=ExtensionBy.DEPARTMENT,
        ),
        Box("regime.extension_approver", _("告诉申请人是谁批准的"), wide=True),
    ),
)
LIMITS = section_of_boxes("limits", _("时限"), (_CLOCKS, _OTHER_CLOCKS))


def _known(result: ResultSpec) -> ResultSpec:
    """A result gets the key of its name, so that an item that asks for this paper finds it."""
    if result.key or not result.name:
        return result
    return msgspec.structs.replace(result, key=material_key(result.name))


_RESULTS = Rows(
    "results",
    _("结果"),
    _("加一个结果"),
    lambda: ResultSpec(key="", name=""),
    (
        Box("name", _("名称"), help=_("如：小餐饮店登记证。")),
        Box("kind", _("类型"), As.ONE, choices.RESULT_KINDS, fallback=""),
        Box(
            "collections",
            _("怎么拿到"),
            As.MANY,
            choices.options(choices.COLLECTIONS),
            Collection,
        ),
        Box("validity", _("有效期"), help=_("如：长期、三年。")),
        Box("sample", _("样本在哪里看"), wide=True),
        Box("identify", _("领取时要当面核验本人（不能放智能柜）"), As.TICK),
    ),
    finish=_known,
)
RESULTS = section_of_boxes(
    "results", _("办理结果"), lists=(_RESULTS,), intro=_("办好以后申请人拿到什么。")
)
