"""What the audit room says, in words."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


@lru_cache(maxsize=1)
def action_labels() -> Mapping[str, Text]:
    """What the actions of all rooms are called: `ACTIONS` in each room's `web/wordings.py`."""
    found: dict[str, Text] = {}
    for config in apps.get_app_configs():
        found.update(_actions_of(config.name))
    return found


def _actions_of(app: str) -> Mapping[str, Text]:
    if not app.startswith("onevisit.") or find_spec(f"{app}.web") is None:
        return {}
    if find_spec(f"{app}.web.wordings") is None:
        return {}
    actions: Mapping[str, Text] = getattr(import_module(f"{app}.web.wordings"), "ACTIONS", {})
    return actions
