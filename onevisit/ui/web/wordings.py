"""What the page library itself tells, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDINGS: dict[str, str | Promise] = {
    "ui.permission_denied": _("当前登录的账号没有办理这一步的权限。"),
}
