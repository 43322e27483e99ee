"""What people are told when guidance says no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDINGS: dict[str, str | Promise] = {
    "guidance.bad_answer": _("“%(question)s”请从列出的选项里选。"),
    "guidance.answer_missing": _("请先回答这一题。都不是的话，选“以上都没有”，拿不准就打 12345。"),
    "guidance.answer_not_a_number": _("“%(question)s”请填数字，比如 86。"),
    "guidance.answer_not_a_date": _("“%(question)s”请填日期，比如 2026-12-01。"),
    "guidance.answer_out_of_range": _("“%(question)s”要填 %(minimum)s 到 %(maximum)s 之间的数。"),
    "guidance.answer_too_long": _("“%(question)s”最多写 %(most)s 个字。"),
    "guidance.inconsistent_answers": _("这几个回答对不上：%(questions)s。请改其中一个。"),
    "guidance.no_such_question": _("这件事没有这个问题，可能已经改版，请从头回答。"),
    "guidance.no_such_life_event": _("没有这一站，请从人生大事里选。"),
    "guidance.way_on_ended": _("这个二维码已经过期或者不完整，请从头选事项，重新回答几个问题。"),
    "guidance.no_form": _("这件事没有要打印的表。"),
    "guidance.guide_unprintable": _("有的字打印不出来，请看网页上的指南。"),
    "guidance.no_such_list": _("没有这张清单。"),
    "guidance.form_problems": _("表里有 %(count)s 处要改。"),
    "guidance.form_not_of_schema": _("表格和公开的格式对不上：%(places)s。请告诉我们，打 12345。"),
    "guidance.field_required": _("请填“%(label)s”。"),
    "guidance.field_too_long": _("“%(label)s”最多写 %(most)s 个字。"),
    "guidance.field_not_an_option": _("“%(label)s”请从列出的选项里选。"),
    "guidance.field_not_a_number": _("“%(label)s”请填数字。"),
    "guidance.field_out_of_range": _("“%(label)s”要填 %(minimum)s 到 %(maximum)s 之间的数。"),
    "guidance.field_not_a_date": _("“%(label)s”请填日期，比如 2026-12-01。"),
    "guidance.not_learnable": _("“%(phrase)s”不能收为日常用语：要 2 到 12 个汉字。"),
}
