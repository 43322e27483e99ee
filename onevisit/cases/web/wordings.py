"""What the cases room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
