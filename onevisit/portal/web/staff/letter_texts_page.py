"""What the pages of documents' texts say: names of forms and sections, what a placeholder stands
for, what differs between two texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.cases import queries as cases
from onevisit.cases.queries import FormView, VersionLine
from onevisit.cases.rules.letter_forms import (
    BLOCKS,
    LONGEST,
    RESULTS,
    SECTIONS,
    SHAPES,
    WHOLE_OF,
    Edition,
    LetterForm,
    LetterText,
)
from onevisit.cases.rules.letters import LetterKind
from onevisit.portal.web.staff import labels

Text = str | Promise

_VARIANTS: Mapping[LetterForm, Text] = {
    LetterForm.ACCEPTANCE_DEEMED: _("受理通知书（逾期视为受理）"),
    LetterForm.RULING: _("复议结果告知书"),
    LetterForm.RULING_SUIT: _("诉讼结果告知书"),
    LetterForm.ORDER_PROMISE: _("责令限期改正通知书（承诺不实）"),
    LetterForm.HEARING_PROMISE: _("拟撤销告知书（承诺不实）"),
    LetterForm.REVOCATION_PROMISE: _("撤销决定书（承诺不实）"),
    LetterForm.DRAWINGS: _("施工图联合审查意见告知书"),
    LetterForm.DRAWINGS_AGREED: _("施工图联合审查合格书"),
    LetterForm.DRAWINGS_MORE: _("延长改图期限答复书"),
    LetterForm.ACCEPTANCE_TOGETHER: _("联合验收意见书"),
    LetterForm.VISIT_TOGETHER: _("现场踏勘意见书"),
    LetterForm.DRAWINGS_PART: _("审图意见告知书里本部门的话"),
    LetterForm.DRAWINGS_AGREED_PART: _("审图合格书里本部门的话"),
    LetterForm.ACCEPTANCE_PART: _("联合验收意见书里本部门的话"),
    LetterForm.VISIT_PART: _("踏勘意见书里本部门的话"),
    LetterForm.SUPERVISION: _("督办单"),
    LetterForm.DEMAND: _("缴费通知书"),
    LetterForm.PAYMENT: _("缴费票据的备注"),
    LetterForm.LICENCE: _("结果：证照"),
    LetterForm.REPLY: _("结果：批复、文件"),
    LetterForm.RESULT: _("结果：其他"),
    LetterForm.NUMBER: _("结果的发文字号"),
}

_OF_RESULTS: Text = _(
    "名称、编号、持有人、载明的内容、有效期、校验码、二维码和盖章的位置自动印，不用写，也改不了。"
)
_OF_NUMBER: Text = _(
    "年份和顺序号自动接在后面，比如“〔2026〕12号”。每个机关代字每年从 1 号起，不重号，不跳号。"
)
_OF_PARTS: Text = _(
    "印在几个部门合发的文书里，本部门的意见下面。别的部门各写各的，整份文书由全县文本写。不写就不印。"
)
_OF_PAYMENT: Text = _("票据的样式由财政部规定，改不了；这里写的印在表格下面，由收款的部门写。")
HINTS: Mapping[LetterForm, Text] = {
    LetterForm.PAYMENT: _OF_PAYMENT,
    **dict.fromkeys(WHOLE_OF, _OF_PARTS),
    **dict.fromkeys(RESULTS, _OF_RESULTS),
    LetterForm.NUMBER: _OF_NUMBER,
}
"""What one should know before writing it."""

SECTION_NAMES: Mapping[str, Text] = {
    "title": pgettext_lazy("文书", "标题"),
    "opening": pgettext_lazy("文书", "开头"),
    "body": pgettext_lazy("文书", "正文"),
    "remedy": pgettext_lazy("文书", "救济途径"),
    "closing": pgettext_lazy("文书", "结尾"),
}

MEANINGS: Mapping[str, Text] = {
    "applicant": _("申请人的姓名或者名称"),
    "application_number": _("申请编号"),
    "department": _("发出文书的机关"),
    "county": _("本县的名称"),
    "phone": _("咨询电话"),
    "date": _("文书的日期"),
    "item": _("事项名称"),
    "offer": _("申请办的这件事"),
    "case_number": _("办件编号"),
    "received": _("收到申请的日期"),
    "law": _("依照哪一条法律，只有行政许可才有，带逗号"),
    "law_heard": _("听取陈述、申辩依照的法律，只有行政许可才有，带逗号"),
    "permission": _("“行政许可”，其他事项是“办理”或者空着"),
    "handed_in": _("谁提交的、怎么提交的"),
    "intake_limit": _("部门决定是否受理的期限"),
    "silence": _("部门逾期没有答复的后果"),
    "items": _("办理的事项，一张表"),
    "materials": _("收到的材料，一张表"),
    "follow_mark": _("“可以后补”四个字"),
    "who": _("“您”，或者谁代您"),
    "corrected": _("补正了什么，一张表"),
    "pledges": _("告知的条件、后果和核查办法，逐项列出"),
    "signature": _("承诺人、怎么签的、日期"),
    "papers": _("材料齐全、符合法定形式的话"),
    "accepted": _("受理的日期"),
    "manner": _("予以受理、容缺受理或者以告知承诺方式受理"),
    "delegated": _("窗口代为受理的委托文书"),
    "limits": _("承诺和法定的办理期限，一张表"),
    "follow_until": _("后补材料的最后期限"),
    "follow_materials": _("可以后补的材料"),
    "pledged": _("以承诺代替的材料"),
    "count": _("有几处要补正或者要改"),
    "gaps": _("要补正的全部内容，每个部门一张表"),
    "reasons": _("理由，逐条列出"),
    "review_days": _("申请行政复议的期限"),
    "review_organ": _("向谁申请行政复议"),
    "suit_months": _("直接提起行政诉讼的期限"),
    "suit_days": _("不服复议决定，起诉的期限"),
    "appeal_days": _("不服一审判决，上诉的期限"),
    "until": _("到哪一天为止"),
    "legal_limit": _("法定的办理期限"),
    "approver": _("谁批准延期"),
    "days": _("多少个工作日"),
    "result": _("结果文书的名称"),
    "result_number": _("结果文书的编号"),
    "collection": _("结果怎么领"),
    "why": _("因为什么"),
    "to": _("报送到哪个机关"),
    "successor": _("接着办的办件编号"),
    "last_day": _("期限的最后一天，带逗号；跨年时空着"),
    "route": _("转报的依据文件"),
    "by": _("哪个机关或者法院作出"),
    "ruled_on": _("作出的日期"),
    "paper_kind": _("行政复议决定或者行政判决"),
    "paper": _("复议决定或者判决的文号"),
    "outcome": _("复议或者诉讼的结果"),
    "granted": _("原来准予的日期"),
    "commitment": _("承诺的材料"),
    "conditions": _("承诺符合的条件，逐条列出"),
    "ordered_on": _("责令改正的日期"),
    "ordered_until": _("责令在哪一天前改正"),
    "verb": _("撤销、撤回或者注销"),
    "mended": _("已经改好的怎么办；撤回、注销时空着"),
    "compensation": _("撤回时给予补偿的话，其他时候空着"),
    "course": _("事情的经过，逐条列出"),
    "receiver": _("谁收的，证件号码遮住"),
    "delivered": _("送达的日期"),
    "handed": _("怎么送达的：当面、网上、智能柜或者邮寄"),
    "sign_here": _("领取人签名的地方，只有当面领取才印"),
    "offices": _("一起审查的部门"),
    "comments": _("各部门的意见，每个部门一张表"),
    "lapses": _("改图的时间怎么算、到期没有交来怎么办，按一般期限办的才印"),
    "versions": _("以第几版图纸为准"),
    "was": _("原来的改图期限"),
    "more_days": _("请求再给几个工作日"),
    "more_why": _("申请人写的理由"),
    "more_answer": _("同意还是不同意、到哪一天、理由"),
    "seats": _("各部门和审查人，一张表"),
    "visited": _("看现场的日期"),
    "place": _("看现场的地点"),
    "findings": _("各部门的现场意见，一张表"),
    "points": _("现场核对的要点，每个事项一张表"),
    "addressee": _("向哪个部门督办"),
    "cases": _("督办的办件，一张表"),
    "question": _("督办的问题"),
    "demanded": _("“缴费”；都是税的是“缴税”，不用缴的是“免缴”"),
    "replaces": _("代替哪一份通知书，第一份不印"),
    "charges": _("每一项怎么算的、依据、金额，一张表"),
    "ways": _("网上和窗口怎么缴；不用缴的不印"),
    "total_words": _("一共多少元，大写"),
    "payer": _("谁缴的"),
    "payee": _("收款的部门"),
    "total": _("一共多少元"),
    "validity": _("有效期"),
    "prefix": _("全县通用的机关代字"),
}


@dataclass(frozen=True, slots=True)
class PlaceholderRow:
    """One placeholder as it is typed, what it stands for, what it says in the invented letter."""

    typed: str
    meaning: Text
    example: str
    needed: str
    block: bool
    fades: bool


@dataclass(frozen=True, slots=True)
class SectionBox:
    """One section in the editor."""

    name: str
    label: Text
    words: str
    most: int
    rows: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of a section that went and lines that came."""

    section: Text
    was: tuple[str, ...]
    now: tuple[str, ...]


_ONLY: Mapping[LetterForm, Text] = {
    LetterForm.NUMBER: _("机关代字"),
    LetterForm.PAYMENT: _("备注"),
}
"""Forms of one section, which is called otherwise."""


def section_name(form: LetterForm, name: str) -> Text:
    """A section as it is called; that of a number is no title. "" for what is no section."""
    return _ONLY.get(form) or SECTION_NAMES.get(name, "")


def form_label(form: LetterForm) -> Text:
    """What an officer calls it."""
    return _VARIANTS.get(form) or labels.LETTERS[LetterKind(form.value)]


def edition_label(edition: Edition) -> str:
    """Whose text holds."""
    if not edition.n:
        return str(_("标准文本"))
    if edition.single:
        return str(_("本事项文本第 %(n)s 版")) % {"n": edition.n}
    if edition.department:
        return str(_("%(who)s文本第 %(n)s 版")) % {"who": edition.department, "n": edition.n}
    return str(_("全县文本第 %(n)s 版")) % {"n": edition.n}


def placeholder_rows(form: LetterForm, department_id: UUID | None) -> list[PlaceholderRow]:
    """Those that must stand in the text first."""
    shape, words = SHAPES[form], cases.sample_words(form, department_id)
    laws = {need.name: need.law for need in shape.needs}
    names = sorted(shape.names, key=lambda name: name not in laws)
    return [
        PlaceholderRow(
            f"{{{{{name}}}}}",
            MEANINGS[name],
            words[name],
            laws.get(name, ""),
            name in BLOCKS,
            name in shape.fades,
        )
        for name in names
    ]


_ROWS = {"title": 1, "opening": 5, "body": 12, "remedy": 8, "closing": 4}


def section_boxes(form: LetterForm, sections: Mapping[str, str]) -> list[SectionBox]:
    """The boxes of the editor, with what was written so far."""
    return [
        SectionBox(
            name,
            section_name(form, name),
            sections.get(name, ""),
            LONGEST[name],
            _ROWS[name],
        )
        for name in SHAPES[form].sections
    ]


def differences(form: LetterForm, was: LetterText, now: LetterText) -> list[Difference]:
    """What differs, line by line, section by section."""
    found = []
    for name in SECTIONS:
        before, after = was.sections[name].split("\n"), now.sections[name].split("\n")
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                gone = tuple(line for line in before[a:b] if line)
                found.append(
                    Difference(section_name(form, name), gone, tuple(x for x in after[c:d] if x))
                )
    return found


def history(view: FormView) -> list[tuple[VersionLine, list[Difference]]]:
    """Each version with what it changed in the text that came before it."""
    rows: list[tuple[VersionLine, list[Difference]]] = []
    before = view.base.text
    for each in reversed(view.versions):
        text = each.text or view.base.text
        rows.append((each, differences(view.line.form, before, text)))
        if each.state == "in_force":
            before = text
    return rows[::-1]
