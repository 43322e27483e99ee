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
    "delivery.no_such_paper": _("没有这份材料，或者不归您经手。"),
    "delivery.no_such_bag": _("没有这个流转袋，或者不是送到您这里、从您这里送出的。"),
    "delivery.no_office": _("您没有登记在哪个网点办公，不能经手材料。"),
    "delivery.bag_moved_on": _("这个流转袋现在不能做这一步，请刷新后查看。"),
    "delivery.paper_not_here": _("这些材料现在不在本网点：%(names)s。"),
    "delivery.bag_empty": _("请勾选要装袋的材料。"),
    "delivery.bag_too_full": _("一袋最多装 %(most)s 份，请分袋。"),
    "delivery.bad_seal": _("封条号应是 4 到 20 位的数字、字母，请看封条核对。"),
    "delivery.seal_taken": _("这个封条号正用在流转袋 %(bag)s 上，请核对。"),
    "delivery.same_office": _("请选择送到哪个网点，不能是本网点。"),
    "delivery.unknown_carrying": _("请选择怎么送，写上交通员姓名或者邮件号，最多 40 个字。"),
    "delivery.papers_unchecked": _("袋里的每份材料都要点收。"),
    "delivery.own_bag": _("送出的人不能自己签收，请对方窗口签收。"),
    "delivery.unknown_settlement": _("请选择怎么处理的，写明经过和凭据。"),
    "delivery.no_such_locker": _("没有这个智能柜，或者不在您的网点。"),
    "delivery.no_such_stay": _("智能柜里没有这一份，或者不在您的网点。"),
    "delivery.stay_moved_on": _("柜里的这一份现在不能做这一步，请刷新后查看。"),
    "delivery.door_taken": _("%(door)s 格已经占用，请另选一格。"),
    "delivery.cabinet_away": _("智能柜没有回应，格口可能没有打开。请看看柜门，再点“开门”。"),
    "delivery.no_cabinets": _("还没有接入智能柜。"),
    "delivery.bad_news": _("智能柜传来的消息签名不对，没有采用。"),
    "delivery.bad_doors": _(
        "格口写法不对：%(line)s。每格写编号和大小（s 小、m 中、l 大），如 A01 s。"
    ),
    "delivery.locker_words_needed": _("请填写智能柜的名称、设备号、位置和开放时间。"),
    "delivery.bad_keep_days": _("保留天数要在 1 到 %(most)s 天之间。"),
    "delivery.device_taken": _("这个设备号已经用在“%(name)s”上，请核对。"),
    "delivery.doors_in_use": _("这些格里还有东西，不能去掉：%(doors)s。"),
    "delivery.already_settled": _("这一份没有要处理的，或者刚刚有人处理过。"),
}

ACTIONS: dict[str, Text] = {
    "delivery.pack": _("打包邮件"),
    "delivery.hand_over": _("交寄"),
    "delivery.move": _("登记在途"),
    "delivery.deliver": _("登记签收"),
    "delivery.return": _("登记退回"),
    "delivery.collect": _("改为当面领取"),
    "delivery.unpack": _("拆包"),
    "delivery.keep_locker": _("设置智能柜"),
    "delivery.stay_reserve": _("打开格口"),
    "delivery.stay_lay": _("放进智能柜"),
    "delivery.stay_release": _("没有放，空出格口"),
    "delivery.stay_collect": _("凭码取走"),
    "delivery.stay_expire": _("过期没有取"),
    "delivery.stay_take_back": _("从智能柜取回"),
    "delivery.new_code": _("换取件码"),
    "delivery.take_paper": _("留下材料"),
    "delivery.give_paper": _("交还材料"),
    "delivery.pack_bag": _("装袋封好"),
    "delivery.send_bag": _("交出流转袋"),
    "delivery.unpack_bag": _("拆袋"),
    "delivery.receive_bag": _("签收流转袋"),
    "delivery.settle_difference": _("处理缺损"),
}

TARGETS: dict[str, Text] = {
    "delivery.parcel": _("邮件"),
    "delivery.bag": _("流转袋"),
    "delivery.paper": _("材料"),
    "delivery.locker": _("智能柜"),
    "delivery.stay": _("柜中件"),
}

FACTS: dict[str, Text] = {
    "parcel": _("邮件号"),
    "bag": _("袋号"),
    "paper": _("材料编号"),
    "stay": _("柜中件编号"),
    "locker": _("智能柜"),
    "door": _("格口"),
    "doors": _("格口数"),
    "days": _("保留天数"),
    "how": _("怎么处理"),
    "note": _("说明"),
}

VALUES: dict[str, Text] = {
    "self": _("本人"),
    "household": _("同住成年家属"),
    "mailroom": _("单位收发室"),
    "absent": _("没有人在"),
    "address": _("地址查无"),
    "not_taken": _("收件人不收"),
    "damaged": _("邮件破损"),
    "delivery.label": _("看收件地址"),
    "found": _("找到了"),
    "replaced": _("由责任单位补办"),
    "accepted": _("已告知本人，按现状收下"),
}
