"""What the cases room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "cases.no_such_application": _("没有找到这件申请，或者它不归您查看。"),
    "cases.no_such_case": _("没有找到这个办件，或者它不归您查看。"),
    "cases.no_such_evidence": _("没有找到这份材料。"),
    "cases.no_such_clock": _("这个办件还没有开始这项计时。"),
    "cases.no_result": _("这个办件还没有结果文书。"),
    "cases.not_applicable": _("「%(offer)s」目前只能查看指南，还不能在这里申请。"),
    "cases.organisation_needed": _(
        "「%(offer)s」只受理企业和其他组织的申请，请先切换到您所代表的单位。"
    ),
    "cases.not_a_draft": _("这件申请已经提交或删除，不能再修改。"),
    "cases.not_submitted": _("这件申请还没有提交。"),
    "cases.changed_elsewhere": _(
        "这几项在另一个页面或设备上刚被改过，请核对后再保存。其他内容已经保存。"
    ),
    "cases.changed_since_shown": _("您核对之后内容又有变化，请重新核对，再签名提交。"),
    "cases.assurance_too_low": _("签名需要实名认证。请完成实名认证，或带身份证到窗口办理。"),
    "cases.questions_open": _("还有问题没有回答，答完才能提交。"),
    "cases.nothing_to_do": _("按您的情况，不需要办理任何手续。"),
    "cases.materials_missing": _("还缺这些材料：%(materials)s。"),
    "cases.answer_contradicted": _("「%(label)s」与前面回答的不一致，请改成一致。"),
    "cases.contradicts_answers": _("表里有几项与前面回答的不一致，请先改成一致。"),
    "cases.material_not_wanted": _("按您的情况，不需要交这份材料。"),
    "cases.too_many_pages": _("这份材料最多 %(limit)s 页，请精简或分开上传。"),
    "cases.too_many_files": _("一份材料最多传 %(limit)s 个文件。"),
    "cases.promise_needed": _("请先勾选承诺，再签名提交。"),
    "cases.collection_not_offered": _("结果不能用这种方式领取，请另选一种。"),
    "cases.collection_point_needed": _("请选择到哪个窗口领取。"),
    "cases.reason_needed": _("请写明理由。"),
    "cases.text_too_long": _("文字太长，最多 %(limit)s 字。"),
    "cases.until_in_past": _("预计结束日期要晚于今天。"),
    "cases.already_decided": _("这个办件已经办结，不能重复办理。经办人：%(who)s，%(on)s。"),
    "cases.claimed_by_other": _("%(who)s正在办理这个办件。"),
    "cases.moved_on": _("您打开之后，这个办件又有了新的进展，请刷新后再办。"),
    "cases.not_claimed_by_you": _("这个办件不在您手上，不能退回。"),
    "cases.step_not_open": _("这个环节现在不需要办理，请刷新后查看。"),
    "cases.review_unfinished": _("这些环节还没有完成：%(steps)s。完成后才能决定。"),
    "cases.materials_in_doubt": _("这些材料标记为存疑：%(materials)s。核实后才能准予。"),
    "cases.materials_unconfirmed": _("这些材料由部门核对，还没有确认：%(materials)s。"),
    "cases.materials_outstanding": _("这些容缺材料还没有补齐：%(materials)s。补齐后才能准予。"),
    "cases.no_such_material": _("这个办件不需要这份材料。"),
    "cases.unknown_verdict": _("请选择「属实」或「存疑」。"),
    "cases.unknown_outcome": _("请选择「准予」或「不予」。"),
    "cases.unknown_reason": _("请选择一个原因。"),
    "cases.not_delegated": _("部门没有把这项权限委托给窗口，请转给部门办理。"),
    "cases.not_immediate": _("「%(offer)s」不是即办件，不能当场办结。"),
    "cases.window_needed": _("这一步要由坐在窗口的工作人员办理。"),
    "cases.wrong_receiver": _("只有申请人本人，或者申请单位的代表，才能领取结果。"),
    "cases.identification_needed": _("请先核验领取人的身份证件。"),
    "cases.nothing_to_hand_out": _("没有等待领取的结果。"),
    "cases.originals_not_seen": _("领取前要核验原件，请先核验：%(materials)s。"),
    "cases.not_possible_now": _("办件目前的状态不能做这一步，请刷新后查看。"),
}

ACTIONS: dict[str, Text] = {
    "cases.begin": _("开始申请"),
    "cases.take_up": _("换渠道续办"),
    "cases.attach": _("提交材料"),
    "cases.remove_evidence": _("撤下材料"),
    "cases.discard": _("放弃草稿"),
    "cases.send_home": _("窗口退回"),
    "cases.sign": _("签名提交"),
    "cases.submit": _("收件"),
    "cases.accept": _("受理"),
    "cases.not_accept": _("不予受理"),
    "cases.start": _("开始审查"),
    "cases.claim": _("领办"),
    "cases.release": _("退回待办"),
    "cases.opinion": _("填写意见"),
    "cases.verdict": _("核验材料"),
    "cases.suspend": _("特别程序"),
    "cases.resume": _("恢复计时"),
    "cases.approve": _("准予"),
    "cases.refuse": _("不予许可"),
    "cases.issue": _("制证"),
    "cases.deliver": _("送达"),
    "cases.withdraw": _("撤回"),
    "cases.recount": _("重算期限"),
}

TARGETS: dict[str, Text] = {
    "cases.application": _("申请"),
    "cases.case": _("办件"),
}

FACTS: dict[str, Text] = {
    "after": _("之后的状态"),
    "seq": _("第几步"),
    "channel": _("渠道"),
    "offer": _("事项编码"),
    "material": _("材料代码"),
    "materials": _("缺的材料代码"),
    "evidence": _("文件"),
    "reason": _("原因"),
    "number": _("申请号"),
    "cases": _("办件数"),
    "step": _("环节"),
    "verdict": _("结论"),
    "calendar": _("工作日历版本"),
    "columns": _("变动的期限"),
}

VALUES: dict[str, Text] = {
    # states
    "submitted": _("待受理"),
    "accepted": _("已受理，等前一项"),
    "in_review": _("审查中"),
    "suspended": _("特别程序，时限暂停"),
    "approved": pgettext_lazy("状态", "准予"),
    "issued": _("已制证，待领"),
    "delivered": _("已送达"),
    "refused": pgettext_lazy("状态", "不予许可"),
    "not_accepted": pgettext_lazy("状态", "不予受理"),
    "withdrawn": _("已撤回"),
    # channels
    "online": _("网上"),
    "window": _("窗口"),
    # papers and what is thought of them
    "upload": _("申请人上传"),
    "scan": _("窗口扫描"),
    "paper": _("窗口收原件"),
    "generated": _("由申请表生成"),
    "fetched": _("平台登记信息核验"),
    "ok": _("属实"),
    "doubt": _("存疑"),
    # why somebody had to leave a window
    "materials": _("材料不齐，带齐再来"),
    "conditions": _("不符合办理条件"),
    "elsewhere": _("不归这里办，已说明去哪里"),
    "system": _("系统故障，办不了"),
    # steps
    "accept": _("受理"),
    "review": _("审查"),
    "site_visit": _("踏勘"),
    "decide": _("决定"),
    "issue": _("制证"),
    # what a new calendar changes
    "intake_due": _("受理期限"),
    "legal_due": _("法定期限"),
    "promised_due": _("承诺期限"),
    "delivery_due": _("送达期限"),
    "suspended_until": _("特别程序"),
    "provisional": _("是否暂定"),
    # who looked at what
    "application.draft": _("看草稿"),
    "application.receipt": _("看收件凭证"),
    "application.status": _("看办理进度"),
    "case.view": _("看办件"),
    "case.result": _("看结果文书"),
    "cases.evidence": _("看材料"),
    "cases.result": _("看结果文书"),
    "cases.look_up_by_name": _("按姓名查办件"),
}
