"""The code sets of the tables that the catalogue does not have.

A province's profile (`catalogue.rules.exchange.profiles`) maps them to its own numbers.
"""

from collections.abc import Mapping

from onevisit.cases.rules.lifecycle import Action, CaseState

ID_KINDS: Mapping[str, str] = {"resident_id": "111", "passport": "414"}
"""证件类型 of a person (GA/T 517); an organisation has its credit code, ``UNIFIED``."""
UNIFIED = "001"
PERSON, COMPANY = "1", "2"
ONLINE, WINDOW = "2", "1"

LICENCES = frozenset({"证", "证书", "证照", "卡", "登记卡", "批复", "批文"})
"""Kinds of results, as items word them, that stand in the list of licences 证照目录."""

STAGES: Mapping[Action, tuple[str, str]] = {
    Action.SUBMIT: ("收件", "收件"),
    Action.PRE_PASS: ("收件", "预审通过"),
    Action.PRE_RETURN: ("收件", "预审退回"),
    Action.RESUPPLY: ("收件", "重新提交"),
    Action.REQUEST_CORRECTION: ("受理", "一次性告知补正"),
    Action.CORRECT: ("受理", "补正"),
    Action.ACCEPT: ("受理", "受理"),
    Action.ACCEPT_DEFERRED: ("受理", "容缺受理"),
    Action.ACCEPT_COMMITMENT: ("受理", "告知承诺受理"),
    Action.DEEM_ACCEPTED: ("受理", "视为受理"),
    Action.NOT_ACCEPT: ("受理", "不予受理"),
    Action.SUPPLY: ("审查", "后补材料补齐"),
    Action.START: ("审查", "开始审查"),
    Action.SUSPEND: ("审查", "进入特别程序"),
    Action.RESUME: ("审查", "特别程序结束"),
    Action.EXTEND: ("审查", "延长办理期限"),
    Action.EXTEND_LATE: ("审查", "超期后延长办理期限"),
    Action.APPROVE: ("决定", "准予"),
    Action.REFUSE: ("决定", "不予许可"),
    Action.ISSUE: ("制证", "制证"),
    Action.DELIVER: ("送达", "送达"),
    Action.WITHDRAW: ("办结", "撤回申请"),
    Action.RETURN: ("办结", "退件"),
    Action.REVOKE: ("办结", "撤销"),
    Action.RECOUNT: ("审查", "重算期限"),
    Action.FEE_ASKED: ("审查", "等待缴费"),
    Action.FEE_SETTLED: ("审查", "缴费办结"),
    Action.MEND_ASKED: ("审查", "等待修改图纸"),
    Action.MEND_OVER: ("审查", "修改图纸结束"),
    Action.TERMINATE: ("办结", "终止"),
    Action.VOID: ("办结", "作废"),
    Action.RULED_UPHELD: ("办结", "复议诉讼维持"),
    Action.RULED_UNLAWFUL: ("办结", "确认违法"),
    Action.RULED_CHANGED: ("办结", "复议诉讼变更"),
    Action.RULED_ANNULLED: ("办结", "复议诉讼撤销"),
    Action.RULED_AGAIN: ("办结", "责令重作"),
    Action.REDO: ("受理", "重新办理"),
    Action.PASS_UP: ("办结", "转报上级"),
    Action.FROM_BELOW: ("受理", "收到转报"),
}
"""环节 and 业务动作 of each act."""

OUTCOMES: Mapping[CaseState, tuple[str, str]] = {
    CaseState.APPROVED: ("1", "准予许可"),
    CaseState.ISSUED: ("1", "准予许可"),
    CaseState.DELIVERED: ("1", "准予许可"),
    CaseState.REFUSED: ("2", "不予许可"),
    CaseState.NOT_ACCEPTED: ("3", "不予受理"),
    CaseState.WITHDRAWN: ("4", "申请人撤回"),
    CaseState.RETURNED: ("5", "退件"),
    CaseState.REVOKED: ("6", "撤销"),
    CaseState.TERMINATED: ("7", "终止"),
    CaseState.VOID: ("8", "作废"),
    CaseState.PASSED_UP: ("9", "转报上级"),
    CaseState.OVERTURNED: ("6", "经复议、诉讼撤销或变更"),
}
"""结果类型 by the state a case is in; a state that is not here has no result yet."""

WAYS: Mapping[str, str] = {
    "paper": "1",  # 窗口收取
    "scan": "1",
    "upload": "2",  # 网上提交
    "fetched": "3",  # 数据共享
    "generated": "4",  # 系统生成
    "promise": "5",  # 告知承诺
}
"""收取方式 by what stands for a material; "" for what has not come."""
