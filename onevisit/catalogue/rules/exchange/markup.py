"""Texts that were copied out of a web page, without its marks.

Old catalogues are full of them, and a guide shows what stands there. Only marks of HTML are known:
``a < b`` is no mark.
"""

import re

_BREAKS = "p|div|br|hr|li|tr|h[1-6]|ul|ol|table|tbody|thead|section|article|pre|blockquote"
_INLINE = "span|strong|b|i|u|em|s|sub|sup|font|a|img|td|th|col|colgroup|center|small|o:p|st1:[a-z]+"
_REST = r"(?:\s[^<>=]*=[^<>]*)?\s?/?>"
_BREAK = re.compile(rf"</?(?:{_BREAKS}){_REST}", re.IGNORECASE)
_MARK = re.compile(rf"</?(?:{_INLINE}){_REST}|<!--[^<>]*-->", re.IGNORECASE)
_SPACE = re.compile(r"&nbsp;|&#160;|&#xa0;", re.IGNORECASE)
_LAYERS = 3
"""Marks within marks that are taken out; more of them is nobody's text."""


def has_markup(text: str) -> bool:
    """Whether there is a mark in it."""
    if "<" not in text and "&" not in text:
        return False
    return any(each.search(text) for each in (_BREAK, _MARK, _SPACE))


def plain(text: str) -> str:
    """The words alone, a line for each paragraph; a text without marks stays as it is."""
    for _ in range(_LAYERS):
        if not has_markup(text):
            break
        text = _SPACE.sub(" ", _MARK.sub("", _BREAK.sub("\n", text)))
        text = "\n".join(line for each in text.split("\n") if (line := each.strip()))
    return text
