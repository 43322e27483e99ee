"""The exchange in words: states, outcomes, forms, and what to do about a row that was refused."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.exchange.tables import TABLES
from onevisit.catalogue.rules.importing.drafts import Outcome
from onevisit.catalogue.web.wordings import place_text

Text = str | Promise

STATES: dict[str, tuple[Text, str]] = {
    "waiting": (_("排队等候"), "wait"),
    "reading": (_("正在读文件"), "now"),
    "checking": (_("正在核对"), "now"),
    "checked": (_("核对好了，等您开始"), "wait"),
    "applying": (pgettext_lazy("导入导出", "正在进行"), "now"),
    "stopped": (_("停下了"), "wait"),
    "done": (pgettext_lazy("导入导出", "完成"), "ok"),
    "failed": (_("没有成功"), "bad"),
    "cancelled": (pgettext_lazy("导入导出", "已取消"), ""),
}
"""A state in words, and the tag it is drawn with."""

OUTCOMES: dict[Outcome, tuple[Text, str]] = {
    Outcome.IMPORTED: (pgettext_lazy("导入导出", "新增"), "ok"),
    Outcome.UPDATED: (pgettext_lazy("导入导出", "修改"), "now"),
    Outcome.UNCHANGED: (pgettext_lazy("导入导出", "没有变"), ""),
    Outcome.REFUSED: (pgettext_lazy("导入导出", "没有收"), "bad"),
    Outcome.RETIRED: (pgettext_lazy("导入导出", "取消事项"), "wait"),
    Outcome.PROPOSED: (pgettext_lazy("导入导出", "成为草稿"), "wait"),
    Outcome.NOTED: (pgettext_lazy("导入导出", "有提示"), "wait"),
}

FORMS: dict[str, Text] = {
    "csv": _("国家交换表，CSV"),
    "xlsx": _("国家交换表，XLSX"),
    "jsonl": _("国家交换表，JSON Lines"),
    "turtle": _("CPSV-AP 3.2，Turtle"),
    "jsonld": _("CPSV-AP 3.2，JSON-LD"),
}

PROFILES: dict[str, Text] = {
    "national": _("国家平台"),
    "guangdong": _("公共服务编为 21、其他行政权力编为 20 的省份"),
    "unpadded": _("事项类型不补零的省份"),
    "words": _("服务对象写文字的省份"),
}

REMEDIES: dict[str, Text] = {
    "catalogue.row_line_too_long": _("一般是引号没有成对，后面的行并成了一行。补上引号再导。"),
    "catalogue.row_broken_encoding": _("把文件另存为 UTF-8 再导。"),
    "catalogue.row_not_json": _("每行一个完整的 JSON 对象，行内不要换行。"),
    "catalogue.row_not_csv": _("用表格软件打开，另存为 CSV UTF-8 再导。"),
    "catalogue.row_unclosed_quote": _("补上缺的引号再导。"),
    "catalogue.row_columns": _("看看单元格里有没有没加引号的逗号。"),
    "catalogue.row_missing_field": _("填上这一栏再导。"),
    "catalogue.row_not_text": _("这一栏写成文字，不要写成列表或对象。"),
    "catalogue.row_too_long": _("缩短这一栏再导。"),
    "catalogue.row_control_characters": _("删去看不见的字符，重新录入这一栏。"),
    "catalogue.row_bad_region": _("填上区划代码，或者导入时选对地区。"),
    "catalogue.row_duplicate": _("同一个编码只留一行。"),
    "catalogue.row_kept_here": _("这个事项由本地维护。要取消，请在事项的页面上提出，由两个人办。"),
    "catalogue.row_of_other": _("从原来的那个来源导入，或者先在本地改一次，由本地接管。"),
    "catalogue.row_without_task": _("把所属事项的那一行一起放进文件。"),
    "catalogue.row_in_bundle": _("先把它从一件事里拿掉。"),
    "catalogue.row_draft_open": _("先提交或者撤销正在修改的那一版，再导一次。"),
    "codes.item_code_form": _(
        "编码 31 位，业务办理项 33 位；表格里先把这一栏设成文本再填，不然会变成 1.13E+30。"
    ),
    "catalogue.row_unknown_operation": _("改成 I、U 或者 D 再导；留空是新增或者修改。"),
    "catalogue.row_names_nothing": _("没有就不用写这一行。"),
    "catalogue.row_same_guid": _("每一行用自己的记录标识；没有就留空。"),
    "catalogue.row_extend_stays": _("删去这一行，或者把操作改成 U。"),
    "catalogue.row_elsewhere": _("由管那个地方的人导入，或者改对区划。"),
    "catalogue.row_entry_shared": _("请管所有这些地方的人来改，事项本身照常导入。"),
}
"""What to do about it; a row that breaks a rule of the form itself says so in its message."""


FALLBACK = _("改好这一行，连同它的材料再导一次。")

_KEYS: dict[str, Text] = {
    "row_guid": _("记录标识"),
    "task_guid": _("所属事项"),
    "task_handle_item": _("业务办理项编码"),
    "cd_operation": _("操作"),
}


@cache
def _titles() -> dict[str, Text]:
    found: dict[str, Text] = dict(_KEYS)
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, column.title)
    return found


def column_title(name: str) -> str:
    """The column as the tables call it, with its name; a place of the definition in words."""
    if name.startswith("/"):
        return str(place_text(name))
    title = _titles().get(name)
    return gettext("%(title)s（%(name)s）") % {"title": title, "name": name} if title else name
