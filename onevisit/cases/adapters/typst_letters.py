"""Letters as PDF/A, each from its own template beside the common letterhead."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import typst

from onevisit.cases.adapters.typst_pdf import STANDARD, fonts, qr
from onevisit.cases.errors import letter_unprintable
from onevisit.kernel.clock import SHANGHAI

_TEMPLATES: Final = Path(__file__).with_name("letters")


def render_letter(template: str, facts: Mapping[str, object], *, address: str, demo: bool) -> bytes:
    """A4 pages from facts; the same facts and address give the same bytes.

    Raises Conflict `cases.letter_unprintable` for a character the font does not have: better no
    letter than an empty box in somebody's name.
    """
    made = datetime.combine(date.fromisoformat(str(facts["date"])), time(12), SHANGHAI)
    try:
        rendered: bytes = typst.compile(
            _TEMPLATES / f"{template}.typ",
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=int(made.timestamp()),
            sys_inputs={
                "facts": json.dumps(_plain(facts), ensure_ascii=False),
                "demo": "yes" if demo else "no",
                "qr": qr(address),
            },
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise letter_unprintable() from error
        raise
    return rendered


def _plain(value: object) -> object:
    """Without control marks, which no font draws; lines stay lines."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n")
        return "".join(" " if _is_control(each) else each for each in lines)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _is_control(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) == "Cc"
