"""What the codes of authorities are called, once for every page that names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.accounts.rules import (
    AuthorityEnd,
    AuthorityWay,
    Deed,
    GuardianPaper,
    MandateState,
    Met,
)

Text = str | Promise

MET: dict[Met, Text] = {
    Met.HOME: _("上门"),
    Met.PLACE: _("在代办点"),
    Met.ABSENT: _("本人没有到场"),
}

AUTHORITY_WAYS: dict[AuthorityWay, Text] = {
    AuthorityWay.ACCOUNT: _("本人用账号签的"),
    AuthorityWay.WINDOW: _("本人在窗口办的"),
    AuthorityWay.CODE: _("本人用验证码同意的"),
    AuthorityWay.REGISTER: _("户籍和出生登记查到的"),
}

AUTHORITY_ENDS: dict[AuthorityEnd, Text] = {
    AuthorityEnd.WITHDRAWN: _("本人收回"),
    AuthorityEnd.AT_WINDOW: _("本人在窗口收回"),
    AuthorityEnd.LAPSED: _("到期"),
    AuthorityEnd.DECLINED: _("对方不接受"),
    AuthorityEnd.RENOUNCED: _("代理人辞去"),
}

MANDATE_STATES: dict[MandateState, Text] = {
    MandateState.WAITING: _("等对方同意"),
    MandateState.AHEAD: _("还没到日子"),
    MandateState.LIVE: _("有效"),
    MandateState.OVER: _("已到期"),
}

DEEDS: dict[Deed, Text] = {
    Deed.FILL: _("填表"),
    Deed.PAPERS: _("交材料"),
    Deed.SIGN: _("签名提交、补正、撤回"),
    Deed.PAY: _("缴费"),
    Deed.COLLECT: _("领取结果"),
    Deed.NOTICES: _("收通知"),
}

GUARDIAN_PAPERS: dict[GuardianPaper, Text] = {
    GuardianPaper.REGISTER: _("户籍和出生登记"),
    GuardianPaper.BIRTH: _("出生医学证明"),
    GuardianPaper.HOUSEHOLD: _("户口簿"),
    GuardianPaper.RULING: _("法院判决书、裁定书"),
    GuardianPaper.APPOINTED: _("指定监护人的文书"),
    GuardianPaper.AGREED: _("监护人之间的书面协议"),
}
