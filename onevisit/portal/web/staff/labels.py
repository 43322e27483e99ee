"""What staff pages call states, actions, papers and clocks."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.cases.queries import WindowTask
from onevisit.cases.rules.deputies import Away
from onevisit.cases.rules.letters import LetterKind
from onevisit.cases.rules.lifecycle import Action, CaseState, ClockKind
from onevisit.cases.rules.obligations import Check, Ground, ObligationState
from onevisit.cases.rules.refusing import NotAccepted
from onevisit.cases.rules.routes import Finding, RouteKind
from onevisit.cases.rules.rulings import Ruling, Way
from onevisit.cases.rules.stopping import Stop
from onevisit.cases.rules.submission import SentHome
from onevisit.catalogue.rules.vocabulary import Prefill
from onevisit.guidance.rules.checklist import How
from onevisit.hall.rules import Priority, TicketState

Text = str | Promise

STATES: Mapping[CaseState, Text] = {
    CaseState.SUBMITTED: _("待受理"),
    CaseState.CORRECTION_REQUESTED: _("等申请人补正"),
    CaseState.ACCEPTED: _("已受理，等前一项"),
    CaseState.IN_REVIEW: _("审查中"),
    CaseState.SUSPENDED: _("特别程序，时限暂停"),
    CaseState.APPROVED: pgettext_lazy("状态", "准予"),
    CaseState.ISSUED: _("已制证，待领"),
    CaseState.DELIVERED: _("已送达"),
    CaseState.REFUSED: pgettext_lazy("状态", "不予许可"),
    CaseState.NOT_ACCEPTED: pgettext_lazy("状态", "不予受理"),
    CaseState.WITHDRAWN: _("已撤回"),
    CaseState.RETURNED: pgettext_lazy("状态", "退件"),
    CaseState.REVOKED: pgettext_lazy("状态", "已撤销"),
    CaseState.TERMINATED: pgettext_lazy("状态", "终止"),
    CaseState.VOID: pgettext_lazy("状态", "作废"),
    CaseState.PASSED_UP: _("已转报上级"),
    CaseState.OVERTURNED: _("经复议、诉讼撤销或变更"),
}

STATE_TAGS: Mapping[CaseState, str] = {
    CaseState.SUBMITTED: "wait",
    CaseState.CORRECTION_REQUESTED: "",
    CaseState.ACCEPTED: "",
    CaseState.IN_REVIEW: "now",
    CaseState.SUSPENDED: "",
    CaseState.APPROVED: "ok",
    CaseState.ISSUED: "ok",
    CaseState.DELIVERED: "ok",
    CaseState.REFUSED: "bad",
    CaseState.NOT_ACCEPTED: "bad",
    CaseState.WITHDRAWN: "",
    CaseState.RETURNED: "bad",
    CaseState.REVOKED: "bad",
    CaseState.TERMINATED: "",
    CaseState.VOID: "",
    CaseState.PASSED_UP: "",
    CaseState.OVERTURNED: "bad",
}

ACTIONS: Mapping[Action, Text] = {
    Action.SUBMIT: pgettext_lazy("经过", "收件"),
    Action.ACCEPT: pgettext_lazy("经过", "受理"),
    Action.ACCEPT_DEFERRED: pgettext_lazy("经过", "容缺受理"),
    Action.ACCEPT_COMMITMENT: pgettext_lazy("经过", "告知承诺受理"),
    Action.DEEM_ACCEPTED: pgettext_lazy("经过", "逾期未答复，视为自收件之日起受理"),
    Action.NOT_ACCEPT: pgettext_lazy("经过", "不予受理"),
    Action.REQUEST_CORRECTION: pgettext_lazy("经过", "一次性告知补正"),
    Action.CORRECT: pgettext_lazy("经过", "申请人补正"),
    Action.PRE_PASS: pgettext_lazy("经过", "预审通过"),
    Action.PRE_RETURN: pgettext_lazy("经过", "预审退回"),
    Action.RESUPPLY: pgettext_lazy("经过", "申请人按预审意见补改"),
    Action.SUPPLY: pgettext_lazy("经过", "容缺材料补齐"),
    Action.RETURN: pgettext_lazy("经过", "逾期未补，退件"),
    Action.START: pgettext_lazy("经过", "开始审查"),
    Action.SUSPEND: pgettext_lazy("经过", "进入特别程序，时限暂停"),
    Action.RESUME: pgettext_lazy("经过", "特别程序结束，时限继续"),
    Action.EXTEND: pgettext_lazy("经过", "批准延长办理期限"),
    Action.EXTEND_LATE: pgettext_lazy("经过", "批准延长法定期限，承诺期限已过"),
    Action.APPROVE: pgettext_lazy("经过", "准予"),
    Action.REFUSE: pgettext_lazy("经过", "不予许可"),
    Action.ISSUE: pgettext_lazy("经过", "制证"),
    Action.DELIVER: pgettext_lazy("经过", "送达"),
    Action.WITHDRAW: pgettext_lazy("经过", "申请人撤回"),
    Action.REVOKE: pgettext_lazy("经过", "撤销，结果不再发出"),
    Action.TERMINATE: pgettext_lazy("经过", "终止办理"),
    Action.VOID: pgettext_lazy("经过", "作废"),
    Action.RULED_UPHELD: pgettext_lazy("经过", "复议、诉讼维持"),
    Action.RULED_UNLAWFUL: pgettext_lazy("经过", "确认违法，结果保留"),
    Action.RULED_CHANGED: pgettext_lazy("经过", "复议、诉讼变更"),
    Action.RULED_ANNULLED: pgettext_lazy("经过", "复议、诉讼撤销"),
    Action.RULED_AGAIN: pgettext_lazy("经过", "撤销原决定，责令重作"),
    Action.REDO: pgettext_lazy("经过", "重新办理"),
    Action.FEE_ASKED: pgettext_lazy("经过", "等申请人缴费，时限暂停"),
    Action.FEE_SETTLED: pgettext_lazy("经过", "缴费办妥，时限继续"),
    Action.MEND_ASKED: pgettext_lazy("经过", "等申请人修改图纸，时限暂停"),
    Action.MEND_LONGER: pgettext_lazy("经过", "同意延长改图期限"),
    Action.MEND_OVER: pgettext_lazy("经过", "不再等申请人修改图纸，时限继续"),
    Action.PASS_UP: pgettext_lazy("经过", "初审后转报上级"),
    Action.FROM_BELOW: pgettext_lazy("经过", "收到下级转报"),
    Action.RECOUNT: pgettext_lazy("经过", "放假通知公布，期限重算"),
}

CLOCKS: Mapping[ClockKind, Text] = {
    ClockKind.INTAKE: _("受理期限"),
    ClockKind.CORRECTION: _("申请人补正期限"),
    ClockKind.DEFERRAL: _("容缺补交期限"),
    ClockKind.MENDING: _("申请人改图期限"),
    ClockKind.LEGAL: _("法定期限"),
    ClockKind.PROMISED: _("承诺期限"),
    ClockKind.SUSPENSION: _("特别程序"),
    ClockKind.DELIVERY: _("送达期限"),
}

HOWS: Mapping[str, Text] = {
    How.BRING: _("申请人提交"),
    How.MAY_FOLLOW: _("申请人提交，可后补"),
    How.FETCHED: _("部门核验，不用交"),
    How.GENERATED: _("由申请表生成"),
    How.PRODUCED: _("本次办理产生"),
    How.NOT_NEEDED: _("本情形不需要"),
}

KINDS: Mapping[str, Text] = {
    "upload": _("申请人上传"),
    "scan": _("窗口扫描"),
    "paper": _("窗口收原件"),
    "generated": _("由申请表生成"),
    "fetched": _("平台登记信息核验"),
    "promise": _("申请人承诺代替"),
}

TASKS: Mapping[str, Text] = {
    "accept": _("受理"),
    "review": _("审查"),
    "site_visit": _("踏勘"),
    "decide": _("决定"),
    "issue": _("制证"),
}

TASK_STATES: Mapping[str, Text] = {
    "open": _("待办"),
    "done": _("已完成"),
    "void": _("不再需要"),
}

ORIGINS: Mapping[str, Text] = {
    Prefill.PERSON_NAME: _("身份登记"),
    Prefill.PERSON_ID: _("身份登记"),
    Prefill.PERSON_PHONE: _("登记手机"),
    Prefill.ORG_NAME: _("执照信息"),
    Prefill.ORG_USCC: _("执照信息"),
    Prefill.ORG_ADDRESS: _("执照信息"),
    Prefill.ORG_REPRESENTATIVE: _("执照信息"),
    Prefill.ANSWER: _("情形回答"),
}

COLLECTIONS: Mapping[str, Text] = {
    "online": _("网上下载电子件"),
    "window": _("到窗口领"),
    "courier": _("邮寄到家"),
    "locker": _("智能柜自取"),
}

NOT_ACCEPTED: Mapping[NotAccepted, Text] = {
    NotAccepted.UNMET: _("不符合受理条件"),
    NotAccepted.NOT_THIS_OFFICE: _("不属于本机关职权范围"),
    NotAccepted.NO_PERMIT: _("不需要取得许可"),
}
"""行政许可法 art. 32."""

SENT_HOME: Mapping[SentHome, Text] = {
    SentHome.MATERIALS: _("材料不齐，带齐再来"),
    SentHome.CONDITIONS: _("不符合办理条件"),
    SentHome.ELSEWHERE: _("不归这里办，已说明去哪里"),
    SentHome.SYSTEM: _("系统故障，办不了"),
}

FINDINGS: Mapping[Finding, Text] = {
    Finding.GOOD: _("检查了，没有问题"),
    Finding.TO_MEND: _("责令改正"),
    Finding.PUNISHED: _("已处罚"),
    Finding.LOOK_AGAIN: _("不再符合许可条件，请审批部门处理"),
}

ROUTES: Mapping[RouteKind, Text] = {
    RouteKind.UPWARD: _("初审后转报"),
    RouteKind.REGULATION: _("批准后移交监管"),
}

AWAY: Mapping[Away, Text] = {
    Away.LEAVE: _("休假"),
    Away.DUTY: _("公出"),
    Away.TRAINING: _("培训"),
    Away.OTHER: _("其他"),
}

UNMASK_REASONS: Mapping[str, Text] = {
    "verify_identity": _("核对身份"),
    "contact": _("联系申请人"),
    "compare_document": _("比对证件"),
}

IDENTIFIED: Mapping[str, Text] = {
    "id_card": _("已看身份证原件"),
    "licence": _("已核电子身份证"),
}


def state_label(state: CaseState | str) -> Text:
    """What a state is called."""
    return STATES[CaseState(state)]


def state_tag(state: CaseState | str) -> str:
    """The class of its tag."""
    return STATE_TAGS[CaseState(state)]


STEPS: Mapping[str, Text] = {
    "submitted": _("收件"),
    "accepted": _("受理"),
    "decided": _("决定"),
    "delivered": _("送达"),
}

LETTERS: Mapping[LetterKind, Text] = {
    LetterKind.RECEIPT: pgettext_lazy("文书", "收件凭证"),
    LetterKind.CORRECTED: pgettext_lazy("文书", "补正材料收件凭证"),
    LetterKind.COMMITMENT: pgettext_lazy("文书", "告知承诺书"),
    LetterKind.ACCEPTANCE: pgettext_lazy("文书", "受理通知书"),
    LetterKind.NOTICE: pgettext_lazy("文书", "一次性告知书"),
    LetterKind.NON_ACCEPTANCE: pgettext_lazy("文书", "不予受理通知书"),
    LetterKind.SUSPENSION: pgettext_lazy("文书", "特别程序告知书"),
    LetterKind.EXTENSION: pgettext_lazy("文书", "延长办理期限告知书"),
    LetterKind.APPROVAL: pgettext_lazy("文书", "准予决定书"),
    LetterKind.REFUSAL: pgettext_lazy("文书", "不予许可决定书"),
    LetterKind.RETURN: pgettext_lazy("文书", "退件通知书"),
    LetterKind.TERMINATION: pgettext_lazy("文书", "终止办理通知书"),
    LetterKind.VOIDING: pgettext_lazy("文书", "作废通知书"),
    LetterKind.WITHDRAWAL: pgettext_lazy("文书", "撤回申请确认书"),
    LetterKind.PASSING: _("转报告知书"),
    LetterKind.RULING: pgettext_lazy("文书", "复议、诉讼结果告知书"),
    LetterKind.ORDER: pgettext_lazy("文书", "责令限期改正通知书"),
    LetterKind.HEARING: pgettext_lazy("文书", "拟撤销告知书"),
    LetterKind.REVOCATION: pgettext_lazy("文书", "撤销决定书"),
    LetterKind.DELIVERY: _("送达回证"),
}
"""What a letter is called in lists, in the manner of its printed title."""

PRIORITIES: Mapping[str, Text] = {
    Priority.ELDER: _("老年人"),
    Priority.DISABLED: _("残疾人"),
    Priority.MILITARY: _("军人"),
    Priority.PREGNANT: _("孕产妇"),
}

TICKETS: Mapping[str, Text] = {
    TicketState.WAITING: pgettext_lazy("排队", "等候"),
    TicketState.CALLED: pgettext_lazy("排队", "已叫号"),
    TicketState.SERVING: pgettext_lazy("排队", "正在办"),
    TicketState.DONE: pgettext_lazy("排队", "办完"),
    TicketState.GONE: pgettext_lazy("排队", "离开"),
}

TICKET_TAGS: Mapping[str, str] = {
    TicketState.WAITING: "wait",
    TicketState.CALLED: "now",
    TicketState.SERVING: "now",
    TicketState.DONE: "ok",
    TicketState.GONE: "",
}
"""The class of its tag."""
OBLIGATIONS: Mapping[ObligationState, Text] = {
    ObligationState.OPEN: _("等核查"),
    ObligationState.KEPT: pgettext_lazy("承诺", "核查属实"),
    ObligationState.ORDERED: pgettext_lazy("承诺", "责令限期改正"),
    ObligationState.PUT_RIGHT: pgettext_lazy("承诺", "已改正"),
    ObligationState.HEARING: pgettext_lazy("承诺", "拟撤销，等陈述申辩"),
    ObligationState.HEARD: pgettext_lazy("承诺", "已听取陈述申辩"),
    ObligationState.REVOKED: pgettext_lazy("承诺", "已撤销"),
    ObligationState.DROPPED: pgettext_lazy("承诺", "不再处理"),
}
"""Where a commitment stands after the grant."""

OBLIGATION_TAGS: Mapping[ObligationState, str] = {
    ObligationState.OPEN: "now",
    ObligationState.KEPT: "ok",
    ObligationState.ORDERED: "wait",
    ObligationState.PUT_RIGHT: "ok",
    ObligationState.HEARING: "wait",
    ObligationState.HEARD: "wait",
    ObligationState.DROPPED: "",
    ObligationState.REVOKED: "bad",
}

CHECKS: Mapping[Check, Text] = {
    Check.CONFIRM: _("核查属实"),
    Check.ORDER: _("不属实，责令限期改正"),
    Check.PUT_RIGHT: _("已经改正"),
    Check.CALL_HEARING: _("拟撤销，告知听取陈述申辩"),
    Check.HEAR: _("记录陈述申辩"),
    Check.REVOKE: _("撤销"),
    Check.DROP: _("采纳陈述申辩，不再处理"),
    Check.RECOUNT: _("放假安排公布，核查期限重算"),
}

WINDOW_TASKS: Mapping[WindowTask, Text] = {
    WindowTask.CORRECTED: _("补正已回"),
    WindowTask.CORRECTION: _("等补正"),
    WindowTask.DEFERRAL: _("容缺待补"),
    WindowTask.READY: _("证照待发"),
}
"""Why something waits for a window."""

GROUNDS: Mapping[Ground, Text] = {
    Ground.FOUND: _("检查发现问题，先责令改正"),
    Ground.UNLAWFUL: _("当初不该准予，拟撤销"),
    Ground.CHANGED: _("法律或者情况变了，拟撤回"),
    Ground.CEASED: _("期满、持有人不在了，拟注销"),
}
"""What an authority begins of its own motion."""

MOTION_STATES: Mapping[tuple[Ground, ObligationState], Text] = {
    (Ground.CHANGED, ObligationState.HEARING): _("拟撤回，等陈述申辩"),
    (Ground.CHANGED, ObligationState.REVOKED): _("结果已撤回"),
    (Ground.CEASED, ObligationState.HEARING): _("拟注销，等陈述申辩"),
    (Ground.CEASED, ObligationState.REVOKED): _("结果已注销"),
}
"""Where it is not revoked but recalled or struck off."""

MOTION_CHECKS: Mapping[tuple[Ground, Check], Text] = {
    (Ground.CHANGED, Check.CALL_HEARING): _("拟撤回，告知听取陈述申辩"),
    (Ground.CHANGED, Check.REVOKE): _("决定撤回"),
    (Ground.CEASED, Check.CALL_HEARING): _("拟注销，告知听取陈述申辩"),
    (Ground.CEASED, Check.REVOKE): _("决定注销"),
}

MOTION_LETTERS: Mapping[tuple[Ground, LetterKind], Text] = {
    (Ground.CHANGED, LetterKind.HEARING): pgettext_lazy("文书", "拟撤回告知书"),
    (Ground.CHANGED, LetterKind.REVOCATION): pgettext_lazy("文书", "撤回决定书"),
    (Ground.CEASED, LetterKind.HEARING): pgettext_lazy("文书", "拟注销告知书"),
    (Ground.CEASED, LetterKind.REVOCATION): pgettext_lazy("文书", "注销决定书"),
}


def letter_name(ground: Ground, kind: LetterKind) -> Text:
    """What a letter is called in lists, in the words of its ground."""
    return MOTION_LETTERS.get((ground, kind), LETTERS[kind])


def obligation_state(ground: Ground, state: ObligationState) -> Text:
    """Where it stands, in the words of its ground."""
    return MOTION_STATES.get((ground, state), OBLIGATIONS[state])


def check_name(ground: Ground, check: Check) -> Text:
    """What was or can be recorded, in the words of its ground."""
    return MOTION_CHECKS.get((ground, check), CHECKS[check])


STOPS: Mapping[Stop, Text] = {
    Stop.DEATH: _("终止：申请人死亡或者不能办理"),
    Stop.CEASED: _("终止：申请的单位终止了"),
    Stop.GONE: _("终止：要办的对象不存在了"),
    Stop.DUPLICATE: _("作废：重复收件"),
    Stop.MISTAKE: _("作废：误收，收错了人或者事项"),
}

WAYS: Mapping[Way, Text] = {Way.REVIEW: _("行政复议"), Way.SUIT: _("行政诉讼")}

RULINGS: Mapping[Ruling, Text] = {
    Ruling.UPHELD: _("维持原来的决定"),
    Ruling.UNLAWFUL: _("确认违法，不撤销，结果保留"),
    Ruling.CHANGED: _("变更，由复议机关、法院直接改了"),
    Ruling.ANNULLED: _("撤销，不用重新作"),
    Ruling.AGAIN: _("撤销，责令重新作出决定"),
}
"""What was ruled after a review or a suit."""
