"""Every error that can be raised is worded, in Chinese and in English."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.functional import Promise

from tests.architecture import source

ERRORS = {"NotFound", "Refused", "Conflict", "Invalid"}
CODE = re.compile(r"^[a-z_]+\.[a-z0-9_]+$")
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def raised_codes() -> Iterator[tuple[str, str]]:
    """Code and place of every error made with a literal code."""
    for path in source.python_files("onevisit"):
        for node in source.nodes(path):
            if isinstance(node, ast.Call):
                code = code_of(node)
                if code is not None:
                    yield code, source.shown(path, node.lineno)


def code_of(call: ast.Call) -> str | None:
    name = source.called_name(call)
    position = {"Problem": 1}.get(name, 0 if name in ERRORS else None)
    if position is None:
        return None
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    given += call.args[position : position + 1]
    value = given[0].value if given and isinstance(given[0], ast.Constant) else None
    return value if isinstance(value, str) else None


def wordings() -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    for path in sorted(source.HOUSE.glob("*/web/wordings.py")):
        module = import_module(".".join(path.relative_to(source.ROOT).with_suffix("").parts))
        twice = found.keys() & module.WORDINGS.keys()
        assert not twice, f"worded twice: {sorted(twice)}"
        found |= module.WORDINGS
    return found


def test_codes_have_the_form_room_dot_reason() -> None:
    assert [found for found in raised_codes() if not CODE.match(found[0])] == []


def test_every_code_that_can_be_raised_is_worded() -> None:
    known = wordings()
    assert sorted({found for found in raised_codes() if found[0] not in known}) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_wording_says_something_in(language: str) -> None:
    with translation.override(language):
        texts = {code: str(text) for code, text in wordings().items()}
    assert [code for code, text in texts.items() if not text.strip()] == []
    if language == "en":
        han = re.compile(r"[\u3400-\u9fff]")
        assert [code for code, text in texts.items() if han.search(text)] == []


def test_both_languages_use_the_same_facts() -> None:
    def facts(language: str) -> dict[str, set[str]]:
        with translation.override(language):
            return {code: set(PLACEHOLDER.findall(str(text))) for code, text in wordings().items()}

    assert facts("en") == facts("zh-hans")


def test_the_wordings_stand_where_the_pages_look(tmp_path: Path) -> None:
    from onevisit.ui import wordings as shown

    assert set(wordings()) == set(shown.wordings())
