"""What fills the placeholders of a letter, said from its facts."""

from collections.abc import Mapping
from typing import Final

from onevisit.cases.rules.composing import Piece, Values
from onevisit.cases.rules.demand_values import DEMANDED
from onevisit.cases.rules.joint_values import JOINT
from onevisit.cases.rules.letter_forms import RESULTS, SHAPES, LetterForm
from onevisit.cases.rules.letter_pieces import (
    Facts,
    Say,
    day_words,
    heading,
    listed,
    numbered,
    piece,
    table,
)
from onevisit.cases.rules.obligations import Ground

_PERMITS: Final = "依照《中华人民共和国行政许可法》"
_LAW: Final[Mapping[LetterForm, str]] = {
    LetterForm.ACCEPTANCE: "第三十二条",
    LetterForm.ACCEPTANCE_DEEMED: "第三十二条",
    LetterForm.NOTICE: "第三十二条",
    LetterForm.NON_ACCEPTANCE: "第三十二条",
    LetterForm.SUSPENSION: "第四十五条",
    LetterForm.APPROVAL: "第三十八条第一款",
    LetterForm.REFUSAL: "第三十八条第二款",
    LetterForm.ORDER: "第六十八条",
    LetterForm.HEARING: "第七条",
    LetterForm.HEARING_PROMISE: "第六十九条",
    LetterForm.REVOCATION_PROMISE: "第六十九条",
}
_REVOKED_BY: Final = {Ground.CHANGED: "第八条", Ground.CEASED: "第七十条"}
_DECIDED: Final = RESULTS | {LetterForm.APPROVAL, LetterForm.REFUSAL}

REVIEW_DAYS, SUIT_MONTHS, SUIT_DAYS, APPEAL_DAYS = "60 日", "6 个月", "15 日", "15 日"
"""行政复议法 art. 20; 行政诉讼法 arts. 46, 45, 85."""


def values_of(form: LetterForm, facts: Facts) -> Values:
    """The value of each placeholder of the form; "" where there is nothing to say."""
    return {name: _SAY[name](form, facts) for name in SHAPES[form].names}


def _law(form: LetterForm, facts: Facts) -> str:
    """Only permits are decided by that act; the others have their own, named below the text."""
    if not facts["permit"]:
        return "依照有关规定，" if form is LetterForm.ACCEPTANCE_DEEMED else ""
    if form is LetterForm.EXTENSION:
        return f"{_PERMITS}第四十二条{'第二款' if facts['joint'] else '第一款'}，"
    if form is LetterForm.REVOCATION:
        return f"{_PERMITS}{_REVOKED_BY.get(Ground(facts['ground']), '第六十九条')}，"
    article = _LAW.get(form)
    return f"{_PERMITS}{article}，" if article else ""


def _permission(form: LetterForm, facts: Facts) -> str:
    if facts["permit"]:
        return "行政许可"
    return "办理" if form in _DECIDED else ""


def _handed_in(_form: LetterForm, facts: Facts) -> str:
    return f"由{facts['hand']}代您提交的" if facts["hand"] else f"您{facts['channel']}提交的"


def _outcome(_form: LetterForm, facts: Facts) -> str:
    gone = f"原结果“{facts['result']}”（编号 {facts['result_number']}）不再有效。"
    return f"{facts['outcome']}{gone if facts['revoked'] else ''}"


def _manner(_form: LetterForm, facts: Facts) -> str:
    ways = {"accept_deferred": "容缺受理", "accept_commitment": "以告知承诺方式受理"}
    return ways.get(facts["how"], "予以受理")


def _papers(_form: LetterForm, facts: Facts) -> str:
    which = "主要" if facts["how"] == "accept_deferred" else "申请"
    return f"{which}材料齐全、符合法定形式"


def _signature(_form: LetterForm, facts: Facts) -> str:
    how = "电子签名" if facts["channel"] == "online" else "当面签名"
    how = f"{facts['hand']}代签" if facts["hand"] else how
    return f"承诺人：{facts['addressee']}（{how}）　{day_words(facts['date'])}"


def _why(form: LetterForm, facts: Facts) -> str:
    if form is not LetterForm.RETURN:
        return str(facts["why"])
    return _LIMITS.get(facts["why"], "受理通知书写明的后补材料期限")


_LIMITS: Final = {
    "not_corrected": "一次性告知书写明的补正期限",
    "not_mended": "审图意见告知书写明的改图期限",
}


def _last_day(_form: LetterForm, facts: Facts) -> str:
    return f"，最后一天是 {day_words(facts['until'])}" if facts["until"] else ""


def _follow_until(_form: LetterForm, facts: Facts) -> str:
    return f"在 {day_words(facts['until'])}前" if facts["until"] else ""


def _mended(_form: LetterForm, facts: Facts) -> str:
    said = "在此之前已经改好的，请告诉本机关，核实以后不再撤销。"
    return said if facts["ground"] == Ground.FOUND else ""


def _compensation(_form: LetterForm, facts: Facts) -> str:
    said = "由此给您造成财产损失的，依法给予补偿，请向本机关提出。"
    return said if facts["ground"] == Ground.CHANGED else ""


def _reasons(form: LetterForm, facts: Facts) -> list[Piece]:
    ordered = facts.get("ordered", {}).get("why", "")
    before = [ordered] if ordered and form in _HEARINGS else []
    return listed([*before, *facts["reasons"]])


_HEARINGS: Final = frozenset({LetterForm.HEARING, LetterForm.HEARING_PROMISE})


def _course(_form: LetterForm, facts: Facts) -> list[Piece]:
    ordered, told = facts["ordered"], []
    if ordered["why"]:
        on, until = day_words(ordered["on"]), day_words(ordered["until"])
        told = [f"{on}责令在 {until}前改正：{ordered['why']}"]
    return listed([*told, f"陈述、申辩：{facts['heard']}"])


def _items(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [[{"t": x["name"], "below": x["number"]}, x["department"]] for x in facts["items"]]
    return table(("8mm", "1fr", "58mm"), ("", "事项", "办理部门"), numbered(rows))


def _materials(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [[each["name"], each["how"]] for each in facts["materials"]]
    return table(("8mm", "1fr", "52mm"), ("", "材料", "怎么来的"), numbered(rows))


def _corrected(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [[row["name"]] for gap in facts["gaps"] for row in gap["rows"]]
    return table(("8mm", "1fr"), ("", "补正的材料或者内容"), numbered(rows))


def _limits(_form: LetterForm, facts: Facts) -> list[Piece]:
    later = "跨年，按国务院公布的放假安排计算"
    rows = [[x["label"], x["limit"], day_words(x["due"]) or later] for x in facts["limits"]]
    return table(("40mm", "42mm", "1fr"), ("", "期限", "最迟"), rows)


def _gaps(_form: LetterForm, facts: Facts) -> list[Piece]:
    found: list[Piece] = []
    for each in facts["gaps"]:
        until, limit = day_words(each["until"]), each["limit"].strip()
        by = f"请在 {until}前补正。" if until else f"请自收到之日起 {limit}内补正。"
        rows = [[row["name"], row["reason"], row["remedy"]] for row in each["rows"]]
        found += [heading(f"{each['item']}（{each['department']}）"), piece("small", by)]
        found += table(
            ("8mm", "36mm", "1fr", "1fr"), ("", "补什么", "理由", "怎么补"), numbered(rows)
        )
    return found


def _pledges(_form: LetterForm, facts: Facts) -> list[Piece]:
    found: list[Piece] = []
    for each in facts["pledges"]:
        found.append(heading(f"一、告知：{each['name']}"))
        if each["basis"]:
            found.append(piece("small", f"依据：{each['basis']}"))
        for label, texts in (
            ("应当符合的条件", each["conditions"]),
            ("不实承诺的后果", each["consequences"]),
            ("怎么核查", [_checked(each["check_days"].strip())]),
        ):
            found += [piece("label", label), *listed(texts)]
    return found


def _checked(days: str) -> str:
    return (
        f"准予之日起 {days}以内，本机关通过现场检查、部门数据核对等方式核查，不要求您为此到窗口来。"
    )


def _fact(name: str) -> Say:
    return lambda _form, facts: str(facts[name]).strip()


def _day(name: str) -> Say:
    return lambda _form, facts: day_words(facts[name])


def _fixed(words: str) -> Say:
    return lambda _form, _facts: words


def _quoted(name: str) -> Say:
    return lambda _form, facts: "、".join(f"“{each}”" for each in facts[name])


_FACTS: Final = (
    *("item", "offer", "application_number", "case_number", "county", "phone", "intake_limit"),
    *("legal_limit", "approver", "days", "result", "result_number", "collection", "to"),
    *("successor", "route", "by", "paper_kind", "paper", "commitment", "verb", "delegated"),
    *("validity", "prefix", "receiver", "handed", "sign_here", "offices", "versions", "place"),
    *("addressee", "question", "payer", "payee", "total"),
)
_DAYS: Final = (
    "received",
    "date",
    "accepted",
    "until",
    "ruled_on",
    "granted",
    "delivered",
    "visited",
)

_SAY: Final[Mapping[str, Say]] = {
    **{name: _fact(name) for name in _FACTS},
    **{name: _day(name) for name in _DAYS},
    **JOINT,
    **DEMANDED,
    "applicant": _fact("addressee"),
    "department": _fact("issuer"),
    "law": _law,
    "law_heard": lambda _form, facts: f"{_PERMITS}第七条，" if facts["permit"] else "",
    "permission": _permission,
    "handed_in": _handed_in,
    "silence": lambda _form, facts: (
        "自收到申请材料之日起即为受理。" if facts["deems"] else "请电话询问。"
    ),
    "follow_mark": lambda _form, facts: "可以后补" if facts["follow"] else "",
    "who": lambda _form, facts: f"{facts['hand']}代您" if facts["hand"] else "您",
    "papers": _papers,
    "manner": _manner,
    "signature": _signature,
    "follow_until": _follow_until,
    "follow_materials": _quoted("follow_materials"),
    "pledged": _quoted("pledged"),
    "review_days": _fixed(REVIEW_DAYS),
    "review_organ": lambda _form, facts: f"{facts['county']}人民政府",
    "suit_months": _fixed(SUIT_MONTHS),
    "suit_days": _fixed(SUIT_DAYS),
    "appeal_days": _fixed(APPEAL_DAYS),
    "why": _why,
    "last_day": _last_day,
    "outcome": _outcome,
    "ordered_on": lambda _form, facts: day_words(facts["ordered"]["on"]),
    "ordered_until": lambda _form, facts: day_words(facts["ordered"]["until"]),
    "mended": _mended,
    "compensation": _compensation,
    "reasons": _reasons,
    "conditions": lambda _form, facts: listed(facts["conditions"]),
    "course": _course,
    "items": _items,
    "materials": _materials,
    "corrected": _corrected,
    "limits": _limits,
    "gaps": _gaps,
    "pledges": _pledges,
}
