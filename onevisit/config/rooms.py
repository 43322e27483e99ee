"""The rooms of the house, lowest first, and what each brings to Django."""

from importlib.util import find_spec
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[1]

ROOMS = (
    "kernel",
    "ui",
    "audit",
    "directory",
    "accounts",
    "vault",
    "catalogue",
    "guidance",
    "journeys",
    "delivery",
    "payments",
    "cases",
    "projects",
    "hall",
    "ratings",
    "archive",
    "notifications",
    "reporting",
    "oversight",
    "portal",
)


def installed() -> list[str]:
    """Dotted names of the rooms' Django apps."""
    return [f"onevisit.{room}" for room in ROOMS if (_HOUSE / room / "apps.py").exists()]


def url_modules() -> list[tuple[str, str]]:
    """Room and URL module of every room that has pages of its own."""
    found = [(room, f"onevisit.{room}.web.urls") for room in ROOMS]
    return [(room, module) for room, module in found if _present(module)]


def folders(inside: str) -> list[Path]:
    """The folders of that name in the rooms that have one."""
    return [_HOUSE / room / inside for room in ROOMS if (_HOUSE / room / inside).is_dir()]


def _present(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
