"""What the delivery room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "delivery.no_such_parcel": _("没有找到这个邮件，或者它不归您查看。"),
    "delivery.recipient_needed": _("请填写收件人姓名，最多 40 个字。"),
    "delivery.phone_needed": _("请填写收件人的手机号，快递员要打电话。"),
    "delivery.address_too_short": _("地址太短了，请写到街道和门牌号。"),
    "delivery.address_too_long": _("地址太长了，最多 %(limit)s 个字。"),
    "delivery.address_forgotten": _("收件地址已经按期删除，要再寄请申请人重新填写。"),
    "delivery.unknown_carrier": _("请选择哪家快递。"),
    "delivery.bad_tracking_number": _("单号不对，请核对面单上的号码，可能少了或错了一位。"),
    "delivery.tracking_number_taken": _("这个单号已经用在邮件 %(parcel)s 上，请核对。"),
    "delivery.unknown_mark": _("请选择邮件到了哪一步。"),
    "delivery.unknown_note": _("请选择一项：谁签收的，或者为什么退回。"),
    "delivery.not_possible_now": _("邮件现在不能做这一步，请刷新后查看。"),
    "delivery.bad_day": _("日期要在 %(since)s到今天之间。"),
}

ACTIONS: dict[str, Text] = {
    "delivery.pack": _("打包邮件"),
    "delivery.hand_over": _("交寄"),
    "delivery.move": _("登记在途"),
    "delivery.deliver": _("登记签收"),
    "delivery.return": _("登记退回"),
    "delivery.collect": _("改为当面领取"),
    "delivery.unpack": _("拆包"),
}

TARGETS: dict[str, Text] = {"delivery.parcel": _("邮件")}

FACTS: dict[str, Text] = {"parcel": _("邮件号"), "note": _("说明")}

VALUES: dict[str, Text] = {
    "self": _("本人"),
    "household": _("同住成年家属"),
    "mailroom": _("单位收发室"),
    "absent": _("没有人在"),
    "address": _("地址查无"),
    "not_taken": _("收件人不收"),
    "damaged": _("邮件破损"),
    "delivery.label": _("看收件地址"),
}
