"""督办单 as PDF/A, from its template beside this file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from onevisit.oversight.errors import order_unprintable
from onevisit.ui.typesetting import Unprintable, qr, typeset, without_controls

_TEMPLATE: Final = Path(__file__).with_name("order.typ")


def render_order(facts: Mapping[str, object], *, address: str, demo: bool) -> bytes:
    """A4; the same facts and address give the same bytes.

    Raises Conflict `oversight.order_unprintable` for a character the font does not have.
    """
    inputs = {
        "facts": json.dumps(without_controls(facts), ensure_ascii=False),
        "demo": "yes" if demo else "no",
        "qr": qr(address),
    }
    try:
        return typeset(_TEMPLATE, inputs, dated=date.fromisoformat(str(facts["date"])))
    except Unprintable as error:
        raise order_unprintable() from error
