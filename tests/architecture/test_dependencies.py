"""What the code imports is locked, with hashes, and no place to fetch it from is written down."""

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture import source

REQUIREMENTS = source.ROOT / "requirements"
OURS = {"onevisit", "demo", "bench", "tests", "scripts"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(group: str) -> set[str]:
    text = (REQUIREMENTS / f"{group}.txt").read_text(encoding="utf-8")
    return {normal(name) for name in PINNED.findall(text)}


@cache
def installed() -> Mapping[str, list[str]]:
    """Distributions by what one imports of them."""
    return packages_distributions()


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in source.nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names - OURS - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("folders", "groups"),
    [
        (("onevisit", "demo"), ("runtime",)),
        (("tests", "bench", "scripts"), ("runtime", "dev", "browser")),
    ],
)
def test_every_package_that_is_imported_is_locked(
    folders: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    known = set().union(*(locked(group) for group in groups))
    distributions = installed()
    found = [
        (source.shown(path), name)
        for path in source.python_files(*folders)
        for name in imported(path)
        if not {normal(one) for one in distributions.get(name, [name])} & known
    ]
    assert found == []


@pytest.mark.parametrize("group", ["runtime", "dev", "browser"])
def test_every_wanted_package_is_locked_with_hashes(group: str) -> None:
    lines = (REQUIREMENTS / f"{group}.in").read_text(encoding="utf-8").splitlines()
    wanted = {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in lines if re.match(r"\w", line)}
    assert wanted <= locked(group) | locked("runtime") | locked("dev")
    text = (REQUIREMENTS / f"{group}.txt").read_text(encoding="utf-8")
    hashed = re.findall(r"^[^ #\n]+==[^\n]* \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(hashed) == len(PINNED.findall(text))


def test_the_groups_agree_on_versions() -> None:
    versions: dict[str, set[str]] = {}
    for group in ("runtime", "dev", "browser"):
        text = (REQUIREMENTS / f"{group}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([^ \[=]+)[^ =]*==([^ ;]+)", text, re.MULTILINE):
            versions.setdefault(normal(name), set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_no_address_of_a_registry_is_written_down() -> None:
    for path in REQUIREMENTS.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://|--index-url|--extra-index-url|--find-links", text), path.name
