"""What is said where departments work together: opinions asked, drawings, points on the spot."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOGETHER: dict[str, str | Promise] = {
    "cases.no_such_consultation": _("没有这件征求意见，或者不归您答复。"),
    "cases.consult_other": _("请选另一个部门。"),
    "cases.consult_days": _("请填几个工作日内答复，1 到 %(most)s。"),
    "cases.consult_asked": _("已经向这个部门征求意见，还没有答复。"),
    "cases.consult_over": _("这件征求意见已经结束：答复过、撤回了，或者办件已经决定。"),
    "cases.no_such_visit": _("没有找到这次踏勘，请刷新后再看。"),
    "cases.visit_asked_before": _("已经问过一次了，请等部门答复；急的话打上面的电话。"),
    "cases.visit_day_come": _("踏勘的日子已经到了，有事请打上面的电话。"),
    "cases.visit_nothing_asked": _("申请人没有要求改时间，或者已经答复过了。"),
    "cases.point_open": _("第 %(n)s 条还没有勾。"),
    "cases.point_note_needed": _("第 %(n)s 条不符合或者不适用，请写一句为什么。"),
    "cases.point_against_verdict": _("第 %(n)s 条不符合，结论不能选“通过”。"),
    "cases.no_such_drawing_review": _("没有这次联合审图，或者本部门没有参加。"),
    "cases.drawing_review_stands": _("这个办件正在联合审图，不用再发起。"),
    "cases.drawing_papers": _("请勾选要审的图纸，只能选已经交了电子件的。"),
    "cases.drawing_departments": _("请至少再选一个一起审的部门。"),
    "cases.drawing_days": _("请填几个工作日，1 到 %(most)s。"),
    "cases.drawing_not_now": _("审图已经走到别的一步，或者还有部门没有提交，请刷新后再看。"),
    "cases.drawing_over": _(
        "%(day)s前没有交修改后的图纸，期限已经过了。这一件要退件，可以重新申请。"
    ),
    "cases.drawing_more_before": _("改图期限只能请求延长一次，这次审图已经请求过。"),
    "cases.drawing_more_not_asked": _("没有要答复的延期请求，请刷新后再看。"),
    "cases.drawing_revision": _("请选修改后的图纸再交。"),
    "cases.drawing_same_file": _("有一个文件和以前交的一模一样，请换成修改后的。"),
    "cases.drawing_sheet": _("第 %(n)s 条请写图号，最多 %(most)s 字。"),
    "cases.drawing_words": _("第 %(n)s 条请写意见。"),
    "cases.drawing_severity": _("第 %(n)s 条请选“必须修改”还是“建议”。"),
    "cases.drawing_many": _("一个部门最多写 %(most)s 条。"),
    "cases.drawing_answer": _("“%(sheet)s”的意见还没有答复，请写改了什么。"),
    "cases.drawing_mark": _("“%(sheet)s”请选改好了还是没有改好。"),
    "cases.drawing_why": _("“%(sheet)s”没有改好，请写还差什么。"),
    "cases.drawings_not_agreed": _("施工图还没有经各部门一致同意，不能准予。"),
}
TOGETHER_ACTIONS: dict[str, str | Promise] = {
    "cases.visit_ask": _("申请人要求踏勘改期"),
    "cases.visit_keep": _("答复踏勘不改期"),
    "cases.drawings_open": _("发起联合审图"),
    "cases.drawings_comment": _("写审图意见"),
    "cases.drawings_tell": _("发审图意见告知书"),
    "cases.mend_asked": _("等申请人修改图纸，时限暂停"),
    "cases.mend_longer": _("改图期限延长"),
    "cases.drawings_more": _("请求延长改图期限"),
    "cases.drawings_more_answer": _("答复延长改图期限的请求"),
    "cases.mend_over": _("不再等申请人修改图纸，时限继续"),
    "cases.drawings_revise": _("交修改后的图纸"),
    "cases.drawings_check": _("核对图纸修改"),
    "cases.drawings_close": _("结束联合审图"),
}
