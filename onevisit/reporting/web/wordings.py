"""What people read of reports."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.reporting.rules.changes import BatchState

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "reporting.no_such_batch": _("没有这一批上报。"),
    "reporting.no_such_row": _("没有这一行上报数据。"),
    "reporting.not_refused": _("这一行没有被拒收，或者已经重新上报。请刷新后再看。"),
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

ACTIONS: dict[str, Text] = {
    "reporting.resend": _("重新上报被拒收的数据"),
}

TARGETS: dict[str, Text] = {
    "reporting.row": _("一行上报数据"),
    "reporting.batch": _("一批上报"),
}

FACTS: dict[str, Text] = {
    "table": _("数据表"),
}

VALUES: dict[str, Text] = {
    "reporting.batch": _("上报办件数据"),
    "reporting.file": _("下载上报文件"),
}


def problem_text(problem: str) -> str:
    """Why a batch did not go: our own codes in words, words of the other side as they stand."""
    code, _sign, number = problem.partition(":")
    if code not in WORDINGS:
        return problem
    return str(WORDINGS[code]) % {"number": number}
