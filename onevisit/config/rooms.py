"""The rooms of the house, lowest first, and what each brings to Django."""

import sys
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
    "cases",
    "hall",
    "portal",
)


def _present(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_BUILT_ON = {
    "accounts": ("directory",),
    "vault": ("accounts",),
    "catalogue": ("directory",),
    "guidance": ("catalogue",),
    "cases": ("accounts", "vault", "catalogue"),
    "hall": ("cases",),
    "portal": ("hall",),
}


def _ready(room: str) -> bool:
    """A room counts once it and what it stands on are there (while the house is being built)."""
    if not _present(f"onevisit.{room}.apps") or not all(map(_ready, _BUILT_ON.get(room, ()))):
        return False
    if room in ("kernel", "ui", "audit", "guidance", "portal"):
        return True
    if "makemigrations" in sys.argv:
        return _present(f"onevisit.{room}.models")
    return any((_HOUSE / room / "migrations").glob("0001*.py"))


def installed() -> list[str]:
    """Dotted names of the rooms' Django apps."""
    return [f"onevisit.{room}" for room in ROOMS if _ready(room)]


def url_modules() -> list[tuple[str, str]]:
    """Room and URL module of every room that has pages."""
    found = [(room, f"onevisit.{room}.web.urls") for room in ROOMS]
    return [(room, module) for room, module in found if _present(module) and _ready(room)]


def existing(middleware: list[str]) -> list[str]:
    """The classes whose room is ready (while the house is being built)."""
    return [name for name in middleware if not name.startswith("onevisit.") or _usable(name)]


def _usable(name: str) -> bool:
    room = name.split(".")[1]
    return room == "config" or (_ready(room) and _present(name.rpartition(".")[0]))


def folders(inside: str) -> list[Path]:
    """The folders of that name in the rooms that have one."""
    return [_HOUSE / room / inside for room in ROOMS if (_HOUSE / room / inside).is_dir()]
