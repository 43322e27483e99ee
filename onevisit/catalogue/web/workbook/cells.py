"""A box as the text of one cell, and back."""

import re
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from onevisit.catalogue.web.editor.boxes import As
from onevisit.catalogue.web.workbook.heads import Head, narrow
from onevisit.kernel.sheets import LONGEST_CELL

_SEVERAL = re.compile("[、，,；;\n]+")
_DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?")
_SERIAL = re.compile("[2-9][0-9]{4}")
_FIRST_DAY = date(1899, 12, 30)
"""A day that lost its format is the number of days since this one."""
_YES = frozenset({"是", "1", "Y", "YES", "TRUE", "√"})
_NO = frozenset({"否", "0", "N", "NO", "FALSE", "×"})
_NUMBERS = (As.WHOLE, As.NUMBER)


def cell_of(head: Head, value: object) -> str:
    """What the cell shows of a value."""
    view = head.box.view("", value, None, "")
    match head.box.kind:
        case As.TICK:
            shown = "是" if value else "否"
        case As.ONE | As.MAYBE | As.MANY:
            shown = "、".join(head.labels.get(each, each) for each in view.values if each)
        case _:
            shown = str(view.value)
    return tidy(shown)


def tidy(text: str) -> str:
    """A text as it comes back from a workbook: lines end one way, no blanks around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()[:LONGEST_CELL]


def value_of(head: Head, text: str) -> object:
    """The value that was written. Raises ValueError with words for whoever wrote it."""
    posted = QueryDict(mutable=True)
    posted.setlist("cell", _typed(head, text))
    return head.box.read("cell", posted)


def _typed(head: Head, text: str) -> list[str]:
    """What the box would get from a form."""
    match head.box.kind:
        case As.ONE:
            return [_option(head, text)]
        case As.MANY:
            return [_option(head, each) for each in _SEVERAL.split(text) if each.strip()]
        case As.TICK:
            return [_yes(text).replace("0", "")]
        case As.MAYBE:
            return [_yes(text)]
        case As.DAY:
            return [_day(text)]
        case kind if kind in _NUMBERS:
            return [narrow(text).replace(",", "")]
        case _:
            return [text]


def _option(head: Head, text: str) -> str:
    wanted = narrow(text)
    for value, label in head.labels.items():
        if wanted in (narrow(label), value):
            return value
    if wanted in head.others:
        return head.others[wanted]
    if not wanted or not head.labels:  # what there is to choose from, the item says
        return wanted
    known = "、".join(head.labels.values())
    raise ValueError(
        _("没有“%(text)s”这个选项，可以写：%(known)s。") % {"text": text, "known": known}
    )


def _yes(text: str) -> str:
    plain = narrow(text).upper()
    if plain in _YES:
        return "1"
    if plain and plain not in _NO:
        raise ValueError(_("这里写“是”或者“否”。"))
    return "0" if plain else ""


def _day(text: str) -> str:
    plain = narrow(text)
    if _SERIAL.fullmatch(plain):
        return (_FIRST_DAY + timedelta(days=int(plain))).isoformat()
    found = _DAY.fullmatch(plain)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else plain
