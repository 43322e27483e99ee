"""Result documents as PDF/A: the pieces of a text inside the one frame of results."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from onevisit.cases.errors.letter_texts import text_unprintable
from onevisit.cases.rules.composing import composed
from onevisit.cases.rules.documents import words_of
from onevisit.cases.rules.letter_forms import Edition, LetterForm
from onevisit.cases.rules.letter_values import values_of
from onevisit.kernel.checking import grouped
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATE: Final = Path(__file__).with_name("result.typ")


def render_result(
    form: LetterForm,
    edition: Edition,
    facts: Mapping[str, str],
    *,
    demo: bool,
    address: str = "",
    mark: str = "",
) -> bytes:
    """A4 from the frozen facts, by the text of `edition`; the same facts and text give the same
    bytes. The QR code leads to `address`, where it is verified; without one it holds number and
    check code. `mark` lies across a specimen.

    Raises typesetting.Unprintable for a character the font does not have; Invalid
    `cases.letter_text_unprintable` where the text itself has it.
    """
    said = {"check_grouped": grouped(facts["check_code"]), "made_of": edition.made_of}
    inputs = {
        "facts": json.dumps({**facts, **said}, ensure_ascii=False),
        "text": _json(composed(form, edition.text, values_of(form, words_of(facts)))),
        "demo": "yes" if demo else "no",
        "mark": mark,
        "qr": qr(address or f"{facts['number']} {said['check_grouped']}"),
    }
    try:
        return typeset(_TEMPLATE, inputs, dated=date.fromisoformat(facts["date"]))
    except Unprintable as error:
        if edition.holds(error.characters):
            raise text_unprintable(error.characters) from error
        raise


def _json(of: Mapping[str, object]) -> str:
    return json.dumps(without_controls(of), ensure_ascii=False)
