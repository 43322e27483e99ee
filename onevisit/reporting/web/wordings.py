"""What people read of reports."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.reporting.rules.changes import BatchState
from onevisit.reporting.rules.offices import OfficeEvent

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "reporting.no_such_batch": _("没有这一批上报。"),
    "reporting.forgotten": _("这一批的内容已经按期删去，不能下载。"),
    "reporting.no_such_row": _("没有这一行上报数据。"),
    "reporting.not_refused": _("这一行没有被拒收，或者已经重新上报。请刷新后再看。"),
    "reporting.no_such_subscription": _("没有这个系统，或者已经断开。"),
    "reporting.no_such_call": _("没有这一条。"),
    "reporting.no_department": _("请选一个部门。"),
    "reporting.joined_already": _("这个部门已经接了这个地址。"),
    "reporting.not_dead": _("这一条没有停下，不用再告诉。请刷新后再看。"),
    "reporting.nothing_named": _("请写办件号，或者选一个日期。"),
    "reporting.nothing_to_replay": _("没有告诉过这样的动静，请检查办件号和日期。"),
    "reporting.too_much_to_replay": _("一次最多再告诉 %(most)s 条，请选近一些的日期。"),
    "reporting.bad_address": _("这不是可以用的地址，要以 https:// 开头，不带用户名和 #。"),
    "reporting.address_private": _(
        "这个地址在内部网络里，不能告诉。确要接，请技术人员在设置里放行这个网段。"
    ),
    "reporting.address_plain": _("这个地址没有加密，请改用 https://。"),
    "reporting.name_unknown": _("找不到这个域名。"),
    "reporting.no_answer": _("没有应答"),
    "reporting.not_heard": _("对方没有收"),
    "reporting.no_such_office": _("没有这个用文件办的单位。"),
    "reporting.no_such_officer": _("没有这个登录名，或者这个人不是该单位的审批人。"),
    "reporting.file_too_big": _("文件太大，最多 %(most)s MB，请分成几份。"),
    "reporting.row_lacks": _("缺 %(column)s 这一列的内容。"),
    "reporting.row_event_unknown": _("不认识 %(event)s，可以写：%(known)s。"),
    "reporting.row_bad_day": _("%(column)s 要写成 2026-03-09 这样的日期。"),
    "reporting.row_unexpected": _("系统出错，已记入日志，请换一个编号再交一次。"),
    "reporting.case_not_theirs": _("没有这件办件，或者不归这个单位。"),
    "reporting.no_such_answer": _("没有这一条确认记录。"),
    "reporting.no_codes": _(
        "请在表里给省里答复了的代码打勾：没有代码的不能确认，没有记过的不能取消。"
    ),
    "reporting.code_why": _("请写清楚，最多 %(most)s 个字。"),
    "reporting.codes_changed": _(
        "代码文件改过了，和记下的代码不一样。请退回，按现在的代码重新记。"
    ),
    "reporting.away": _("对方没有应答，会自动再发"),
    "reporting.gap": _("对方在等第 %(number)s 批，这一批早已办完。请和对方核对，必要时从备份恢复"),
}

STATES: dict[BatchState, tuple[Text, str]] = {
    BatchState.MADE: (_("等着发"), "now"),
    BatchState.SENT: (_("发出，等应答"), "now"),
    BatchState.ANSWERED: (_("全部应答"), "ok"),
}

TITLES: dict[str, Text] = {
    "up_pro_accept": _("办件受理信息"),
    "up_pro_process": _("办件过程信息"),
    "up_pro_special_procedure": _("办件特别程序"),
    "up_pro_result": _("办件结果信息"),
    "up_pro_material": _("办件材料"),
    "up_lic_data": _("证照目录"),
}

EVENTS: dict[str, Text] = {
    OfficeEvent.ACCEPT: _("受理"),
    OfficeEvent.NOT_ACCEPT: _("不予受理"),
    OfficeEvent.CONFIRM: _("确认材料"),
    OfficeEvent.OPINION: _("写审查意见"),
    OfficeEvent.SUSPEND: _("转入特别程序"),
    OfficeEvent.RESUME: _("结束特别程序"),
    OfficeEvent.APPROVE: _("准予"),
    OfficeEvent.REFUSE: _("不予许可"),
}

ACTIONS: dict[str, Text] = {
    "reporting.join_office": _("加上用文件办的单位"),
    "reporting.take_file": _("读取单位交回的文件"),
    "reporting.subscribe": _("接上部门系统"),
    "reporting.pause": _("暂停告诉部门系统"),
    "reporting.resume": _("继续告诉部门系统"),
    "reporting.unsubscribe": _("断开部门系统"),
    "reporting.call_again": _("没听到的再告诉一次"),
    "reporting.let_go": _("没听到的跳过"),
    "reporting.replay": _("从头再告诉部门系统"),
    "reporting.resend": _("重新上报被拒收的数据"),
    "reporting.record_codes": _("记下省里对代码的答复"),
    "reporting.confirm_codes": _("核对省里对代码的答复"),
    "reporting.return_codes": _("退回省里对代码的答复"),
}

TARGETS: dict[str, Text] = {
    "reporting.row": _("一行上报数据"),
    "reporting.batch": _("一批上报"),
    "reporting.subscription": _("部门系统"),
    "reporting.office": _("用文件办的单位"),
    "reporting.codeanswer": _("省里对代码的答复"),
}

FACTS: dict[str, Text] = {
    "table": _("数据表"),
    "seq": _("第几步"),
    "rows": _("行数"),
    "refused": _("没办成的行"),
    "calls": _("条数"),
    "codes": _("代码数"),
    "left": _("没告诉的"),
}

VALUES: dict[str, Text] = {
    "reporting.batch": _("上报办件数据"),
    "reporting.file": _("下载上报文件"),
    "reporting.office_file": _("写给单位的办件文件"),
}


def problem_text(problem: str) -> str:
    """Why a batch did not go: our own codes in words, words of the other side as they stand."""
    code, _sign, number = problem.partition(":")
    if code not in WORDINGS:
        return problem
    return str(WORDINGS[code]) % {"number": number}
