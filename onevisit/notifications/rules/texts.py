"""The words of messages: data with a first day, checked before they are kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

from onevisit.notifications import errors
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import Kind

LONGEST_TITLE, LONGEST_BODY = 60, 300

_ALWAYS = frozenset({"thing", "number", "cases", "name"})
_DATED = frozenset({"day"})
_PLACED = frozenset({"where"})
_CODED = _DATED | _PLACED | {"code"}
VARIABLES: Mapping[Kind, frozenset[str]] = {
    **dict.fromkeys(Kind, _ALWAYS),
    **dict.fromkeys(
        (
            Kind.CORRECTION,
            Kind.CORRECTION_NEAR,
            Kind.ACCEPTED_DEFERRED,
            Kind.DEFERRAL_NEAR,
            Kind.SUSPENDED,
            Kind.PUT_RIGHT_NEAR,
            Kind.FEE_DUE,
            Kind.FEE_NEAR,
            Kind.VISIT_SET,
            Kind.VISIT_MOVED,
            Kind.VISIT_NEAR,
            Kind.VISIT_KEPT,
            Kind.VISIT_ASKED,
            Kind.DRAWINGS,
            Kind.MENDING_NEAR,
            Kind.MENDING_DAY,
            Kind.DRAWINGS_ASKED,
            Kind.DRAWINGS_CAME,
            Kind.DRAWINGS_LAST,
            Kind.MENDING_ANSWERED,
            Kind.DRAWINGS_MORE,
            Kind.ORDERED,
            Kind.HEARING,
            Kind.CARD_YELLOW,
            Kind.CARD_RED,
            Kind.ORDER_TO_ANSWER,
            Kind.ORDER_SENT_BACK,
            Kind.ORDER_NEAR,
            Kind.ORDER_OVER,
        ),
        _ALWAYS | _DATED,
    ),
    Kind.LOCKER_READY: _ALWAYS | _CODED,
    Kind.LOCKER_OVER: _ALWAYS | _PLACED,
    Kind.PAPERS_HERE: _ALWAYS | _PLACED,
    **dict.fromkeys(
        (Kind.PAPERS_SENT, Kind.PAPERS_LATE, Kind.BAG_COMING, Kind.BAG_LATE),
        _ALWAYS | _DATED | _PLACED,
    ),
}
"""What a wording may name: the thing applied for, its number, the cases, whose it is (masked), and
where one is set, the day; of a locker which door, and its code.
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What is read first, and the rest: the subject and text of an e-mail, one line and the rest
    of a page; a short message is the body.
    """

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of a kind in a language from a day on."""

    kind: Kind
    language: Language
    since: date
    words: Words


@cache
def first_words() -> Mapping[tuple[Kind, Language], Words]:
    """The words delivered with the house."""
    held = json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))
    return {
        (Kind(kind), Language(language)): Words(**words)
        for kind, languages in held.items()
        for language, words in languages.items()
    }


def words_on(kind: Kind, language: Language, day: date, versions: Iterable[Worded]) -> Words:
    """The words in force on a day: the newest set by then, else those delivered with the house."""
    held = [
        each
        for each in versions
        if (each.kind, each.language) == (kind, language) and each.since <= day
    ]
    if held:
        return max(held, key=lambda each: each.since).words
    return first_words()[kind, language]


def filled(words: Words, facts: Mapping[str, str]) -> Words:
    """The words with what they name in them; what is not known is left out."""
    known = {name: facts.get(name, "") for name in _ALWAYS | _CODED}
    return Words(words.title.format(**known).strip(), words.body.format(**known).strip())


def checked(kind: Kind, title: str, body: str) -> Words:
    """New words in their one form.

    Raises Invalid `notifications.words_needed`, `notifications.words_too_long`,
    `notifications.unknown_variable`, `notifications.broken_braces`.
    """
    tidy = Words(" ".join(title.split()), " ".join(body.split()))
    for field, text, most in (
        ("title", tidy.title, LONGEST_TITLE),
        ("body", tidy.body, LONGEST_BODY),
    ):
        if not text:
            raise errors.words_needed(field)
        if len(text) > most:
            raise errors.words_too_long(field, most)
        unknown = sorted(_named(field, text) - VARIABLES[kind])
        if unknown:
            raise errors.unknown_variable(field, unknown[0])
    return tidy


def _named(field: str, text: str) -> set[str]:
    """The variables a text names; nothing but a plain name may stand between braces."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise errors.broken_braces(field) from None
    if any(spec or turned for _text, _name, spec, turned in parts):
        raise errors.broken_braces(field)
    return {name for _text, name, _spec, _turned in parts if name is not None}
