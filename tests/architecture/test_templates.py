"""What the content security policy would refuse, and what would not work without JavaScript."""

import re

from django.contrib.staticfiles import finders

from tests.architecture import source

TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on[:-]", re.IGNORECASE),
    "hx-vals with code": re.compile(r"hx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc\s*=)[^>]*>", re.IGNORECASE)
DATA_SCRIPT = re.compile(r"type\s*=\s*[\"']application/(ld\+)?json[\"']", re.IGNORECASE)
STYLE_ELEMENT = re.compile(r"<style[\s>]", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)


def test_templates_hold_nothing_the_policy_refuses() -> None:
    found = []
    for path in source.templates():
        text = path.read_text(encoding="utf-8")
        for tag in TAG.findall(text):
            found += [
                (source.shown(path), name, tag) for name, p in FORBIDDEN.items() if p.search(tag)
            ]
        scripts = [s for s in INLINE_SCRIPT.findall(text) if not DATA_SCRIPT.search(s)]
        found += [(source.shown(path), "inline script", script) for script in scripts]
        if STYLE_ELEMENT.search(text):
            found.append((source.shown(path), "style element", "<style>"))
    assert found == []


def test_scripts_styles_and_pictures_come_from_our_own_house() -> None:
    found = []
    for path in source.templates():
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            if tag.lower().startswith(("<script", "<link", "<img", "<iframe")) and FOREIGN.search(
                tag
            ):
                found.append((source.shown(path), tag))
    assert found == []


def test_every_posting_form_carries_the_token() -> None:
    found = []
    for path in source.templates():
        text = path.read_text(encoding="utf-8")
        for form in FORM.finditer(text):
            body = text[form.end() : text.find("</form", form.end())]
            posts = re.search(r"method\s*=\s*[\"']post", form.group(), re.IGNORECASE)
            if posts and "csrf" not in body:
                found.append((source.shown(path), form.group()))
    assert found == []


def test_every_static_file_named_in_a_template_exists() -> None:
    named = re.compile(r"\{%\s*static\s+[\"']([^\"'{}]+)[\"']")
    found = [
        (source.shown(path), name)
        for path in source.templates()
        for name in named.findall(path.read_text(encoding="utf-8"))
        if finders.find(name) is None
    ]
    assert found == []


def test_a_bare_number_in_a_table_that_folds_on_a_phone_says_what_it_counts() -> None:
    # The head of such a table is not seen on a phone, so the cell carries its words itself.
    bare = re.compile(
        r"<td class=\"(?:n|num|n num)\"(?![^>]*data-label)[^>]*>\s*\{\{[^}]*\}\}\s*</td>"
    )
    tables = re.compile(r"<table class=\"[^\"]*\bfold\b.*?</table>", re.DOTALL)
    found = [
        (source.shown(path), cell)
        for path in source.templates()
        for table in tables.findall(path.read_text(encoding="utf-8"))
        for cell in bare.findall(table)
        if "case_number" not in cell and "filesizeformat" not in cell  # say what they are
    ]
    assert found == []
