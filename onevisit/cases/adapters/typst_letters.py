"""Letters as PDF/A: the pieces of a text inside the one letterhead."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from onevisit.cases.errors import letter_unprintable
from onevisit.cases.errors.letter_texts import text_unprintable
from onevisit.cases.rules.composing import composed
from onevisit.cases.rules.letter_forms import Edition, LetterForm
from onevisit.cases.rules.letter_values import values_of
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATE: Final = Path(__file__).with_name("letters") / "letter.typ"
_DENSE: Final = frozenset({LetterForm.COMMITMENT, LetterForm.DEMAND})
"""Printed smaller: what one signs, or pays by, should be one page."""


def render_letter(
    form: LetterForm,
    edition: Edition,
    facts: Mapping[str, Any],
    *,
    address: str,
    demo: bool,
    mark: str = "",
) -> bytes:
    """A4 pages from facts, by the text of `edition`; the same facts, text and address give the same
    bytes. `mark` lies across the page.

    Raises Conflict `cases.letter_unprintable` for a character the font does not have: better no
    letter than an empty box in somebody's name; Invalid `cases.letter_text_unprintable` where the
    text itself has it.
    """
    by = "、".join([edition.made_of, *facts.get("parts_made_of", [])])
    frame = {"made_of": mark or by, "mark": mark, "dense": form in _DENSE}
    inputs = {
        "facts": _json({**facts, **frame}),
        "text": _json(composed(form, edition.text, values_of(form, facts))),
        "demo": "yes" if demo else "no",
        "qr": qr(address),
    }
    dated = date.fromisoformat(str(facts["date"]))
    try:
        return typeset(_TEMPLATE, inputs, dated=dated)
    except Unprintable as error:
        if edition.holds(error.characters):
            raise text_unprintable(error.characters) from error
        raise letter_unprintable() from error


def _json(of: Mapping[str, object]) -> str:
    return json.dumps(without_controls(of), ensure_ascii=False)
