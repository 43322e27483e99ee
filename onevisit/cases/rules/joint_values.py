"""What fills the placeholders of papers of several departments: comments, seats, findings."""

from typing import Final

from onevisit.cases.rules.composing import Piece
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letter_pieces import (
    Facts,
    Say,
    day_words,
    heading,
    numbered,
    piece,
    table,
)


def _count(form: LetterForm, facts: Facts) -> str:
    """Of drawings that were told before only what still stands is counted."""
    if form is LetterForm.NOTICE:
        return str(facts["count"])
    if form is LetterForm.DRAWINGS_AGREED:
        return f" {facts['must']} "
    if facts["again"]:
        return f"修改后的图纸已经核对，还有 {facts['must']} 处没有改好"
    return f"必须修改的 {facts['must']} 处，建议 {facts['advice']} 条"


def _lapses(_form: LetterForm, facts: Facts) -> str:
    said = "您改图的时间不计入办理时限；到期没有交来的，依法退件，备齐后可以重新申请，"
    return f"{said}已经证明过的不用再证明。" if facts["lapses"] else ""


def _more_answer(_form: LetterForm, facts: Facts) -> str:
    until, why = day_words(facts["until"]), facts["answer"]
    reason = f"理由：{why}" if why else ""
    if not facts["allowed"]:
        return f"不予延长。仍请在{until}前把修改后的图纸一次交齐。{reason}"
    silent = "期限届满时部门没有答复，按同意办理。" if facts["silent"] else ""
    said = f"同意延长。请在{until}前把修改后的图纸一次交齐，这段时间不计入办理时限。"
    return f"{said}{silent}{reason}"


def _comments(_form: LetterForm, facts: Facts) -> list[Piece]:
    found: list[Piece] = []
    for each in facts["items"]:
        found.append(heading(each["department"]))
        rows = [[row["sheet"], _asked(row["must"]), _said(row)] for row in each["rows"]]
        found += table(("8mm", "34mm", "20mm", "1fr"), ("", "图号", "要求", "意见"), numbered(rows))
        if not rows:
            found.append(piece("small", "没有意见。"))
        found += _own_words(facts, each["department"])
    return found


def _asked(must: bool) -> str:
    return "必须修改" if must else "建议"


def _said(row: Facts) -> object:
    return {"t": row["words"], "below": f"还差：{row['why']}"} if row["why"] else row["words"]


def _seats(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [[x["department"], x["who"], day_words(x["on"]), "同意"] for x in facts["seats"]]
    head = ("", "部门", "审查人", "日期", "意见")
    shown = table(("8mm", "1fr", "26mm", "40mm", "16mm"), head, numbered(rows))
    return [*shown, *_words_of_each(facts, facts["seats"])]


def _findings(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [
        [x["department"], x["name"], x["who"], day_words(x["on"]), "通过"]
        for x in facts["findings"]
    ]
    head = ("", "部门", "事项", "现场人员", "日期", "意见")
    shown = table(("8mm", "1fr", "1fr", "24mm", "40mm", "14mm"), head, numbered(rows))
    return [*shown, *_words_of_each(facts, facts["findings"])]


def _words_of_each(facts: Facts, rows: list[Facts]) -> list[Piece]:
    """What departments add to a table of all of them, each below its name."""
    found: list[Piece] = []
    for name in dict.fromkeys(each["department"] for each in rows):
        words = _own_words(facts, name)
        found += [heading(name), *words] if words else []
    return found


def _own_words(facts: Facts, department: str) -> list[Piece]:
    said: list[Piece] = facts.get("said", {}).get(department, [])
    return said


def _points(_form: LetterForm, facts: Facts) -> list[Piece]:
    found: list[Piece] = []
    for each in facts["findings"]:
        rows = [[_pointed(point), point["mark"]] for point in each["points"]]
        if rows:
            found.append(heading(f"{each['name']}：现场核对的要点"))
            found += table(("8mm", "1fr", "24mm"), ("", "要点", "结果"), numbered(rows))
    return found


def _pointed(point: Facts) -> object:
    return {"t": point["point"], "below": point["note"]} if point["note"] else point["point"]


def _cases(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [[{"t": each["name"], "below": each["number"]}] for each in facts["cases"]]
    return table(("8mm", "1fr"), ("", "事项、办件编号"), numbered(rows))


JOINT: Final[dict[str, Say]] = {
    "count": _count,
    "lapses": _lapses,
    "was": lambda _form, facts: day_words(facts["was"]),
    "more_days": lambda _form, facts: str(facts["days"]),
    "more_why": lambda _form, facts: facts["why"],
    "more_answer": _more_answer,
    "comments": _comments,
    "seats": _seats,
    "findings": _findings,
    "points": _points,
    "cases": _cases,
}
