"""What the audit room says, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.ui.wordings import collected

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "audit.personal_data_in_facts": _("留痕内容里有身份证号或手机号，没有记录，请联系技术人员。"),
    "audit.bad_filter": _("查询条件看不懂，请检查日期后再查。"),
}

KINDS: dict[str, Text] = {
    "read": _("查看"),
    "unmask": _("看完整号码"),
    "file": _("打开文件"),
    "refused": _("被拒绝"),
    "login": _("登录"),
    "login_failed": _("登录失败"),
    "logout": _("退出"),
}


TARGETS: dict[str, Text] = {
    "path": _("网址"),
}

ICONS = {
    "read": "eye",
    "unmask": "scan-eye",
    "file": "file-text",
    "refused": "ban",
    "login": "log-in",
    "login_failed": "shield-alert",
    "logout": "log-out",
}

FACTS: dict[str, Text] = {
    "role": _("角色"),
    "region": _("区划"),
    "kind": _("类别"),
    "person": _("人员"),
    "window": _("窗口"),
    "service_point": _("网点"),
    "size": _("字节"),
    "pages": _("页数"),
    "media_type": _("格式"),
    "uscc_checked": _("校验位正确"),
}


def action_labels() -> Mapping[str, Text]:
    """What the actions of all rooms are called: `ACTIONS` in each room's `web/wordings.py`."""
    return collected("ACTIONS")


def target_names() -> Mapping[str, Text]:
    """What the things acted upon are called: `TARGETS` in each room's `web/wordings.py`."""
    return collected("TARGETS")


def fact_names() -> Mapping[str, Text]:
    """What the facts of entries are called: `FACTS` in each room's `web/wordings.py`."""
    return collected("FACTS")


def value_names() -> Mapping[str, Text]:
    """What codes among the facts are called: `VALUES` in each room's `web/wordings.py`."""
    return collected("VALUES")
