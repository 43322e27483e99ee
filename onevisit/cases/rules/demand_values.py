"""What fills the placeholders of a 缴费通知书: each amount, how it comes about, how to pay."""

from typing import Final

from onevisit.cases.rules.composing import Piece
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letter_pieces import Facts, Say, listed, numbered, table
from onevisit.payments.rules.charges import ChargeKind


def _demanded(_form: LetterForm, facts: Facts) -> str:
    if not facts["until"]:
        return "免缴"
    return "缴税" if {each["kind"] for each in facts["charges"]} == {ChargeKind.TAX} else "缴费"


def _replaces(_form: LetterForm, facts: Facts) -> str:
    said = f"编号 {facts['replaces']} 的通知书由本通知书代替，不再有效，请不要按它缴费。"
    return said if facts["replaces"] else ""


def _charges(_form: LetterForm, facts: Facts) -> list[Piece]:
    rows = [
        [_over(each["name"], each["of"]), _how(each), each["amount"]] for each in facts["charges"]
    ]
    sum_up = ["", "合计", "", facts["total"]]
    head = ("", "项目", "怎么算的", "金额（元）")
    return table(("8mm", "40mm", "1fr", "22mm"), head, [*numbered(rows), sum_up])


def _how(charge: Facts) -> object:
    if charge["exempt"]:
        said = f"{charge['how']}；免收：{charge['exempt']}" if charge["how"] else charge["exempt"]
        return _over(said, charge["exempt_basis"] and f"依据：{charge['exempt_basis']}")
    return _over(charge["how"], charge["basis"] and f"依据：{charge['basis']}")


def _over(words: str, below: str) -> object:
    return {"t": words, "below": below} if below else words


def _ways(_form: LetterForm, facts: Facts) -> list[Piece]:
    if not facts["until"]:
        return []
    online = "网上：扫下面的二维码，或者在“我的办件”里打开这一件，点“去缴费”。"
    desk = f"窗口：到任何一个政务服务中心的窗口，报缴费单号 {facts['order']}，现金、刷卡都收。"
    return listed([online, desk] if facts["online"] else [desk])


DEMANDED: Final[dict[str, Say]] = {
    "demanded": _demanded,
    "total_words": lambda _form, facts: facts["total_words"],
    "replaces": _replaces,
    "charges": _charges,
    "ways": _ways,
}
