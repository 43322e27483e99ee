"""Papers people hand in: small scans drawn here, so that there is something to look at."""

import io
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 620, 877  # A4 at 75 dpi
INK, FAINT, PAPER = (40, 52, 64), (176, 190, 200), (250, 248, 242)

_PLANS = {"floor_plan", "fire_facility_plan", "drain_plan", "layout_flow"}
_PHOTOS = {"id_photo", "sign_design", "site_photo"}
_INKS = 16  # colours: a county keeps thousands of scans, so each is small
_SIMPLIFIED = 2  # the place of the mainland forms in the font collection

Draw = Callable[[ImageDraw.ImageDraw], None]


@cache
def paper(material: str, name: str) -> tuple[bytes, str]:
    """A scan of that material: its bytes and a file name."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((60, 50), name, fill=INK, font=_font(26))
    pen.text((60, 92), "演示材料，内容为虚构", fill=FAINT, font=_font(15))
    _drawing(material)(pen)
    kept = io.BytesIO()
    if material in _PLANS:
        picture.save(kept, "PDF", resolution=75.0, quality=60)
        return kept.getvalue(), f"{name}.pdf"
    picture.quantize(_INKS).save(kept, "PNG", optimize=True)
    return kept.getvalue(), f"{name}.png"


def _drawing(material: str) -> Draw:
    if material in _PLANS:
        return _plan
    return _photo if material in _PHOTOS else _lines


def _lines(pen: ImageDraw.ImageDraw) -> None:
    """A typed page."""
    for row in range(22):
        short = 150 if row % 5 == 4 else 0
        pen.line((60, 150 + row * 28, WIDTH - 60 - short, 150 + row * 28), fill=FAINT, width=7)
    pen.ellipse((400, 700, 520, 820), outline=(160, 40, 28), width=3)


def _plan(pen: ImageDraw.ImageDraw) -> None:
    """Four walls, a kitchen, tables, a door."""
    pen.rectangle((80, 160, 540, 760), outline=INK, width=4)
    pen.rectangle((80, 160, 540, 330), outline=INK, width=3)
    pen.text((270, 230), "厨房", fill=INK, font=_font(20))
    pen.line((250, 760, 360, 760), fill=PAPER, width=8)
    pen.text((286, 770), "门", fill=INK, font=_font(18))
    for x in (130, 270, 410):
        for y in (390, 510, 630):
            pen.rectangle((x, y, x + 80, y + 60), outline=INK, width=2)


def _photo(pen: ImageDraw.ImageDraw) -> None:
    """A shop front, or whatever one sees in it."""
    pen.rectangle((60, 160, 560, 560), fill=(214, 226, 232))
    pen.rectangle((60, 160, 560, 250), fill=(160, 40, 28))
    pen.rectangle((120, 300, 300, 560), fill=(120, 146, 160))
    pen.rectangle((340, 300, 520, 480), fill=(186, 206, 214))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_font_file(), size, index=_SIMPLIFIED)


@cache
def _font_file() -> str:
    """The Chinese font that comes with the packages."""
    spec = find_spec("noto_cjk_sans_otc")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package noto-cjk-sans-otc is missing")
    return str(Path(spec.submodule_search_locations[0]) / "NotoSansCJK-Regular.ttc")
