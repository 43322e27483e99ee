"""What the projects room says, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.projects.rules.engagements import EngagementKind
from onevisit.projects.rules.steps import Standing
from onevisit.projects.rules.time import Holder, Why

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "projects.no_such_project": _("没有找到这个项目，或者它不归您查看。请核对项目代码。"),
    "projects.no_such_kind": _("请从列出的项目类型和建设性质里选。"),
    "projects.no_such_engagement": _("没有找到这一项中介服务，请刷新后再试。"),
    "projects.bad_phases": _("阶段不完整，或者同一个事项写在两个阶段里。"),
    "projects.phase_unnamed": _(
        "第 %(n)s 个阶段没有写名称（最多 %(most)s 个字），或者没有选牵头部门。"
    ),
    "projects.phase_limit": _("“%(name)s”的期限要写 1 到 %(most)s 个工作日。"),
    "projects.phase_empty": _("“%(name)s”里还没有事项。给它选一个事项，或者删去这个阶段。"),
    "projects.phase_order": _("“%(name)s”只能等排在它前面的阶段。"),
    "projects.phase_lead": _("“%(name)s”的牵头部门不在部门名单里，请重新选。"),
    "projects.not_offered": _("“%(name)s”现在不在目录里，或者不在所选的申请里。请去掉它。"),
    "projects.bad_code": _(
        "代码用小写字母开头，只用小写字母、数字和连字符，最多 %(most)s 个字符。"
    ),
    "projects.code_taken": _("已经有这个代码的项目类型了，请换一个，或者改那一种。"),
    "projects.no_such_version": _("没有找到这一版，请刷新后再试。"),
    "projects.kind_same": _("和现在用的一样，没有要改的。"),
    "projects.name_needed": _("请填写，最多 %(most)s 个字。"),
    "projects.bad_days": _("日期不对：不能晚于今天，结束不能早于开始。"),
    "projects.not_in_project": _("这件事不属于这个项目的任何阶段。"),
    "projects.other_project": _(
        "您有一份同样的草稿属于项目 %(code)s。先提交或者删除那一份，再为这个项目申请。"
    ),
    "projects.ended_already": _("这一项中介服务已经记了结束日期。"),
}

HOLDERS: Mapping[Holder, Text] = {
    Holder.GOVERNMENT: _("政府审批"),
    Holder.STATUTORY: _("法定程序"),
    Holder.INTERMEDIARY: pgettext_lazy("谁的时间", "中介服务"),
    Holder.OWNER: _("业主自己"),
}

MEANT: Mapping[Holder, Text] = {
    Holder.GOVERNMENT: _("部门在看能不能受理、审查、制证"),
    Holder.STATUTORY: _("法律规定的公示、听证、专家评审，期限停着"),
    Holder.INTERMEDIARY: _("业主请的勘察、设计、检测，或者第三方审查"),
    Holder.OWNER: _("业主在准备、补正、缴费，或者还没来领结果"),
}

WHYS: Mapping[Why, Text] = {
    Why.INTAKE: _("看能不能受理"),
    Why.REVIEW: _("审查"),
    Why.ISSUE: _("制证"),
    Why.OUTSIDE: _("第三方审查"),
    Why.PROCEDURE: _("特别程序"),
    Why.WORK: _("中介在做"),
    Why.CORRECT: _("等业主补正"),
    Why.MEND: _("等业主修改图纸"),
    Why.PAY: _("等业主缴费"),
    Why.COLLECT: _("等业主领结果"),
    Why.PREPARE: _("还没有在办的，业主在准备"),
}

ENGAGEMENTS: Mapping[str, Text] = {
    EngagementKind.SURVEY: _("勘察"),
    EngagementKind.MEASURING: _("测绘"),
    EngagementKind.DESIGN: pgettext_lazy("中介服务", "设计"),
    EngagementKind.STUDY: _("报告编制"),
    EngagementKind.DRAWINGS: _("施工图审查"),
    EngagementKind.TESTING: _("检测"),
    EngagementKind.OTHER: _("其他"),
}

STANDINGS: Mapping[Standing, tuple[Text, str]] = {
    Standing.DONE: (_("已办好"), "ok"),
    Standing.RUNNING: (_("在办"), "now"),
    Standing.READY: (_("可以办了"), "wait"),
    Standing.WAITS: (_("要等前面的"), ""),
    Standing.FAILED: (_("没有通过"), "bad"),
    Standing.NOT_NEEDED: (_("不用办"), ""),
}

ACTIONS: dict[str, Text] = {
    "projects.write_kind": _("写项目类型的阶段"),
    "projects.put_kind_in_force": _("核对项目类型的阶段，生效"),
    "projects.send_kind_back": _("退回项目类型的阶段"),
    "projects.register": _("登记投资项目"),
    "projects.begin": _("在项目里申请"),
    "projects.note_engagement": _("记中介服务"),
    "projects.end_engagement": _("中介服务结束"),
}

TARGETS: dict[str, Text] = {
    "projects.kind": _("项目类型"),
    "projects.project": _("投资项目"),
}

FACTS: dict[str, Text] = {"application": _("申请"), "since": _("从哪天起")}
VALUES: dict[str, Text] = {}
