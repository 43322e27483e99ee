"""The house's own source, for the tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "onevisit"
ROOMS = tuple(sorted(path.parent.name for path in HOUSE.glob("*/__init__.py")))


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the folders of the checkout, migrations left out."""
    found: list[Path] = []
    for folder in folders:
        found += sorted((ROOT / folder).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Every template of the rooms."""
    return sorted(path for path in HOUSE.rglob("*.html") if "templates" in path.parts)


def room_of(path: Path) -> str:
    """The room a file stands in, or the top folder for files outside the house."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "onevisit" and len(parts) > 2 else parts[0]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the parsed file: going through them takes as long as parsing."""
    return tuple(ast.walk(tree(path)))


def shown(path: Path, line: int | None = None) -> str:
    """Path relative to the checkout, with the line."""
    name = path.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string literal of a Python file, docstrings and f-strings too."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def called_name(call: ast.Call) -> str:
    """The last name of what is called: ``Refused`` for ``errors.Refused(...)``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
