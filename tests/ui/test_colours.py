"""Every text can be read on the ground it stands on, and everything to press is large enough."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import onevisit.ui

STATIC = Path(onevisit.ui.__file__).parent / "static" / "ui"
SHEETS = ("app.css", "citizen.css", "staff.css")
LEAST = 4.5

# Each text colour and the grounds it is used on, where the rule itself names only one of the two.
GROUNDS = {
    "mo-900": ("paper", "mo-50", "mo-100", "dai-50", "huang-100", "huang-50", "lv-50"),
    "mo-700": ("paper", "mo-50", "mo-100", "dai-50", "lv-50"),
    "mo-500": ("paper", "mo-50", "dai-50"),
    "dai-800": ("paper", "mo-50", "dai-50", "dai-100"),
    "dai-700": ("paper", "mo-50", "dai-50"),
    "lv-800": ("lv-100", "lv-50"),
    "lv-700": ("paper", "mo-50", "mo-100", "lv-50"),
    "huang-800": ("paper", "mo-50", "huang-100", "huang-50", "dai-50"),
    "zhu-700": ("paper", "mo-50", "zhu-100"),
    "paper": ("dai-700", "dai-800", "dai-900", "lv-700"),
}
HERO = ("#f3f8f9", "#e6f0f1", "#dcebec")
BAR = ("dai-900", "dai-800")
# Marks that are drawn, not read: icons beside their text and borders.
DRAWN = {("mo-400", ".crumb li+li::before"), ("mo-400", ".empty svg"), ("lv-600", ".free svg")}

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def css(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", css("app.css")))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def value(name: str) -> str:
    return name if name.startswith("#") else tokens()[name]


def colour_in(body: str, prop: str) -> str | None:
    found = re.search(rf"(?:^|;){prop}:(?:var\(--([a-z0-9-]+)\)|(#[0-9a-f]{{3,6}}))(?:;|$)", body)
    return (found[1] or found[2]) if found else None


def rules() -> Iterator[tuple[str, str, str]]:
    for sheet in SHEETS:
        for selector, body in RULE.findall(css(sheet)):
            yield sheet, " ".join(selector.split()), body.replace(" ", "")


def test_known_contrasts_are_computed_as_wcag_does() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text, grounds in GROUNDS.items() for ground in grounds]
    + [(text, ground) for text in ("mo-900", "mo-700") for ground in HERO]
    + [(text, ground) for text in ("#b9cfe0", "#d3e2ee") for ground in BAR]
    + [(text, "#1c4365") for text in ("#d3e2ee", "#c4d6e4", "paper")],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    assert contrast(value(text), value(ground)) >= LEAST


def test_rules_that_set_text_and_ground_can_be_read() -> None:
    weak = []
    for sheet, selector, body in rules():
        text = colour_in(body, "color")
        ground = colour_in(body, "background")
        if text and ground and contrast(value(text), value(ground)) < LEAST:
            weak.append(f"{sheet}: {selector}")
    assert not weak


def test_every_text_colour_is_in_the_table() -> None:
    known = set(GROUNDS) | {"#b9cfe0", "#d3e2ee", "#c4d6e4", "inherit"}
    strange = set()
    for sheet, selector, body in rules():
        text = colour_in(body, "color")
        if text and text not in known and (text, selector) not in DRAWN:
            strange.add(f"{sheet}: {selector}: {text}")
    assert not strange


@pytest.mark.parametrize("line", ["mo-400", "dai-700", "zhu-600", "lv-600"])
@pytest.mark.parametrize("ground", ["paper", "mo-50"])
def test_borders_that_mean_something_can_be_seen(line: str, ground: str) -> None:
    assert contrast(value(line), value(ground)) >= 3


def test_focus_shows_on_light_and_dark_ground() -> None:
    assert contrast(value("mo-900"), value("paper")) >= 3
    assert contrast(value("focus"), value("dai-900")) >= 3


def test_targets_are_44_pixels_and_60_in_the_elderly_view() -> None:
    sheet = css("app.css")
    root = re.search(r":root \{.*?--tap:([\d.]+)rem", sheet, re.DOTALL)
    elder = re.search(r"html\.elder \{ font-size:(\d+)%; --tap:([\d.]+)rem", sheet)
    assert root and elder
    assert float(root[1]) * 16 >= 44
    assert float(elder[1]) / 100 * 16 * float(elder[2]) >= 60


def test_citizen_styles_weigh_little() -> None:
    import gzip

    together = b"".join((STATIC / name).read_bytes() for name in ("app.css", "citizen.css"))
    assert len(gzip.compress(together, 9)) <= 8.5 * 1024
