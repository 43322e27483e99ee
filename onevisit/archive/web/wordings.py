"""What people read of the archive."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.archive.queries import Origin
from onevisit.archive.rules.retention import Retention

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "archive.no_such_package": _("没有这件档案，或者不归您管。"),
    "archive.destroyed": _("这件档案已在 %(on)s 按批准的清册销毁，只留下目录和摘要。"),
    "archive.spoilt": _("存放的归档包和签名对不上，请联系技术人员，从备份恢复。"),
    "archive.no_such_file": _("归档包里没有这个文件。"),
    "archive.no_such_transfer": _("没有这一批移交，或者不归您管。"),
    "archive.nothing_to_transfer": _("按这个条件，没有还没移交过的档案。"),
    "archive.already_received": _("接收方已经签收，这一批不再改动。"),
    "archive.text_needed": _("请填写这一项。"),
    "archive.text_too_long": _("写得太长了，最多 %(most)s 个字。"),
    "archive.no_such_destruction": _("没有这份销毁清册，或者不归您管。"),
    "archive.nothing_to_destroy": _("没有选中可以销毁的档案。"),
    "archive.not_due": _("%(number)s 的保管期限还没有满，不能销毁。"),
    "archive.still_growing": _("%(number)s 又有新材料还没归档，归档以后再销毁。"),
    "archive.held_back": _("%(number)s 已被冻结，解冻之前不能销毁。"),
    "archive.proposed_before": _("%(number)s 已经在另一份等批的清册上。"),
    "archive.two_people": _("提出销毁的人不能自己批，要换一个人。"),
    "archive.answered": _("这份清册已经有人批过了。"),
    "archive.held_already": _("这件档案已经冻结了。"),
    "archive.old_empty": _("清单是空的。"),
    "archive.old_head": _("清单里没有“%(name)s”这一列。"),
    "archive.old_too_many": _("一批最多 %(most)s 件，请分几批。"),
    "archive.old_too_large": _("一批最多 %(most)s MB，请分几批。"),
    "archive.old_unreadable": _("ZIP 打不开，或者里面没有名叫“清单”的表。"),
    "archive.old_wrong": _("清单里有 %(n)s 处不对，改好再交，一件也没有收。"),
    "archive.old_line_empty": _("“%(cell)s”没有填。"),
    "archive.old_line_long": _("“%(cell)s”太长。"),
    "archive.old_line_office": _("责任者“%(cell)s”不是归您管的部门。"),
    "archive.old_line_day": _("办结日期“%(cell)s”不对，要写成 2015-03-09，不能晚于今天。"),
    "archive.old_line_term": _("保管期限“%(cell)s”不对，要写永久、30年或者10年。"),
    "archive.old_line_digest": _("“%(cell)s”不是 SHA-256 校验值。"),
    "archive.old_line_doubled": _("档号“%(cell)s”在清单里不止一次。"),
    "archive.old_line_there": _("档号“%(cell)s”以前接收过了。"),
    "archive.old_line_no_file": _("ZIP 里没有文件“%(cell)s”。"),
    "archive.old_line_unnamed": _("ZIP 里的文件“%(cell)s”清单里没有写。"),
    "archive.old_line_changed": _("文件“%(cell)s”和校验值对不上，传坏了或者被改过。"),
    "archive.old_line_kind": _("文件“%(cell)s”不是 ZIP、PDF 或者图片，收不了。"),
    "archive.old_line_holder": _(
        "证件号码“%(cell)s”不对，要写身份证号（15 位的旧号也可以）或者统一社会信用代码。"
    ),
    "archive.not_held": _("这件档案没有冻结。"),
    "archive.lift_by_another": _("冻结是%(name)s办的，要换一个人解冻。"),
}

RETENTIONS: dict[Retention, Text] = {
    Retention.FOR_EVER: _("永久"),
    Retention.YEARS_30: _("30 年"),
    Retention.YEARS_10: _("10 年"),
}

ORIGINS: dict[Origin, Text] = {
    Origin.OURS: _("这里办结的"),
    Origin.TAKEN: _("接收来的"),
}

STATES: dict[str, tuple[Text, str]] = {
    "proposed": (_("等第二个人批"), "wait"),
    "done": (_("已销毁"), "bad"),
    "declined": (_("没有同意"), ""),
}

MARKS: dict[str, Text] = {
    "made": _("组成一批"),
    "exported": _("导出"),
    "returned": _("退回"),
    "received": _("接收方签收"),
}

PROBLEMS: dict[str, Text] = {
    "vault.damaged": _("有一个文件丢失或损坏，先从备份恢复"),
    "cases.letter_unprintable": _("文书里有打不出来的字"),
    "archive.unexpected": _("系统出错，已记入日志"),
}

ACTIONS: dict[str, Text] = {
    "archive.package": _("归档"),
    "archive.change_key": _("更换归档签名密钥"),
    "archive.transfer_made": _("组成移交批次"),
    "archive.transfer_exported": _("导出移交批次"),
    "archive.transfer_returned": _("移交被退回"),
    "archive.transfer_received": _("移交被签收"),
    "archive.propose_destruction": _("提出销毁档案"),
    "archive.destroy": _("批准销毁档案"),
    "archive.decline_destruction": _("不同意销毁档案"),
    "archive.take_over": _("接收旧档案"),
    "archive.hold": _("冻结档案"),
    "archive.lift_hold": _("解冻档案"),
}

TARGETS: dict[str, Text] = {
    "archive.package": _("档案"),
    "archive.transfer": _("移交批次"),
    "archive.destruction": _("销毁清册"),
    "archive.old_batch": _("接收的旧档案"),
    "archive.key": _("签名密钥"),
}

FACTS: dict[str, Text] = {
    "root": _("根摘要"),
    "files": _("文件数"),
    "packages": _("件数"),
    "public": _("公钥"),
}

VALUES: dict[str, Text] = {
    "archive.package": _("归档"),
    "archive.search": _("查找档案"),
    "archive.look": _("看档案目录"),
    "archive.download": _("下载归档包"),
    "archive.file": _("打开归档文件"),
    "archive.export": _("移交时导出归档包"),
    "by_holder": _("按申请人"),
    "by_number": _("按编号"),
}
