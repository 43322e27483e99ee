"""What is said about the texts of letters and results, and about numbers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCUMENTS: dict[str, str | Promise] = {
    "cases.letter_text_empty": _("标题和开头不能空着。"),
    "cases.letter_text_long": _("太长了，最多 %(most)s 个字。"),
    "cases.letter_text_lines": _("行太多了，最多 %(most)s 行。"),
    "cases.letter_text_broken": _("“%(near)s”这里的双花括号不成对，或者里面不是占位符。"),
    "cases.letter_text_unknown": _("没有 %(names)s 这个占位符，请照表里的写法改，或者删去。"),
    "cases.letter_text_not_alone": _("%(names)s 是一张表或者几条，要在正文里单独占一行。"),
    "cases.letter_text_missing": _("少了 %(names)s，依照%(law)s必须写明。请加上。"),
    "cases.letter_text_may_vanish": _(
        "%(names)s 必须印出来，可是它那一行里有 %(other)s，没有内容时整行不印。请分成两行。"
    ),
    "cases.letter_text_unprintable": _("字库里没有“%(characters)s”，印不出来，请换一个字。"),
    "cases.letter_text_same": _("和要用的文本一样，没有改动。"),
    "cases.number_words": _(
        "机关代字只能是 20 个以内的汉字，比如“安市监准”；年份和顺序号自动接在后面。"
    ),
    "cases.number_taken": _("这个机关代字%(who)s用过，换一个，免得两家的文号分不清。"),
}
