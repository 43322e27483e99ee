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
    "directory.sheet_heads": _("没有这张表，或者表头不对，请用 directory write 写出来的表。"),
    "directory.cell_missing": _("这一格要写。"),
    "directory.cell_broken": _("这一格读不准：公式没有结果，或者长数字被改成了科学计数。"),
    "directory.cell_twice": _("这个代码在第 %(row)s 行已经有了。"),
    "directory.cell_long": _("太长，最多 %(most)s 个字。"),
    "directory.cell_slug": _("代码用小写字母开头，只用小写字母、数字、- 和 _，最多 40 个。"),
    "directory.cell_yes": _("从下拉里选是或者否。"),
    "directory.cell_kind": _("没有这个类型，可以写：%(known)s。"),
    "directory.cell_degrees": _("写度数，如 28.9312；不知道的空着。"),
    "directory.cell_hours": _(
        "写成“周一至周五 09:00-17:30”，几段之间用分号，节假日也开的后面写“节假日照常”。"
    ),
    "directory.cell_held": _("这个信用代码是部门 %(code)s 的，那一行接着用它的代码。"),
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
