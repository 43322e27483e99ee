"""Result documents as PDF/A, made by typst with one font of ours.

System fonts are never looked at: what is printed does not depend on the machine, and a character
the font lacks is an error, not an empty box in somebody's name.
"""

import io
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import segno
import typst
from noto_cjk_sans_otc import FONT_PATH

from onevisit.cases.rules.numbers import grouped
from onevisit.kernel.clock import SHANGHAI

_TEMPLATE = Path(__file__).with_name("result.typ")
STANDARD: Final = "a-2b"


def render_result(facts: Mapping[str, str], *, demo: bool, address: str = "") -> bytes:
    """One A4 page from the frozen facts; the same facts give the same bytes. The QR code leads to
    `address`, where it is verified; without one it holds number and check code.

    Raises typst.TypstError when it cannot be set, for instance for a character the font does not
    have.
    """
    shown = {**facts, "check_grouped": grouped(facts["check_code"])}
    made = datetime.combine(date.fromisoformat(facts["date"]), time(12), SHANGHAI)
    rendered: bytes = typst.compile(
        _TEMPLATE,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=int(made.timestamp()),
        sys_inputs={
            "facts": json.dumps(shown, ensure_ascii=False),
            "demo": "yes" if demo else "no",
            "qr": qr(address or f"{facts['number']} {shown['check_grouped']}"),
        },
    )
    return rendered


@cache
def fonts() -> typst.Fonts:
    """The one font, read once."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(str(FONT_PATH)).parent],
    )


def qr(text: str) -> str:
    """A QR code of the text as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode("utf-8")
