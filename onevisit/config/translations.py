"""The translation machinery, without gettext's own programs: extract, compile, check.

The source language is Chinese: every msgid is the Chinese text, so there is no Chinese catalogue;
every other language has one file ``onevisit/locale/<language>/LC_MESSAGES/django.po``.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
LANGUAGES = ("en",)
_LINE_WIDTH = 100
_KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What the extractor yields of a call: its one literal, or all arguments (None: not a literal).
_Texts: TypeAlias = str | tuple[str | None, ...]
_TEMPLATES = (".html", ".txt")


def catalogue_path(language: str) -> Path:
    """The editable catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def extract() -> Catalog:
    """Every translatable text of the rooms' Python files and templates."""
    catalog = Catalog(project="OneVisit", charset="utf-8")
    for path in _sources():
        name = path.relative_to(ROOT.parent).as_posix()
        for line, text, comments, context in _messages_of(path):
            catalog.add(text, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def update(language: str) -> Catalog:
    """Bring the catalogue of a language up to date: new texts empty, vanished ones gone."""
    path = catalogue_path(language)
    catalog = read(language)
    created = catalog.creation_date
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = created
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(
            handle,
            catalog,
            width=_LINE_WIDTH,
            sort_output=True,
            ignore_obsolete=True,
            include_lineno=False,
        )
    return catalog


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one when there is no file yet."""
    path = catalogue_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as handle:
        return read_po(handle, locale=language, abort_invalid=True)


def untranslated(catalog: Catalog) -> int:
    """How many texts still wait for a translation."""
    return sum(1 for message in catalog if message.id and not _is_translated(message))


def compile_stale() -> list[str]:
    """Compile every catalogue newer than its compiled file; returns the languages compiled."""
    done = []
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        content = io.BytesIO()
        write_mo(content, read(language))
        temporary = target.with_suffix(f".{os.getpid()}.new")
        temporary.write_bytes(content.getvalue())
        temporary.replace(target)
        done.append(language)
    return done


def findings(language: str) -> list[str]:
    """What is wrong with a catalogue: missing, untranslated, fuzzy or broken placeholders."""
    wanted = {(message.context, message.id): message for message in extract() if message.id}
    catalog = read(language)
    present = {(message.context, message.id): message for message in catalog if message.id}
    found = [f"missing: {_shown(wanted[key])}" for key in wanted.keys() - present.keys()]
    found += [f"no longer used: {_shown(present[key])}" for key in present.keys() - wanted.keys()]
    for message in present.values():
        if not _is_translated(message):
            found.append(f"untranslated: {_shown(message)}")
        elif message.fuzzy:
            found.append(f"fuzzy: {_shown(message)}")
        else:
            found += [f"{error}: {_shown(message)}" for error in message.check(catalog)]
    return sorted(found)


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        project="OneVisit",
        version="1",
        header_comment="# The texts of OneVisit; the source language is Chinese.",
        last_translator="OneVisit contributors",
        language_team=language,
        msgid_bugs_address="",
        charset="utf-8",
        fuzzy=False,
    )


def _sources() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        is_code = path.suffix == ".py" and "migrations" not in path.parts
        if is_code or (path.suffix in _TEMPLATES and "templates" in path.parts):
            yield path


def _messages_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Blanked-out HTML is no valid indentation; the calls in it stand each on one line.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.lstrip() for line in lines) + "\n"
    extracted = extract_python(
        io.BytesIO(source.encode("utf-8")), _KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    )
    calls = cast("Iterator[tuple[int, str, _Texts, list[str]]]", extracted)
    for line, function, texts, comments in calls:
        found = _one(function, texts)
        if found is not None:
            yield line, found[0], comments, found[1]


def _one(function: str, texts: _Texts) -> tuple[str | tuple[str, ...], str | None] | None:
    """The text (or singular and plural) and its context; None for a call without literals."""
    parts = (texts,) if isinstance(texts, str) else texts
    spec = _KEYWORDS[function]
    context: str | None = None
    if spec is not None and isinstance(spec[0], tuple):
        context, parts = parts[0], parts[1:]
    wanted = 2 if function.startswith(("n", "ungettext")) else 1
    chosen = tuple(part for part in parts[:wanted] if part)
    if len(chosen) < wanted:
        return None
    return (chosen[0] if wanted == 1 else chosen), context


def _is_translated(message: Message) -> bool:
    if isinstance(message.string, tuple | list):
        return all(message.string)
    return bool(message.string)


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    places = ", ".join(sorted({name for name, _line in message.locations}))
    return f"{text!r} ({places})" if places else repr(text)
