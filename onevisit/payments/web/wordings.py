"""What the payments room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.payments.rules.demands import DemandState
from onevisit.payments.rules.orders import OrderMark, OrderState, PayWay, RefundState
from onevisit.payments.rules.reconciling import Kind

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "payments.no_such_order": _("没有找到这张缴费单，或者它不归您查看。"),
    "payments.no_such_payment": _("没有找到这笔支付。"),
    "payments.no_such_refund": _("没有找到这笔退费，或者它不归您处理。"),
    "payments.no_such_difference": _("没有找到这条对账差异。"),
    "payments.not_possible_now": _("这张单子现在不能做这一步，请刷新后查看。"),
    "payments.refund_waits": _("前一笔退费还没有批，批了或退回了再提下一笔。"),
    "payments.not_due": _("这张缴费单现在没有要缴的，请刷新后查看。"),
    "payments.provider_away": _("支付平台暂时没有回应，没有扣款。请过一会儿再试，或者到窗口缴。"),
    "payments.no_provider": _("网上缴费还没有开通，请到窗口缴。"),
    "payments.bad_notice": _("通知的签名不对，没有处理。"),
    "payments.reason_needed": _("请写明理由。"),
    "payments.bad_amount": _("金额不对，请写到元，最多两位小数。"),
    "payments.amount_differs": _("金额和应缴的不一样，应缴 %(total)s 元。"),
    "payments.more_than_paid": _("比还能退的多，最多能退 %(left)s 元。"),
    "payments.unknown_way": _("请选择现金或者刷卡。"),
    "payments.voucher_needed": _("刷卡的请填小票上的流水号。"),
    "payments.voucher_taken": _("这个流水号已经用在缴费单 %(order)s 上，请核对。"),
    "payments.window_needed": _("收费要在窗口办，请先选择您坐的窗口。"),
    "payments.no_such_hand": _(
        "这份委托不包括缴费，或者已经失效。可以改选“其他人代缴”，写上姓名。"
    ),
    "payments.hand_unnamed": _("别人代缴的，请写上来缴的人的姓名。"),
    "payments.not_who_brought_it": _(
        "现金只退给缴款人、持有委托的代理人，或者当时代缴的人。这笔不是别人代缴的。"
    ),
    "payments.receiver_unnamed": _("请写代缴人的身份证号，和他是缴款人的什么人。"),
    "payments.second_person_needed": _("谁提出退费，谁就不能自己批，要换一个人。"),
    "payments.unknown_line": _("请选择缴费单里还能改的一项。"),
    "payments.no_receipt": _("这张缴费单还没有缴，没有票据。"),
    "payments.no_such_receipt": _("没有查到这张票据。请核对票据号码和校验码。"),
    "payments.receipt_unprintable": _("票据里有打不出来的字，请联系窗口。"),
    "payments.bad_statement": _("对账文件从第 %(line)s 行起读不出来，请对方重新提供。"),
}

ACTIONS: dict[str, Text] = {
    "payments.bill": _("开缴费单"),
    "payments.demand": _("发缴费通知书"),
    "payments.add": _("缴费单加一件"),
    "payments.assess": _("核定金额"),
    "payments.exempt": _("免收"),
    "payments.drop": _("缴费单减一件"),
    "payments.open": _("去网上缴费"),
    "payments.pay": _("网上缴费到账"),
    "payments.collect": _("窗口收费"),
    "payments.surplus": _("多付的钱到账"),
    "payments.remind": _("提醒缴费"),
    "payments.expire": _("缴费单过期"),
    "payments.refund_ask": _("提出退费"),
    "payments.refund_decline": _("不同意退费"),
    "payments.refund_approve": _("同意退费"),
    "payments.refund_fail": _("退费没有成功"),
    "payments.refund": _("退费到账"),
    "payments.compare": _("对账"),
    "payments.ask_again": _("向支付平台再查一次"),
    "payments.settle_difference": _("处理对账差异"),
}

TARGETS: dict[str, Text] = {
    "payments.order": _("缴费单"),
    "payments.comparison": _("对账"),
    "payments.difference": _("对账差异"),
}

FACTS: dict[str, Text] = {
    "order": _("缴费单号"),
    "total": _("应缴（元）"),
    "money": _("金额（元）"),
    "payment": _("支付号"),
    "ours": _("我方（元）"),
    "theirs": _("对方（元）"),
    "answer": _("结果"),
    "differences": _("差异"),
    "lines": _("行数"),
}

STATES: dict[OrderState, tuple[Text, str]] = {
    OrderState.ASSESSING: (_("等核定"), "now"),
    OrderState.DUE: (_("待缴"), "wait"),
    OrderState.PAID: (_("已缴"), "ok"),
    OrderState.EXEMPT: (_("免缴"), "ok"),
    OrderState.CANCELLED: (_("已取消"), ""),
    OrderState.EXPIRED: (_("已过期"), ""),
    OrderState.REFUNDED: (_("已退费"), ""),
}

MARKS: dict[OrderMark, Text] = {mark: ACTIONS[f"payments.{mark}"] for mark in OrderMark}

WAYS: dict[PayWay, Text] = {
    PayWay.ONLINE: _("网上支付"),
    PayWay.CASH: _("现金"),
    PayWay.CARD: _("刷卡"),
}

REFUNDS: dict[RefundState, tuple[Text, str]] = {
    RefundState.ASKED: (_("等第二个人批"), "now"),
    RefundState.DECLINED: (_("没有同意"), ""),
    RefundState.APPROVED: (_("同意了，正在退"), "now"),
    RefundState.SENT: (_("已交支付平台"), "now"),
    RefundState.DONE: (_("已退"), "ok"),
    RefundState.FAILED: (_("没有退成"), "bad"),
}

DIFFERENCES: dict[Kind, tuple[Text, Text]] = {
    Kind.ONLY_THEIRS: (
        _("对方有，我们没有"),
        _(
            "先点“再查一次”：查得到就自动入账，重复的自动退。查不到的，联系支付平台核对，再写明怎么处理的。"
        ),
    ),
    Kind.ONLY_OURS: (
        _("我们有，对方没有"),
        _("可能是过了零点才到账，看第二天的账。第二天也没有的，停办这一件，联系支付平台。"),
    ),
    Kind.AMOUNT: (
        _("金额不一样"),
        _("以银行实际到账为准。联系支付平台更正，多收的退，少收的补缴。"),
    ),
}

DEMANDS: dict[DemandState, tuple[Text, str]] = {
    DemandState.HOLDS: (_("待缴"), "wait"),
    DemandState.SETTLED: (_("已缴"), "ok"),
    DemandState.FREE: (_("免缴"), "ok"),
    DemandState.REPLACED: (_("已换新的，不再有效"), ""),
    DemandState.OVER: (_("不再有效"), ""),
}
"""Where a 缴费通知书 stands, and how its tag looks."""

VALUES: dict[str, Text] = {
    **{str(state): text for state, (text, _tag) in STATES.items()},
    "applied": _("已入账"),
    "again": _("早已入账"),
    "nothing": _("没有变化"),
    "amount": _("金额不一致"),
    "unknown": _("没有这一笔"),
    # who looked at what
    "payments.receipt": _("看缴费票据"),
    "payments.verify": _("凭校验码核验缴费票据"),
}
