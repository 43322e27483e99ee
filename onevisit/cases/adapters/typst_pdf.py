"""Result documents as PDF/A."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from onevisit.kernel.checking import grouped
from onevisit.ui.typesetting import qr, typeset

_TEMPLATE = Path(__file__).with_name("result.typ")


def render_result(
    facts: Mapping[str, str], *, demo: bool, address: str = "", mark: str = ""
) -> bytes:
    """One A4 page from the frozen facts; the same facts give the same bytes. The QR code leads to
    `address`, where it is verified; without one it holds number and check code. `mark` lies across
    a specimen.

    Raises typesetting.Unprintable for a character the font does not have.
    """
    shown = {**facts, "check_grouped": grouped(facts["check_code"])}
    inputs = {
        "facts": json.dumps(shown, ensure_ascii=False),
        "demo": "yes" if demo else "no",
        "mark": mark,
        "qr": qr(address or f"{facts['number']} {shown['check_grouped']}"),
    }
    return typeset(_TEMPLATE, inputs, dated=date.fromisoformat(facts["date"]))
