"""Templates hold nothing that a strict content policy would forbid, and no dead ends."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import onevisit.ui

TEMPLATES = Path(onevisit.ui.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle="),
    "style element": re.compile(r"<style"),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "event attribute": re.compile(r"\son[a-z]+="),
    "htmx event": re.compile(r"hx-on"),
    "dead link": re.compile(r"href=\"#\""),
    "foreign host": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
}


@pytest.mark.parametrize("name", NAMES)
def test_templates_keep_to_the_content_policy(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_templates_compile(name: str) -> None:
    get_template(name)


def test_scripts_need_no_eval() -> None:
    script = (TEMPLATES.parent / "static" / "ui" / "app.js").read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b", script)
