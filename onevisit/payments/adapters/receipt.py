"""A receipt as PDF/A, from its template beside this file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from onevisit.kernel.checking import grouped
from onevisit.payments.errors import receipt_unprintable
from onevisit.payments.rules.receipts import Words
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATE: Final = Path(__file__).with_name("receipt.typ")


def render_receipt(
    facts: Mapping[str, object], words: Words, *, address: str, demo: bool, specimen: str = ""
) -> bytes:
    """A4; the same facts, words and address give the same bytes. Without an `address` the QR code
    holds number and check code. `specimen` lies across what is no receipt.

    Raises Conflict `payments.receipt_unprintable` for a character the font does not have.
    """
    code = grouped(str(facts["check_code"]))
    pieces, made_of = words
    said = {**facts, "code": code, "said": pieces, "made_of": made_of, "across": specimen}
    inputs = {
        "facts": json.dumps(without_controls(said), ensure_ascii=False),
        "demo": "yes" if demo else "no",
        "qr": qr(address or f"{facts['number']} {code}"),
    }
    try:
        return typeset(_TEMPLATE, inputs, dated=date.fromisoformat(str(facts["date"])))
    except Unprintable as error:
        raise receipt_unprintable() from error
