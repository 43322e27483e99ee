"""What the page library itself tells, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDINGS: dict[str, str | Promise] = {
    "ui.permission_denied": _("当前登录的账号没有办理这一步的权限。"),
    "ui.no_such_address": _("没有这个地址，请对照接口说明核对。"),
    "ui.method_not_allowed": _("这个地址不支持这种请求，支持哪些见响应头 Allow。"),
    "ui.body_unreadable": _("发来的内容读不懂：要用 UTF-8 编码的 JSON，不能有不可见的控制字符。"),
    "ui.body_too_large": _("发来的内容太大，最多 %(most)s KB。"),
    "ui.bad_cursor": _("这个翻页标记不能用在这里，请从第一页重新取。"),
    "ui.values_wrong": _("有的内容填得不对，逐项说明见 errors。"),
    "ui.value_missing": _("这一项必须给出。"),
    "ui.value_unknown": _("没有这一项，请核对名称。"),
    "ui.value_too_long": _("这一项太长。"),
    "ui.value_wrong": _("这一项的值不对，格式见接口说明。"),
    "ui.no_such_problem": _("没有这种错误。"),
}
