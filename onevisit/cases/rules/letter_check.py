"""Whether a text of a letter may be put in force: only known placeholders, each where it can stand,
and all that the law wants said, in lines that are always printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onevisit.cases.errors import letter_texts as errors
from onevisit.cases.rules.letter_forms import (
    BLOCKS,
    LONGEST,
    MOST_LINES,
    SHAPES,
    LetterForm,
    LetterText,
    Shape,
)

PLACEHOLDER: Final = re.compile(r"\{\{([a-z_]+)\}\}")
_BRACES: Final = re.compile(r"\{\{|\}\}")
_NEAR: Final = 12
_PREFIX: Final = re.compile(r"[\u4e00-\u9fff]{1,20}")
_NOTHING_ADDED: Final = "字"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section and the placeholders in it."""

    section: str
    words: str
    names: tuple[str, ...]


def lines_of(text: LetterText) -> Iterator[Line]:
    """All lines, in the order they are printed."""
    for section, words in text.sections.items():
        for line in words.split("\n"):
            yield Line(section, line, tuple(PLACEHOLDER.findall(line)))


def check_text(form: LetterForm, text: LetterText) -> None:
    """Pass what may stand in a letter of this form.

    Raises Invalid `cases.letter_text_empty`, `…_long`, `…_lines`, `…_broken`, `…_unknown`,
    `…_not_alone`, `…_missing`, `…_may_vanish`; each names the section, and the placeholders;
    `cases.number_words` for what no number begins with.
    """
    shape = SHAPES[form]
    for section, words in text.sections.items():
        _check_size(shape, section, words)
    if form is LetterForm.NUMBER:
        _check_prefix(text.title)
    lines = list(lines_of(text))
    for line in lines:
        _check_line(shape, line)
    _check_needs(shape, lines)


def _check_size(shape: Shape, section: str, words: str) -> None:
    if section in ("title", "opening") and section in shape.sections and not words:
        raise errors.text_empty(section)
    if len(words) > LONGEST[section]:
        raise errors.text_long(section, LONGEST[section])
    if words.count("\n") >= MOST_LINES[section]:
        raise errors.text_lines(section, MOST_LINES[section])


def _check_prefix(title: str) -> None:
    """机关代字 are characters; year and number follow by themselves (GB/T 9704-2012, 7.2.5)."""
    if not _PREFIX.fullmatch(PLACEHOLDER.sub("", title) or _NOTHING_ADDED):
        raise errors.number_words()


def _check_line(shape: Shape, line: Line) -> None:
    rest = PLACEHOLDER.sub("", line.words)
    if stray := _BRACES.search(rest):
        raise errors.text_broken(line.section, rest[max(stray.start() - _NEAR, 0) :][: 2 * _NEAR])
    if unknown := [name for name in line.names if name not in shape.names]:
        raise errors.text_unknown(line.section, unknown)
    for name in line.names:
        alone = line.words == f"{{{{{name}}}}}" and line.section == "body"
        if name in BLOCKS and not alone:
            raise errors.text_not_alone(line.section, name)
        if name in shape.fades and line.section == "title":
            raise errors.text_may_vanish("title", name, name)


def _check_needs(shape: Shape, lines: list[Line]) -> None:
    """Whatever is said in a letter may be missing from its title, which is no sentence."""
    said = [line for line in lines if line.section != "title"]
    for need in shape.needs:
        holding = [line for line in said if need.name in line.names]
        if not holding:
            raise errors.text_missing(_home(need.name), [need.name], need.law)
        others = [_fading(shape, line, need.name) for line in holding]
        if all(others):
            raise errors.text_may_vanish(holding[0].section, need.name, others[0])


def _fading(shape: Shape, line: Line, needed: str) -> str:
    """A placeholder whose emptiness takes this line away from one that must be printed, "" if none.
    What fades itself is printed whenever there is something to print, but for that needs a line
    that no other takes away.
    """
    if needed in shape.beside:
        return ""
    return next((name for name in line.names if name in shape.fades and name != needed), "")


def _home(name: str) -> str:
    """Where one would write it."""
    if name in BLOCKS or name == "lapses":
        return "body"
    if name in ("review_days", "review_organ", "suit_months", "suit_days", "appeal_days"):
        return "remedy"
    return "closing" if name == "signature" else "opening"
