"""Documents as PDF/A, set by typst with one font of ours.

System fonts are never looked at: what is printed does not depend on the machine, and a character
the font lacks is an error, not an empty box in somebody's name.
"""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import segno
import typst
from noto_cjk_sans_otc import FONT_PATH

from onevisit.kernel.clock import SHANGHAI

ROOT: Final = Path(__file__).resolve().parent.parent
"""Where templates import from: `/ui/print/house.typ`."""

Standard = Literal["a-2a", "a-2b", "ua-1"]
STANDARD: Final[tuple[Standard, ...]] = ("a-2b",)
ACCESSIBLE: Final[tuple[Standard, ...]] = ("a-2a", "ua-1")
"""Tagged throughout, so that a screen reader goes through it in order."""


_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


class Unprintable(Exception):
    """Some `characters` of the text are not in the font."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def typeset(
    template: Path,
    inputs: Mapping[str, str],
    *,
    dated: date,
    standards: Sequence[Standard] = STANDARD,
) -> bytes:
    """The document that `template` makes of `inputs`; the same inputs and day, the same bytes.

    Raises Unprintable, and typst.TypstError for a template that is wrong.
    """
    made = datetime.combine(dated, time(12), SHANGHAI)
    try:
        rendered: bytes = typst.compile(
            template,
            root=ROOT,
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[*standards],
            timestamp=int(made.timestamp()),
            sys_inputs=dict(inputs),
        )
    except typst.TypstError as error:
        missing = _MISSING.search(str(error))
        if missing is None:
            raise
        raise Unprintable(_ESCAPED.sub(_character, missing[1])) from error
    return rendered


@cache
def fonts() -> typst.Fonts:
    """The one font, read once."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(str(FONT_PATH)).parent],
    )


@lru_cache(maxsize=256)
def qr(text: str) -> str:
    """A QR code of the text as SVG; who prints a page again, or waits at it, has the same."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode("utf-8")


def without_controls(value: object) -> object:
    """The same facts without control marks, which no font draws; lines stay lines."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n")
        return "".join(" " if _is_control(each) else each for each in lines)
    if isinstance(value, Mapping):
        return {key: without_controls(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_controls(each) for each in value]
    return value


def _is_control(character: str) -> bool:
    return character == "\ufeff" or (character != "\n" and unicodedata.category(character) == "Cc")
