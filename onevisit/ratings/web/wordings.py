"""What the ratings room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.ratings.rules import Level, NoteKind, OccasionKind, Reason, RectificationState

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "ratings.no_such_occasion": _("这个评价链接不对，请重新扫码，或者从您的办件里打开。"),
    "ratings.no_such_rectification": _("没有找到这条整改，或者它不归您查看。"),
    "ratings.not_for_staff": _("您现在是用工作人员的身份登录的，评价要由办事的人来做。"),
    "ratings.level_needed": _("请先选一个，满意还是不满意。"),
    "ratings.unknown_reason": _("请从列出的原因里选。"),
    "ratings.words_too_long": _("写得太长了，最多 %(limit)s 个字。"),
    "ratings.words_needed": _("请写明说了什么、做了什么。"),
    "ratings.too_late_to_change": _(
        "评价 %(days)s 天内可以改，现在已经过了。要反映情况请打 12345。"
    ),
    "ratings.not_possible_now": _("这一步现在不能做：先回访，再整改。请刷新后查看。"),
    "ratings.unknown_kind": _("请选择没打通、已回访还是已整改。"),
}

LEVELS: dict[Level, tuple[Text, str]] = {
    Level.VERY_GOOD: (_("非常满意"), "laugh"),
    Level.GOOD: (pgettext_lazy("评价", "满意"), "smile"),
    Level.FAIR: (_("基本满意"), "meh"),
    Level.BAD: (_("不满意"), "frown"),
    Level.VERY_BAD: (_("非常不满意"), "angry"),
}
"""What each level is called, and its face."""

REASONS: dict[Reason, Text] = {
    Reason.KIND: _("态度好"),
    Reason.FAST: _("办得快"),
    Reason.CLEAR: _("讲得清楚"),
    Reason.EASY: _("少跑了路"),
    Reason.RUDE: _("态度不好"),
    Reason.SLOW: _("等得太久"),
    Reason.UNCLEAR: _("讲不清楚"),
    Reason.AGAIN: _("让我多跑了"),
    Reason.MORE_PAPERS: _("多要了材料"),
    Reason.SYSTEM: _("网上不好用"),
}

KINDS: dict[OccasionKind, Text] = {
    OccasionKind.INTAKE: _("到窗口交申请"),
    OccasionKind.ON_THE_SPOT: _("到窗口，当场办好"),
    OccasionKind.SENT_HOME: _("到窗口，没有办成"),
    OccasionKind.HAND_OUT: _("到窗口领结果"),
    OccasionKind.LOCKER: _("到智能柜取结果"),
    OccasionKind.CORRECTION: _("到窗口补正"),
    OccasionKind.ENTRUST: _("到窗口委托代办员"),
    OccasionKind.AT_HELPER: _("到代办点，代办员帮着办"),
    OccasionKind.PROJECT: _("到窗口登记投资项目"),
    OccasionKind.CONSENT: _("到窗口，当面同意"),
    OccasionKind.HOME_VISIT: _("代办员上门"),
    OccasionKind.ONLINE: _("没跑窗口，办结"),
    OccasionKind.PARCEL: _("没跑窗口，结果寄到"),
    OccasionKind.CALL: _("打 12345 问办件"),
}

STATES: dict[RectificationState, tuple[Text, str]] = {
    RectificationState.OPEN: (_("等回访"), "wait"),
    RectificationState.CALLED: (_("已回访，在整改"), "now"),
    RectificationState.RECTIFIED: (_("已整改"), "ok"),
}

NOTES: dict[NoteKind, Text] = {
    NoteKind.NO_ANSWER: _("没打通"),
    NoteKind.CALLED: _("已回访"),
    NoteKind.RECTIFIED: _("已整改"),
}

ACTIONS: dict[str, Text] = {
    "ratings.rate": pgettext_lazy("审计", "评价"),
    "ratings.change": _("改评价"),
    "ratings.call": _("记 12345 来电"),
    "ratings.no_answer": _("回访没打通"),
    "ratings.called": _("回访"),
    "ratings.rectified": pgettext_lazy("审计", "整改"),
}

TARGETS: dict[str, Text] = {
    "ratings.occasion": _("一次接触"),
    "ratings.rectification": _("差评整改"),
}

FACTS: dict[str, Text] = {"level": _("评价等级"), "level_before": _("原来的等级")}

VALUES: dict[str, Text] = {
    "ratings.words": _("看差评内容"),
    "ratings.call_back": _("看回访电话"),
}
