"""What a citizen's pages call states, steps and contacts: plain words, no office language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.cases.rules.refusing import NotAccepted
from onevisit.ratings.rules import OccasionKind

Text = str | Promise

STATES: Mapping[CaseState, Text] = {
    CaseState.SUBMITTED: _("等部门受理"),
    CaseState.CORRECTION_REQUESTED: _("等您补正"),
    CaseState.ACCEPTED: _("已受理，等前一件"),
    CaseState.IN_REVIEW: _("正在审查"),
    CaseState.SUSPENDED: _("特别程序，时限暂停"),
    CaseState.APPROVED: _("已批准，正在制证"),
    CaseState.ISSUED: _("办好了，等您领"),
    CaseState.DELIVERED: pgettext_lazy("办件", "办好了"),
    CaseState.REFUSED: pgettext_lazy("办件", "没有批准"),
    CaseState.NOT_ACCEPTED: pgettext_lazy("办件", "没有受理"),
    CaseState.WITHDRAWN: pgettext_lazy("办件", "您已撤回"),
    CaseState.RETURNED: pgettext_lazy("办件", "没有补齐，已退件"),
    CaseState.REVOKED: pgettext_lazy("办件", "已撤销"),
    CaseState.TERMINATED: pgettext_lazy("办件", "已终止"),
    CaseState.VOID: pgettext_lazy("办件", "已作废"),
    CaseState.PASSED_UP: _("初审好了，已转报上级"),
    CaseState.OVERTURNED: _("原来的决定被撤销或变更"),
}

WHYS: Mapping[str, Text] = {
    NotAccepted.NOT_THIS_OFFICE: _("不归这个部门管"),
    NotAccepted.NO_PERMIT: _("不用办许可"),
}
"""What a case that was not accepted is called where there is more to say than that."""

TAGS: Mapping[CaseState, str] = {
    CaseState.SUBMITTED: "now",
    CaseState.CORRECTION_REQUESTED: "wait",
    CaseState.ACCEPTED: "now",
    CaseState.IN_REVIEW: "now",
    CaseState.SUSPENDED: "",
    CaseState.APPROVED: "ok",
    CaseState.ISSUED: "wait",
    CaseState.DELIVERED: "ok",
    CaseState.REFUSED: "bad",
    CaseState.NOT_ACCEPTED: "bad",
    CaseState.WITHDRAWN: "",
    CaseState.RETURNED: "bad",
    CaseState.REVOKED: "bad",
    CaseState.TERMINATED: "",
    CaseState.VOID: "",
    CaseState.PASSED_UP: "",
    CaseState.OVERTURNED: "",
}

PRE_REVIEWS: Mapping[PreReview, Text] = {
    PreReview.PASSED: _("预审通过，等部门受理"),
    PreReview.RETURNED: _("预审退回，等您改"),
    PreReview.RESUPPLIED: _("您改好了，等部门受理"),
}
"""What a case that waits for acceptance is called after a first look 预审."""

PRE_REVIEW_TAGS: Mapping[PreReview, str] = {
    PreReview.PASSED: "ok",
    PreReview.RETURNED: "wait",
}

STEPS: Mapping[str, Text] = {
    "submitted": pgettext_lazy("进度", "提交"),
    "accepted": pgettext_lazy("进度", "受理"),
    "decided": pgettext_lazy("进度", "审批"),
    "delivered": pgettext_lazy("进度", "拿到结果"),
}

DRAFT_STEPS: tuple[Text, ...] = (
    pgettext_lazy("进度", "说情况"),
    pgettext_lazy("进度", "备材料"),
    pgettext_lazy("进度", "填表"),
    pgettext_lazy("进度", "签名提交"),
)

CONTACTS: Mapping[ContactKind, Text] = {
    ContactKind.INTAKE: _("到窗口交申请"),
    ContactKind.ON_THE_SPOT: _("到窗口，当场办好"),
    ContactKind.SENT_HOME: _("到窗口，没有办成"),
    ContactKind.HAND_OUT: _("到窗口领结果"),
    ContactKind.LOCKER: _("到智能柜取结果"),
    ContactKind.CORRECTION: _("到窗口补正"),
    ContactKind.ENTRUST: _("到窗口委托代办员"),
    ContactKind.AT_HELPER: _("到代办点，代办员帮着办"),
    ContactKind.PROJECT: _("到窗口登记投资项目"),
    ContactKind.CONSENT: _("到窗口，当面同意"),
    ContactKind.HOME_VISIT: _("代办员上门"),
}

OCCASIONS: Mapping[OccasionKind, Text] = {
    **{OccasionKind(kind.value): label for kind, label in CONTACTS.items()},
    OccasionKind.ONLINE: _("没跑窗口，办结"),
    OccasionKind.PARCEL: _("没跑窗口，结果寄到"),
    OccasionKind.CALL: _("打 12345 问办件"),
}
"""What may be rated."""
