"""The texts of letters and results 文书文本: their forms and sections, what may be put into them.

A text is data. What changes from case to case stands in it as a placeholder from a closed table,
`{{item}}`; a line in 【】 is a heading, a line that begins with ※ is a note in small type.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from onevisit.cases.rules.letters import LetterKind, letter_kind
from onevisit.cases.rules.lifecycle import Action
from onevisit.cases.rules.obligations import Ground
from onevisit.cases.rules.rulings import Way


class LetterForm(StrEnum):
    """What has a text of its own: a kind of letter, or one of the two things it may have to say; a
    kind of result; and the words that the numbers of results begin with.
    """

    RECEIPT = "receipt"
    CORRECTED = "corrected"
    COMMITMENT = "commitment"
    ACCEPTANCE = "acceptance"
    ACCEPTANCE_DEEMED = "acceptance_deemed"  # nobody had answered in time
    NOTICE = "notice"
    NON_ACCEPTANCE = "non_acceptance"
    SUSPENSION = "suspension"
    EXTENSION = "extension"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    RETURN = "return"
    TERMINATION = "termination"
    VOIDING = "voiding"
    WITHDRAWAL = "withdrawal"  # by the applicant
    PASSING = "passing"
    RULING = "ruling"  # after 行政复议
    RULING_SUIT = "ruling_suit"  # after 行政诉讼
    ORDER = "order"
    ORDER_PROMISE = "order_promise"  # of a commitment that was not kept
    HEARING = "hearing"
    HEARING_PROMISE = "hearing_promise"
    REVOCATION = "revocation"
    REVOCATION_PROMISE = "revocation_promise"
    DELIVERY = "delivery"
    DRAWINGS = "drawings"  # all comments of all departments at once
    DRAWINGS_AGREED = "drawings_agreed"
    DRAWINGS_MORE = "drawings_more"  # whether the owner has more days to mend
    ACCEPTANCE_TOGETHER = "acceptance_together"
    VISIT_TOGETHER = "visit_together"  # the same of a site visit that is no acceptance
    DRAWINGS_PART = "drawings_part"  # what one department adds to its part of these
    DRAWINGS_AGREED_PART = "drawings_agreed_part"
    ACCEPTANCE_PART = "acceptance_part"
    VISIT_PART = "visit_part"
    SUPERVISION = "supervision"  # 督办单, from the supervisor to a department
    DEMAND = "demand"  # 缴费通知书
    PAYMENT = "payment"  # what a receipt of payment says below its table
    LICENCE = "licence"  # 证照
    REPLY = "reply"  # 批复、文件
    RESULT = "result"  # any other result
    NUMBER = "number"  # 机关代字 in 发文字号


_OF_PROMISE: Final[Mapping[LetterKind, LetterForm]] = {
    LetterKind.ORDER: LetterForm.ORDER_PROMISE,
    LetterKind.HEARING: LetterForm.HEARING_PROMISE,
    LetterKind.REVOCATION: LetterForm.REVOCATION_PROMISE,
}

TOGETHER: Final = frozenset(
    {
        *(LetterForm.DRAWINGS, LetterForm.DRAWINGS_AGREED, LetterForm.DRAWINGS_MORE),
        *(LetterForm.ACCEPTANCE_TOGETHER, LetterForm.VISIT_TOGETHER),
    }
)
"""What several departments say in one paper."""

PART_OF: Final[Mapping[LetterForm, LetterForm]] = {
    LetterForm.DRAWINGS: LetterForm.DRAWINGS_PART,
    LetterForm.DRAWINGS_AGREED: LetterForm.DRAWINGS_AGREED_PART,
    LetterForm.ACCEPTANCE_TOGETHER: LetterForm.ACCEPTANCE_PART,
    LetterForm.VISIT_TOGETHER: LetterForm.VISIT_PART,
}
"""What each of them may say in its own words, below what it found."""
WHOLE_OF: Final = {part: whole for whole, part in PART_OF.items()}

FOR_ALL: Final = TOGETHER | {LetterForm.RECEIPT, LetterForm.NOTICE, LetterForm.SUPERVISION}
"""What goes out once for all departments of an application, or to a department: none has a text of
its own."""


RESULTS: Final = frozenset({LetterForm.LICENCE, LetterForm.REPLY, LetterForm.RESULT})
"""What is granted itself: name, number, holder, table, check code and seal stay in its frame."""

OF_ITEMS: Final = RESULTS | {LetterForm.DEMAND}
"""What may have a text for one item only."""

_OF_RESULT: Final[Mapping[str, LetterForm]] = {
    **dict.fromkeys("证照", LetterForm.LICENCE),
    **dict.fromkeys("批文决", LetterForm.REPLY),
}


def result_form(kind: str) -> LetterForm:
    """By which text a result of this kind (证, 批复, 文 …) is drawn."""
    return _OF_RESULT.get(kind[:1], LetterForm.RESULT)


def forms_of(action: str, facts: Mapping[str, object]) -> tuple[LetterForm, ...]:
    """The texts that an event is told by; () for what gives no letter. What is promised is signed
    with the handing in.
    """
    kind = letter_kind(action)
    if kind is None:
        return ()
    form = form_of(kind, {"how": action, "way": facts.get("way", "")})
    return (form, LetterForm.COMMITMENT) if action == Action.SUBMIT else (form,)


def form_of(kind: LetterKind, facts: Mapping[str, object]) -> LetterForm:
    """By which text a letter is drawn."""
    if facts.get("how") == Action.DEEM_ACCEPTED:
        return LetterForm.ACCEPTANCE_DEEMED
    if facts.get("ground") == Ground.COMMITMENT:
        return _OF_PROMISE.get(kind, LetterForm(kind))
    if kind is LetterKind.RULING and facts["way"] == Way.SUIT:
        return LetterForm.RULING_SUIT
    return LetterForm(kind)


@dataclass(frozen=True, slots=True)
class LetterText:
    """The wording of one form; which sections it has and which it needs, its shape says."""

    title: str = ""
    opening: str = ""
    body: str = ""
    remedy: str = ""
    closing: str = ""

    @property
    def sections(self) -> dict[str, str]:
        """Each section by its name, in the order they are printed."""
        return asdict(self)


SECTIONS: Final = ("title", "opening", "body", "remedy", "closing")
_NO_REMEDY: Final = ("title", "opening", "body", "closing")
LONGEST: Final[Mapping[str, int]] = {
    "title": 60,
    "opening": 1500,
    "body": 4000,
    "remedy": 1500,
    "closing": 800,
}
"""Characters; the closing stays on one page with the seal."""
MOST_LINES: Final[Mapping[str, int]] = {
    "title": 1,
    "opening": 12,
    "body": 60,
    "remedy": 12,
    "closing": 12,
}


def text_from(form: LetterForm, sections: Mapping[str, str]) -> LetterText:
    """The sections that the form has, as typed, without empty lines and trailing blanks."""
    names = SHAPES[form].sections
    return LetterText(**{name: tidy(sections.get(name, "")) for name in names})


def tidy(text: str) -> str:
    """The lines that say something."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


COMMON: Final = ("applicant", "application_number", "department", "county", "phone", "date")


@dataclass(frozen=True, slots=True)
class Need:
    """A placeholder that must stand in a text, and where that is written."""

    name: str
    law: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What may and what must stand in the texts of a form. A line with one of `fades` is left out
    when there is nothing to put there; `beside` may stand in such a line though it is needed.
    """

    own: tuple[str, ...]
    needs: tuple[Need, ...]
    fades: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    sections: tuple[str, ...] = SECTIONS
    common: tuple[str, ...] = COMMON

    @property
    def names(self) -> tuple[str, ...]:
        """All placeholders of the form, its own first."""
        return (*self.own, *(name for name in self.common if name not in self.own))


BLOCKS: Final = frozenset(
    {"items", "materials", "corrected", "pledges", "limits", "gaps", "reasons", "conditions"}
    | {"course", "comments", "seats", "findings", "points", "cases", "charges", "ways"}
)
"""Lists and tables: each stands alone on its line, and only in the body."""
STRONG: Final = frozenset({"until", "days", "verb"})
"""Printed strongly, so that nobody overlooks them."""

_CASE: Final = ("item", "case_number", "received", "law", "permission")
_REVIEW: Final = ("review_days", "review_organ", "suit_months")

_PERMITS, _COVERS = "《行政许可法》", "国办发〔2020〕42 号"


def _need(law: str, *names: str) -> tuple[Need, ...]:
    return tuple(Need(name, law) for name in names)


_AGAINST = (
    *_need("《行政复议法》第二十条、第二十四条", "review_days", "review_organ"),
    *_need("《行政诉讼法》第四十六条", "suit_months"),
)
_ACCEPTED = (*_CASE, "accepted", "limits", "follow_materials", "follow_until", "pledged")
_ACCEPTED_NEEDS = (
    *_need(f"{_PERMITS}第三十二条", "item", "accepted", "limits"),
    *_need("容缺受理", "follow_materials", "follow_until"),
    *_need(_COVERS, "pledged"),
)
_AFTER = frozenset({"follow_materials", "pledged"})
_RULED = (*_CASE, "by", "ruled_on", "paper_kind", "paper", "outcome", "reasons", "successor")
_RULED_NEEDS = _need("《行政复议法》第七十七条", "outcome", "paper", "reasons", "successor")
_AGAIN = frozenset({"successor"})
_GIVEN = (*_CASE, "granted", "result", "result_number", "reasons")
_PROMISED = (*_GIVEN, "commitment")

_STOPPED = Shape(
    (*_CASE, "why", "reasons", *_REVIEW),
    (*_need(f"{_PERMITS}第三十八条", "item", "reasons"), *_AGAINST),
)
_REVOKED_NEEDS = (*_need(f"{_PERMITS}第七条、第六十九条", "result", "reasons", "course"), *_AGAINST)
_TOGETHER_LAW = "国办发〔2019〕11 号"
_VISITED = Shape(
    ("offer", "visited", "place", "findings", "points"),
    _need(_TOGETHER_LAW, "offer", "visited", "findings", "points"),
    sections=_NO_REMEDY,
)


def _part(*own: str) -> Shape:
    """Without the telephone, which is that of the whole paper."""
    common = tuple(name for name in COMMON if name != "phone")
    return Shape(own, (), sections=("body",), common=common)


_VISITED_PART = _part("offer", "visited", "place")
_GRANTED = Shape(
    ("item", "case_number", "permission", "result", "result_number", "validity"),
    _need(f"{_PERMITS}第三十八条", "permission"),
    frozenset({"validity"}),
    sections=("opening", "body", "closing"),
)

SHAPES: Final[Mapping[LetterForm, Shape]] = {
    LetterForm.RECEIPT: Shape(
        (
            *("handed_in", "offer", "received", "intake_limit", "silence", "items", "materials"),
            "follow_mark",
        ),
        _need(f"{_PERMITS}第三十二条", "offer", "received", "intake_limit", "items", "materials"),
        frozenset({"follow_mark"}),
    ),
    LetterForm.CORRECTED: Shape(
        (*_CASE, "who", "intake_limit", "corrected"),
        _need(f"{_PERMITS}第三十二条", "item", "received", "intake_limit", "corrected"),
    ),
    LetterForm.COMMITMENT: Shape(
        ("item", "case_number", "received", "pledges", "signature"),
        _need(_COVERS, "item", "pledges", "signature"),
    ),
    LetterForm.ACCEPTANCE: Shape(
        (*_ACCEPTED, "papers", "manner", "delegated"),
        (*_ACCEPTED_NEEDS, *_need(f"{_PERMITS}第二十四条", "delegated")),
        _AFTER | {"delegated"},
        frozenset({"follow_until"}),
    ),
    LetterForm.ACCEPTANCE_DEEMED: Shape(
        _ACCEPTED, _ACCEPTED_NEEDS, _AFTER, frozenset({"follow_until"})
    ),
    LetterForm.NOTICE: Shape(
        ("offer", "law", "count", "gaps"),
        _need(f"{_PERMITS}第三十二条", "offer", "count", "gaps"),
    ),
    LetterForm.NON_ACCEPTANCE: Shape(
        (*_CASE, "reasons", "delegated", *_REVIEW),
        (
            *_need(f"{_PERMITS}第三十二条、第三十八条", "item", "reasons"),
            *_need(f"{_PERMITS}第二十四条", "delegated"),
            *_AGAINST,
        ),
        frozenset({"delegated"}),
    ),
    LetterForm.SUSPENSION: Shape(
        (*_CASE, "reasons", "until"),
        _need(f"{_PERMITS}第四十五条", "item", "reasons", "until"),
    ),
    LetterForm.EXTENSION: Shape(
        (*_CASE, "accepted", "legal_limit", "approver", "days", "reasons", "limits"),
        _need(f"{_PERMITS}第四十二条", "item", "approver", "days", "reasons", "limits"),
    ),
    LetterForm.APPROVAL: Shape(
        (*_CASE, "reasons", "result", "result_number", "collection"),
        _need(f"{_PERMITS}第三十八条", "item", "permission", "result", "result_number"),
        frozenset({"result"}),
        frozenset({"result_number"}),
    ),
    LetterForm.REFUSAL: Shape(
        (*_CASE, "reasons", *_REVIEW),
        (*_need(f"{_PERMITS}第三十八条", "item", "permission", "reasons"), *_AGAINST),
    ),
    LetterForm.RETURN: _STOPPED,
    LetterForm.TERMINATION: _STOPPED,
    LetterForm.VOIDING: _STOPPED,
    LetterForm.WITHDRAWAL: Shape(
        (*_CASE, "who"), _need("撤回申请", "item", "case_number", "who", "date")
    ),
    LetterForm.PASSING: Shape(
        (*_CASE, "to", "successor", "days", "last_day", "route"),
        _need(f"{_PERMITS}第三十五条", "item", "to", "successor", "days"),
        frozenset({"route"}),
    ),
    LetterForm.RULING: Shape(
        (*_RULED, "days", "last_day", "suit_days"),
        (*_RULED_NEEDS, *_need("《行政诉讼法》第四十五条", "suit_days")),
        _AGAIN,
    ),
    LetterForm.RULING_SUIT: Shape(
        (*_RULED, "days", "last_day", "appeal_days"),
        (*_RULED_NEEDS, *_need("《行政诉讼法》第八十五条", "appeal_days")),
        _AGAIN,
    ),
    LetterForm.ORDER: Shape(
        (*_GIVEN, "until"),
        _need(f"{_PERMITS}第六十八条", "result", "reasons", "until"),
    ),
    LetterForm.ORDER_PROMISE: Shape(
        (*_PROMISED, "until", "conditions"),
        _need(_COVERS, "item", "commitment", "reasons", "until"),
    ),
    LetterForm.HEARING: Shape(
        (*_GIVEN, "verb", "until", "mended"),
        _need(f"{_PERMITS}第七条", "result", "verb", "reasons", "until"),
    ),
    LetterForm.HEARING_PROMISE: Shape(
        (*_PROMISED, "verb", "until", "ordered_on", "ordered_until", "law_heard"),
        _need(f"{_PERMITS}第七条", "result", "reasons", "until", "commitment"),
    ),
    LetterForm.REVOCATION: Shape(
        (*_GIVEN, "verb", "course", "compensation", *_REVIEW), _REVOKED_NEEDS
    ),
    LetterForm.REVOCATION_PROMISE: Shape((*_PROMISED, "verb", "course", *_REVIEW), _REVOKED_NEEDS),
    LetterForm.DELIVERY: Shape(
        (*_CASE, "result", "result_number", "receiver", "delivered", "handed", "sign_here"),
        _need(
            f"{_PERMITS}第四十四条", "result", "result_number", "receiver", "delivered", "handed"
        ),
        frozenset({"sign_here"}),
    ),
    LetterForm.DRAWINGS: Shape(
        ("offer", "offices", "count", "comments", "until", "lapses"),
        (
            *_need(_TOGETHER_LAW, "offer", "offices"),
            *_need(f"{_PERMITS}第三十二条", "count", "comments", "until", "lapses"),
        ),
        frozenset({"lapses"}),
        sections=_NO_REMEDY,
    ),
    LetterForm.DRAWINGS_AGREED: Shape(
        ("offer", "count", "versions", "seats"),
        _need(_TOGETHER_LAW, "offer", "versions", "seats"),
        sections=_NO_REMEDY,
    ),
    LetterForm.DRAWINGS_MORE: Shape(
        ("offer", "was", "more_days", "more_why", "more_answer"),
        _need(f"{_PERMITS}第三十二条", "offer", "was", "more_days", "more_answer"),
        sections=_NO_REMEDY,
    ),
    LetterForm.ACCEPTANCE_TOGETHER: _VISITED,
    LetterForm.VISIT_TOGETHER: _VISITED,
    LetterForm.DRAWINGS_PART: _part("offer", "until"),
    LetterForm.DRAWINGS_AGREED_PART: _part("offer", "versions"),
    LetterForm.ACCEPTANCE_PART: _VISITED_PART,
    LetterForm.VISIT_PART: _VISITED_PART,
    LetterForm.SUPERVISION: Shape(
        ("addressee", "until", "cases", "question"),
        _need("督办", "until", "cases", "question"),
        sections=_NO_REMEDY,
        common=("department", "county", "date"),
    ),
    LetterForm.DEMAND: Shape(
        (
            *("offer", "payee", "demanded", "total", "total_words", "replaces", "charges"),
            *("until", "ways", *_REVIEW),
        ),
        (
            *_need(f"{_PERMITS}第五十九条", "offer", "total", "charges"),
            *_need("缴费的期限和方式", "until", "ways"),
            *_need("换发的通知书", "replaces"),
        ),
        frozenset({"replaces", "until"}),
    ),
    LetterForm.PAYMENT: Shape(
        ("payer", "payee", "offer", "total"),
        (),
        sections=("closing",),
        common=("application_number", "county", "phone", "date"),
    ),
    LetterForm.LICENCE: _GRANTED,
    LetterForm.REPLY: _GRANTED,
    LetterForm.RESULT: _GRANTED,
    LetterForm.NUMBER: Shape(("prefix",), (), sections=("title",), common=()),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """A text and since when it holds. `n` counts the versions of a county or a department, 0 for
    the standing text of the platform; `department` is empty for what holds in the whole county;
    `id` names the version, None for a standing text. `single`: it is for one item only.
    """

    text: LetterText
    since: date
    n: int = 0
    department: str = ""
    id: UUID | None = None
    single: bool = False

    @property
    def ref(self) -> str:
        """What is kept with a document that is made by it: the version, or the day from which the
        standing text holds.
        """
        return str(self.id) if self.id else self.since.isoformat()

    def holds(self, characters: str) -> bool:
        """Whether they stand in the text."""
        return any(characters in words for words in self.text.sections.values())

    @property
    def made_of(self) -> str:
        """As a document says at its foot by what it was drawn."""
        if not self.n:
            return f"标准文本 {self.since:%Y%m%d}"
        whose = f"{self.department or '全县'}{'本事项' if self.single else ''}"
        return f"{whose}文本第 {self.n} 版"
