"""What each figure is, by which formula, and which list stands behind it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from onevisit.oversight.web.wordings import Text


@dataclass(frozen=True)
class Formula:
    """A figure: its name, its formula in words, what to know about it, and the lists behind it."""

    code: str
    name: Text
    formula: Text
    note: Text
    lists: tuple[str, ...]


FORMULAS: tuple[Formula, ...] = (
    Formula(
        "true-rate",
        _("实际实现率"),
        _("实际跑动不超过 1 次的办结申请 ÷ 知道跑了几次的办结申请"),
        _(
            "办结：申请里最后一个办件结束，不论结果。跑动按台账数：同一人在同一地点、"
            "同一个号或者相隔不超过 2 小时算一次；被劝回再来算两次；上门核查、代办员上门不算。"
            "应该有人来过、台账里一次都没记的，不知道跑了几次，单列出来，不算在里面。"
        ),
        ("over-one", "within-one", "closed"),
    ),
    Formula(
        "zero-rate",
        _("零跑率"),
        _("台账里一次没跑的办结申请 ÷ 知道跑了几次的办结申请"),
        _("从窗口收件、在窗口领取、和代办员见过面，台账里却一次都没记的，不当成没跑，单列出来。"),
        ("zero", "closed"),
    ),
    Formula(
        "average-visits",
        _("平均跑动次数"),
        _("办结申请的跑动次数之和 ÷ 知道跑了几次的办结申请数"),
        _("和首页、群众看到的是同一个数，按同一规则数。"),
        ("closed", "over-one"),
    ),
    Formula(
        "coverage",
        _("台账覆盖率"),
        _("有台账记录的到窗环节 ÷ 应有记录的到窗环节"),
        _(
            "应有记录的环节：从窗口收的件，有送达回证的窗口领取，代办员说和本人见了面的代办，每份申请各算一个。"
        ),
        ("not-recorded", "unrecorded", "seen"),
    ),
    Formula(
        "on-time",
        _("按时办结率"),
        _("在承诺期限内作出决定的办件 ÷ 作出决定且有承诺的办件"),
        _("特别程序暂停的日子不算。还在办的超期件不在里面，单列在“要您处理”。"),
        ("late", "on-time"),
    ),
    Formula(
        "days",
        _("平均用时"),
        _("受理到决定的工作日之和 ÷ 办件数"),
        _(
            "受理当天不算，暂停的日子不算。按自然日计的事项不混进来。旁边是同批办件的平均承诺和法定工作日。"
        ),
        ("timed", "limited"),
    ),
    Formula(
        "compression",
        _("承诺压缩"),
        _("Σ（法定 − 承诺）÷ Σ 法定"),
        _("按期间里作出决定的办件计，一件算一次；只算承诺和法定都按工作日写明的。"),
        ("limited",),
    ),
    Formula(
        "satisfaction",
        _("满意率"),
        _("评为非常满意、满意、基本满意的评价 ÷ 全部评价"),
        _("每次到窗、每件网上办结各评一次，按第一次评价的日子计；后来改的，按改后的等级。"),
        ("rated-bad", "rated"),
    ),
    Formula(
        "cards",
        _("红牌"),
        _("期间里出的红牌 − 核实后撤销的"),
        _("时限一过自动出牌，一件一种只出一次；部门有异议，督办核实后可以撤销，撤销的不计。"),
        ("red-cards", "yellow-cards"),
    ),
)

BY_CODE = {each.code: each for each in FORMULAS}
