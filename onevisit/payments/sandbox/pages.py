"""The page on which one pays: one column, large targets, no script."""

from html import escape

from onevisit.kernel.money import yuan
from onevisit.payments.sandbox.ledger import Opened

NOTIFYING = {
    "once": "马上通知一次 · tell once, at once",
    "twice": "通知两次 · tell twice",
    "late": "三分钟后才通知 · tell three minutes late",
    "never": "不通知（丢失）· lose the notice",
}
"""How the provider tells us, to be chosen by whoever tries things out."""

_STYLE = (
    "*{box-sizing:border-box}body{margin:0;font:18px/1.6 'Noto Sans CJK SC','PingFang SC',"
    "system-ui,sans-serif;background:#f4f7f8;color:#13202b}main{max-width:28rem;margin:0 auto;"
    "padding:24px 16px}.card{background:#fff;border:1px solid #d5dde2;border-radius:16px;"
    "padding:24px}h1{font-size:22px;margin:0 0 8px}"
    ".sum{font-size:40px;font-weight:700;margin:8px 0}"
    "p{margin:8px 0}.meta{color:#384855;font-size:16px}button,.btn{display:block;width:100%;"
    "min-height:52px;margin:12px 0 0;border-radius:10px;border:1px solid #174c7a;background:#fff;"
    "color:#174c7a;font:inherit;font-weight:600;text-align:center;text-decoration:none;"
    "padding:10px 16px;cursor:pointer}.pri{background:#174c7a;color:#fff}"
    "button:focus-visible,a:focus-visible,select:focus-visible{outline:3px solid #ffc53d;"
    "outline-offset:2px}label{display:block;margin:16px 0 4px}select{width:100%;min-height:48px;"
    "font:inherit;border:1px solid #566572;border-radius:6px;background:#fff;color:#13202b}"
    ".warn{background:#fbf0d3;color:#6b4700;border-radius:10px;padding:12px 16px}"
)


def checkout(opened: Opened) -> str:
    """To be paid, or what became of it."""
    return _page(f"付款 {yuan(opened.amount)} 元", _BODIES.get(opened.outcome, _over)(opened))


def _waiting(opened: Opened) -> str:
    options = "".join(
        f'<option value="{value}">{escape(label)}</option>' for value, label in NOTIFYING.items()
    )
    return (
        f'{_head(opened)}<form method="post"><label for="how">演示：付款后怎么通知 · notice</label>'
        f'<select id="how" name="how">{options}</select>'
        '<button class="pri" name="do" value="pay">付款 · Pay</button>'
        '<button name="do" value="close">不付了 · Cancel</button></form>'
    )


def _paid(opened: Opened) -> str:
    return f'{_head(opened)}<p role="status"><b>已付款 · Paid</b></p>{_back(opened)}'


def _over(opened: Opened) -> str:
    return f'{_head(opened)}<p role="status"><b>已关闭，没有扣款 · Closed</b></p>{_back(opened)}'


_BODIES = {"waiting": _waiting, "paid": _paid}


def _head(opened: Opened) -> str:
    return (
        '<p class="warn">这是演示用的收款页，不会真的扣款。<br>A sandbox: no money moves.</p>'
        f"<h1>{escape(opened.subject)}</h1>"
        f'<p class="sum">{yuan(opened.amount)} 元</p><p class="meta">{escape(opened.number)}</p>'
    )


def _back(opened: Opened) -> str:
    return f'<a class="btn pri" href="{escape(opened.back)}">回到缴费单 · Back</a>'


def missing() -> str:
    """No such page."""
    return _page("没有这一页", "<h1>没有这一笔 · No such payment</h1>")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="card">{body}</div></main></body></html>'
    )
