"""What the directory says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.directory.rules import PlaceKind

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "directory.no_such_department": _("没有这个部门。"),
    "directory.no_such_service_point": _("没有这个办事网点。"),
    "directory.bad_region_code": _("行政区划代码 %(region)s 应为 12 位数字。"),
    "directory.unknown_region": _("行政区划 %(region)s 还没有登记。"),
    "directory.bad_hours": _("第 %(position)s 段开放时间填写有误。"),
    "directory.system_only": _("机构和网点由系统管理人员在服务器上维护。"),
}

ACTIONS: dict[str, Text] = {
    "directory.register": _("登记机构、区划或网点"),
    "directory.change": _("修改机构、区划或网点"),
}

PLACE_KINDS: dict[PlaceKind, Text] = {
    PlaceKind.CENTRE: _("政务服务中心"),
    PlaceKind.TOWNSHIP: _("乡镇便民服务中心"),
    PlaceKind.VILLAGE: _("村社服务点"),
    PlaceKind.BANK: _("银行代办点"),
    PlaceKind.KIOSK: _("自助终端"),
    PlaceKind.GUEST: _("外地通办窗口"),
}

TARGETS: dict[str, Text] = {
    "directory.region": _("区划"),
    "directory.department": _("部门"),
    "directory.servicepoint": _("网点"),
}
