"""Chinese text has Chinese punctuation: no half-width mark directly between Han characters."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
HALF_WIDTH = re.compile(rf"{HAN}[,:;!?()]{HAN}")


def findings(text: str) -> list[str]:
    return [found.group() for found in HALF_WIDTH.finditer(text)]


def data_strings(path: Path) -> Iterator[str]:
    if path.suffix == ".json":
        yield from json_strings(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from json_strings(json.loads(line))
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                yield from row
    else:
        yield path.read_text(encoding="utf-8")


def json_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from json_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from json_strings(inner)


def data_files() -> list[Path]:
    kinds = {".json", ".jsonl", ".csv", ".txt", ".toml", ".typ", ".md"}
    folders = (source.HOUSE, source.ROOT / "demo", source.ROOT / "docs")
    return sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in kinds)


@pytest.mark.parametrize("text", ["您好,世界", "办(理)", "甲:乙", "好!坏", "好?坏", "一;二"])
def test_half_width_marks_between_han_characters_are_found(text: str) -> None:
    assert findings(text)


@pytest.mark.parametrize(
    "text", ["您好，世界", "共 3 项, 见下", "a,b", "GB/T 2260(省)", "办（理）"]
)
def test_other_marks_are_left_alone(text: str) -> None:
    assert not findings(text)


def test_templates_use_full_width_marks() -> None:
    found = {source.shown(p): findings(p.read_text(encoding="utf-8")) for p in source.templates()}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_python_strings_use_full_width_marks() -> None:
    found = [
        (source.shown(path, line), marks)
        for path in source.python_files("onevisit", "demo", "scripts")
        for line, text in source.strings(path)
        if (marks := findings(text))
    ]
    assert found == []


def test_data_and_papers_use_full_width_marks() -> None:
    found = [
        (source.shown(path), marks)
        for path in data_files()
        for text in data_strings(path)
        if (marks := findings(text))
    ]
    assert found == []
