"""What can go wrong with an application, and what one may do then: the law in plain words."""

from django.utils.translation import gettext as _

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import OnSilence, TaskType
from onevisit.guidance.web.part_guide import Row
from onevisit.guidance.web.things import Thing
from onevisit.ui.formatting import natural_days, working_days
from onevisit.ui.site import site


def rights(thing: Thing) -> list[Row]:
    """Why it may fail, what happens to papers that are not in order, and whom to turn to."""
    items = [part.item for part in thing.offer.parts]
    rows = [
        Row(_("哪些情况办不成"), _failures(items)),
        Row(_("材料不齐"), _correction(items)),
        Row(_("没有通过"), _refusal(items)),
        Row(_("不服决定"), _remedies(items)),
        Row(_("投诉"), _complaint(thing)),
    ]
    return [row for row in rows if row.lines]


def _failures(items: list[ItemDefinition]) -> tuple[str, ...]:
    said = [_("不符合上面写的办理条件")] if any(i.texts.conditions for i in items) else []
    said.append(_("材料不齐，告知以后到期还没有补上"))
    if any(material.defer_days for item in items for material in item.materials):
        said.append(_("说好后补的材料到期没有补上"))
    if any(item.takes_commitments for item in items):
        said.append(_("承诺的情况核查不属实，经责令改正仍不改正"))
    return tuple(said)


def _correction(items: list[ItemDefinition]) -> tuple[str, ...]:
    intake = max(item.regime.intake for item in items)
    given = min(item.regime.applicant_limit for item in items)
    said = [
        _("缺什么一次告诉您，最晚在提交后 %(limit)s。") % {"limit": working_days(intake)},
        _("您有 %(limit)s补，网上、任何一个窗口都能补。") % {"limit": natural_days(given)},
    ]
    if all(item.regime.on_silence is OnSilence.DEEMED_ACCEPTED for item in items):
        said.append(_("到期没有告诉您的，从收到材料那天起就算受理了。"))
    return tuple(said)


def _refusal(items: list[ItemDefinition]) -> tuple[str, ...]:
    if len(items) == 1:
        return (_("书面告诉您理由，把缺的条件补齐以后可以再申请。"),)
    return (
        _("书面告诉您理由，把缺的条件补齐以后可以再申请。"),
        _("一件手续没有通过，不影响其他几件。"),
    )


def _remedies(items: list[ItemDefinition]) -> tuple[str, ...]:
    """行政复议法 art. 20, 24; 行政诉讼法 art. 46. A service decides nothing to sue about."""
    if all(item.task_type is TaskType.SERVICE for item in items):
        return ()
    return (
        _(
            "自收到决定之日起 60 日内，可以向%(county)s人民政府申请行政复议"
            "（法律规定由上一级主管部门管辖的，向上一级主管部门申请），不收取费用。"
        )
        % {"county": site().county},
        _("自收到决定之日起 6 个月内，也可以依法直接向有管辖权的人民法院提起行政诉讼。"),
        _("法律对复议、诉讼的期限和先后另有规定的，从其规定。"),
    )


def _complaint(thing: Thing) -> tuple[str, ...]:
    phones = dict.fromkeys((thing.offer.texts.complaint_phone, site().hotline))
    return tuple(_("打 %(number)s") % {"number": each} for each in phones if each)
