"""What the pages of letters' texts say: names of forms and sections, what a placeholder stands for,
what differs between two texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext_lazy

from onevisit.cases import queries as cases
from onevisit.cases.queries import FormView, VersionLine
from onevisit.cases.rules.letter_forms import (
    BLOCKS,
    LONGEST,
    SECTIONS,
    SHAPES,
    Edition,
    LetterForm,
    LetterText,
)
from onevisit.cases.rules.letters import LetterKind
from onevisit.portal.web.staff import labels

Text = str | Promise

_VARIANTS: Mapping[LetterForm, Text] = {
    LetterForm.ACCEPTANCE_DEEMED: __("受理通知书（逾期视为受理）"),
    LetterForm.RULING: __("复议结果告知书"),
    LetterForm.RULING_SUIT: __("诉讼结果告知书"),
    LetterForm.ORDER_PROMISE: __("责令限期改正通知书（承诺不实）"),
    LetterForm.HEARING_PROMISE: __("拟撤销告知书（承诺不实）"),
    LetterForm.REVOCATION_PROMISE: __("撤销决定书（承诺不实）"),
}

SECTION_NAMES: Mapping[str, Text] = {
    "title": pgettext_lazy("文书", "标题"),
    "opening": pgettext_lazy("文书", "开头"),
    "body": pgettext_lazy("文书", "正文"),
    "remedy": pgettext_lazy("文书", "救济途径"),
    "closing": pgettext_lazy("文书", "结尾"),
}

MEANINGS: Mapping[str, Text] = {
    "applicant": __("申请人的姓名或者名称"),
    "application_number": __("申请编号"),
    "department": __("发出文书的机关"),
    "county": __("本县的名称"),
    "phone": __("咨询电话"),
    "date": __("文书的日期"),
    "item": __("事项名称"),
    "offer": __("申请办的这件事"),
    "case_number": __("办件编号"),
    "received": __("收到申请的日期"),
    "law": __("依照哪一条法律，只有行政许可才有，带逗号"),
    "law_heard": __("听取陈述、申辩依照的法律，只有行政许可才有，带逗号"),
    "permission": __("“行政许可”，其他事项是“办理”或者空着"),
    "handed_in": __("谁提交的、怎么提交的"),
    "intake_limit": __("部门决定是否受理的期限"),
    "silence": __("部门逾期没有答复的后果"),
    "items": __("办理的事项，一张表"),
    "materials": __("收到的材料，一张表"),
    "follow_mark": __("“可以后补”四个字"),
    "who": __("“您”，或者谁代您"),
    "corrected": __("补正了什么，一张表"),
    "pledges": __("告知的条件、后果和核查办法，逐项列出"),
    "signature": __("承诺人、怎么签的、日期"),
    "papers": __("材料齐全、符合法定形式的话"),
    "accepted": __("受理的日期"),
    "manner": __("予以受理、容缺受理或者以告知承诺方式受理"),
    "delegated": __("窗口代为受理的委托文书"),
    "limits": __("承诺和法定的办理期限，一张表"),
    "follow_until": __("后补材料的最后期限"),
    "follow_materials": __("可以后补的材料"),
    "pledged": __("以承诺代替的材料"),
    "count": __("有几处要补正"),
    "gaps": __("要补正的全部内容，每个部门一张表"),
    "reasons": __("理由，逐条列出"),
    "review_days": __("申请行政复议的期限"),
    "review_organ": __("向谁申请行政复议"),
    "suit_months": __("直接提起行政诉讼的期限"),
    "suit_days": __("不服复议决定，起诉的期限"),
    "appeal_days": __("不服一审判决，上诉的期限"),
    "until": __("到哪一天为止"),
    "legal_limit": __("法定的办理期限"),
    "approver": __("谁批准延期"),
    "days": __("多少个工作日"),
    "result": __("结果文书的名称"),
    "result_number": __("结果文书的编号"),
    "collection": __("结果怎么领"),
    "why": __("因为什么"),
    "to": __("报送到哪个机关"),
    "successor": __("接着办的办件编号"),
    "last_day": __("期限的最后一天，带逗号；跨年时空着"),
    "route": __("转报的依据文件"),
    "by": __("哪个机关或者法院作出"),
    "ruled_on": __("作出的日期"),
    "paper_kind": __("行政复议决定或者行政判决"),
    "paper": __("复议决定或者判决的文号"),
    "outcome": __("复议或者诉讼的结果"),
    "granted": __("原来准予的日期"),
    "commitment": __("承诺的材料"),
    "conditions": __("承诺符合的条件，逐条列出"),
    "ordered_on": __("责令改正的日期"),
    "ordered_until": __("责令在哪一天前改正"),
    "verb": __("撤销、撤回或者注销"),
    "mended": __("已经改好的怎么办；撤回、注销时空着"),
    "compensation": __("撤回时给予补偿的话，其他时候空着"),
    "course": __("事情的经过，逐条列出"),
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


def form_label(form: LetterForm) -> Text:
    """What an officer calls it."""
    return _VARIANTS.get(form) or labels.LETTERS[LetterKind(form.value)]


def edition_label(edition: Edition) -> str:
    """Whose text holds."""
    if not edition.n:
        return _("标准文本")
    if edition.department:
        return _("%(who)s文本第 %(n)s 版") % {"who": edition.department, "n": edition.n}
    return _("全县文本第 %(n)s 版") % {"n": edition.n}


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


def section_boxes(sections: Mapping[str, str]) -> list[SectionBox]:
    """The five boxes of the editor, with what was written so far."""
    return [
        SectionBox(name, SECTION_NAMES[name], sections.get(name, ""), LONGEST[name], _ROWS[name])
        for name in SECTIONS
    ]


def differences(was: LetterText, now: LetterText) -> list[Difference]:
    """What differs, line by line, section by section."""
    found = []
    for name in SECTIONS:
        before, after = was.sections[name].split("\n"), now.sections[name].split("\n")
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                gone = tuple(line for line in before[a:b] if line)
                found.append(
                    Difference(SECTION_NAMES[name], gone, tuple(x for x in after[c:d] if x))
                )
    return found


def history(view: FormView) -> list[tuple[VersionLine, list[Difference]]]:
    """Each version with what it changed in the text that came before it."""
    rows: list[tuple[VersionLine, list[Difference]]] = []
    before = view.base.text
    for each in reversed(view.versions):
        text = each.text or view.base.text
        rows.append((each, differences(before, text)))
        if each.state == "in_force":
            before = text
    return rows[::-1]
