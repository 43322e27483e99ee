"""The words of each kind: in force, to come, and as they read with examples."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from onevisit.kernel import clock
from onevisit.notifications.models import Wording
from onevisit.notifications.queries.wording import day_in_words, wordings
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.texts import VARIABLES, Worded, Words, filled, words_on


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind with its words of today, by language."""

    kind: Kind
    words: tuple[tuple[Language, Words], ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """Words set by an officer, from a day on."""

    language: Language
    since: date
    words: Words
    by: str
    to_come: bool


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind: what its words may name, its words, how they read, every version of them."""

    kind: Kind
    variables: tuple[str, ...]
    words: tuple[tuple[Language, Words], ...]
    samples: tuple[tuple[Language, Words], ...]
    versions: tuple[VersionLine, ...]


def kinds() -> tuple[KindLine, ...]:
    """Every kind; one query."""
    versions = wordings()
    changed = {each.kind for each in versions}
    return tuple(KindLine(kind, _now(kind, versions), kind in changed) for kind in Kind)


def kind_view(kind: Kind) -> KindView:
    """One kind; one query."""
    held = list(Wording.objects.filter(kind=kind).order_by("-since", "language"))
    versions = [
        Worded(kind, Language(row.language), row.since, Words(row.title, row.body)) for row in held
    ]
    today, words = clock.today(), _now(kind, versions)
    return KindView(
        kind=kind,
        variables=tuple(sorted(VARIABLES[kind])),
        words=words,
        samples=tuple((language, sample(language, each)) for language, each in words),
        versions=tuple(
            VersionLine(each.language, each.since, each.words, row.made_by_name, each.since > today)
            for each, row in zip(versions, held, strict=True)
        ),
    )


def sample(language: Language, words: Words) -> Words:
    """How it reads, with invented facts."""
    thing, case = _EXAMPLES[language]
    day = (clock.today() + timedelta(days=7)).isoformat()
    facts = {"thing": thing, "number": "AL20260000001", "cases": case, "name": "王*明"}
    return filled(words, {**facts, "day": day_in_words(day, language)})


def _now(kind: Kind, versions: Iterable[Worded]) -> tuple[tuple[Language, Words], ...]:
    held, today = tuple(versions), clock.today()
    return tuple((each, words_on(kind, each, today, held)) for each in Language)


_EXAMPLES = {
    Language.ZH: ("开办餐饮店", "食品经营许可"),
    Language.EN: ("Opening a restaurant", "Food business permit"),
}
