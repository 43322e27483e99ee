"""Letters as PDF/A, each from its own template beside the common letterhead."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from onevisit.cases.errors import letter_unprintable
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATES: Final = Path(__file__).with_name("letters")


def render_letter(template: str, facts: Mapping[str, object], *, address: str, demo: bool) -> bytes:
    """A4 pages from facts; the same facts and address give the same bytes.

    Raises Conflict `cases.letter_unprintable` for a character the font does not have: better no
    letter than an empty box in somebody's name.
    """
    inputs = {
        "facts": json.dumps(without_controls(facts), ensure_ascii=False),
        "demo": "yes" if demo else "no",
        "qr": qr(address),
    }
    dated = date.fromisoformat(str(facts["date"]))
    try:
        return typeset(_TEMPLATES / f"{template}.typ", inputs, dated=dated)
    except Unprintable as error:
        raise letter_unprintable() from error
