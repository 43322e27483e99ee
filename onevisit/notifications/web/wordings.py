"""What the notifications room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Kind, Topic
from onevisit.notifications.rules.sending import DeliveryState, Reason

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "notifications.no_such_message": _("没有找到这条消息，或者它不是发给您的。"),
    "notifications.no_such_delivery": _("没有找到这次发送，或者它不归您查看。"),
    "notifications.no_such_kind": _("没有这种消息。"),
    "notifications.bad_receipt": _("回执的签名不对。"),
    "notifications.words_needed": _("请填写文字。"),
    "notifications.words_too_long": _("写得太长了，最多 %(limit)s 个字。"),
    "notifications.unknown_variable": _("这种消息里没有 {%(name)s}，请用右边列出的。"),
    "notifications.broken_braces": _("花括号没有成对，或者里面不只是名称。"),
    "notifications.bad_day": _("新的文字最早从明天起用。"),
    "notifications.day_taken": _("这一天已经有新的文字了，请换一天。"),
    "notifications.bad_hours": _("请填几点几分，比如 21:00。"),
    "notifications.bad_email": _("请看看写得对不对，比如 name@example.cn。"),
    "notifications.wrong_code": _("验证码不对，还可以试 %(left)s 次。"),
    "notifications.code_over": _("验证码过期了，请重新发一个。"),
    "notifications.not_sent": _("没有发出去，请过一会儿再试。"),
    "notifications.wait_a_minute": _("刚发过一个，请等一分钟。"),
    "notifications.not_failed": _("这一条不是没发成的，不用再发。请刷新后查看。"),
}

TOPICS: dict[Topic, tuple[Text, str]] = {
    Topic.TO_DO: (_("要您办的"), "wait"),
    Topic.RESULT: (_("决定和结果"), "ok"),
    Topic.PROGRESS: (_("办理进度"), "now"),
    Topic.MONEY: (_("费用"), "wait"),
}
"""What each topic is called, and its tag."""

TOPIC_HINTS: dict[Topic, Text] = {
    Topic.TO_DO: _("补正、补交材料、上门踏勘、快到期的提醒、请您同意"),
    Topic.RESULT: _("批没批、在哪里领、快递到了哪里"),
    Topic.PROGRESS: _("收到了、受理了、延长了"),
    Topic.MONEY: _("要缴费、快到期、缴清了、退费办好了"),
}

CHANNELS: dict[Channel, tuple[Text, str]] = {
    Channel.SMS: (_("短信"), "message-square"),
    Channel.EMAIL: (_("电子邮件"), "mail"),
    Channel.WECHAT: (_("微信"), "message-circle"),
}
"""What each channel is called, and its icon."""

LANGUAGES: dict[Language, Text] = {Language.ZH: _("中文"), Language.EN: _("英文")}

KINDS: dict[Kind, Text] = {
    Kind.RECEIVED: _("收到申请"),
    Kind.CORRECTION: _("一次性告知，要补正"),
    Kind.CORRECTION_NEAR: _("补正快到期"),
    Kind.CORRECTED: _("收到补正"),
    Kind.PRE_RETURNED: _("预审要改"),
    Kind.ACCEPTED: pgettext_lazy("消息", "受理"),
    Kind.ACCEPTED_DEFERRED: pgettext_lazy("消息", "容缺受理"),
    Kind.DEFERRAL_NEAR: _("后补材料快到期"),
    Kind.NOT_ACCEPTED: pgettext_lazy("消息", "不予受理"),
    Kind.SUSPENDED: _("进入特别程序"),
    Kind.RESUMED: _("特别程序结束"),
    Kind.EXTENDED: pgettext_lazy("消息", "延长办理期限"),
    Kind.APPROVED: pgettext_lazy("消息", "准予许可"),
    Kind.REFUSED: pgettext_lazy("消息", "不予许可"),
    Kind.READY: _("结果做好，可以领"),
    Kind.DELIVERED: _("结果送达"),
    Kind.WITHDRAWN: pgettext_lazy("消息", "撤回"),
    Kind.RETURNED: pgettext_lazy("消息", "退件"),
    Kind.REVOKED: _("结果被撤销"),
    Kind.PASSED_UP: _("转报上级"),
    Kind.RULED: _("复议、诉讼有结果"),
    Kind.STOPPED: _("终止、作废"),
    Kind.PUT_RIGHT_NEAR: _("承诺整改快到期"),
    Kind.FEE_DUE: _("有费用要缴"),
    Kind.MONEY_BACK: _("退费办好"),
    Kind.PARCEL_SENT: _("结果寄出"),
    Kind.PARCEL_BACK: _("快递退回"),
    Kind.LOCKER_READY: _("放进智能柜，取件码"),
    Kind.LOCKER_OVER: _("智能柜没有取，退回窗口"),
    Kind.PAPERS_SENT: _("原件送往别的网点"),
    Kind.PAPERS_HERE: _("原件送到了"),
    Kind.PAPERS_LATE: _("原件没有按时送到"),
    Kind.BAG_COMING: _("有流转袋送来（给收的网点）"),
    Kind.BAG_LATE: _("流转袋逾期（给两边网点）"),
    Kind.CONSENT: _("请另一方同意"),
    Kind.PUT_RIGHT: _("差评已整改"),
    Kind.FEE_NEAR: _("缴费快到期"),
    Kind.FEE_SETTLED: _("费用办妥"),
    Kind.VISIT_SET: _("约好现场踏勘"),
    Kind.VISIT_MOVED: _("现场踏勘改期"),
    Kind.VISIT_OFF: _("现场踏勘取消"),
    Kind.VISIT_NEAR: _("现场踏勘前提醒"),
    Kind.VISIT_KEPT: _("现场踏勘时间不改"),
    Kind.VISIT_ASKED: _("申请人要求踏勘改期（给约时间的部门）"),
    Kind.DRAWINGS: _("审图意见"),
    Kind.MENDING_NEAR: _("改图快到期"),
    Kind.MENDING_DAY: _("改图最后一天"),
    Kind.MENDING_ANSWERED: _("延长改图期限有答复"),
    Kind.DRAWINGS_RESULT: _("联合审图有结果"),
    Kind.DRAWINGS_ASKED: _("请部门一起审图（给审图部门）"),
    Kind.DRAWINGS_CAME: _("修改后的图纸到了（给审图部门）"),
    Kind.DRAWINGS_LAST: _("审图只差本部门（给审图部门）"),
    Kind.DRAWINGS_READY: _("各部门都审完了（给牵头部门）"),
    Kind.DRAWINGS_OVER: _("联合审图结束（给审图部门）"),
    Kind.DRAWINGS_MORE: _("申请人要求延长改图期限（给牵头部门）"),
    Kind.ORDERED: _("责令限期改正"),
    Kind.HEARING: _("拟撤销，听取意见"),
    Kind.CHECK_OVER: _("核查结束，结果有效"),
    Kind.CARD_YELLOW: _("黄牌（给承办人）"),
    Kind.CARD_RED: _("红牌（给承办人和负责人）"),
    Kind.CARD_CONTESTED: _("红牌异议待核（给督办人）"),
    Kind.CARD_UPHELD: _("红牌维持（给部门）"),
    Kind.CARD_WITHDRAWN: _("红牌撤销（给部门）"),
    Kind.ORDER_TO_ANSWER: _("督办单待答复（给部门负责人）"),
    Kind.ORDER_SENT_BACK: _("督办单退回重答（给部门负责人）"),
    Kind.ORDER_NEAR: _("督办单快到期（给部门负责人）"),
    Kind.ORDER_OVER: _("督办单逾期（给部门负责人和督办人）"),
    Kind.ORDER_ANSWERED: _("督办单已答复（给督办人）"),
    Kind.ORDER_ESCALATED: _("督办单上报（给政府负责人）"),
    Kind.ORDER_ENDED: _("督办单办结（给部门负责人）"),
}

VARIABLES: dict[str, Text] = {
    "thing": _("办的事"),
    "number": _("申请编号"),
    "cases": _("有关的事项"),
    "name": _("申请人（隐去中间的字）"),
    "day": _("哪一天前，或者预计到哪一天"),
    "where": _("在哪里，哪个柜哪一格"),
    "code": _("取件码"),
}

STATES: dict[DeliveryState, tuple[Text, str]] = {
    DeliveryState.WAITING: (_("等着发"), "now"),
    DeliveryState.SENT: (_("发出，等回执"), "now"),
    DeliveryState.DELIVERED: (_("收到了"), "ok"),
    DeliveryState.FAILED: (_("没发成"), "bad"),
}

REASONS: dict[Reason, Text] = {
    Reason.NO_ADDRESS: _("没有接收的地址了"),
    Reason.BAD_ADDRESS: _("号码或地址不存在"),
    Reason.REFUSED: _("对方或网关不收"),
    Reason.UNDELIVERED: _("网关收了，没有送到"),
    Reason.GIVEN_UP: _("试了几次都没有发出"),
}

ACTIONS: dict[str, Text] = {
    "notifications.choose": _("选接收方式"),
    "notifications.give_address": _("填接收地址"),
    "notifications.prove_address": _("确认接收地址"),
    "notifications.forget_address": _("删掉接收地址"),
    "notifications.retry": _("消息再发一次"),
    "notifications.set_words": _("改消息文字"),
}

TARGETS: dict[str, Text] = {
    "notifications.preference": _("接收方式"),
    "notifications.address": _("接收地址"),
    "notifications.delivery": _("一次发送"),
    "notifications.wording": _("消息文字"),
}

FACTS: dict[str, Text] = {
    "channel": _("接收渠道"),
    "copies": _("抄送代办员"),
    "firms": _("单位的办件也告诉法定代表人"),
    "language": _("语言"),
}
