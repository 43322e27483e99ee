"""The words of messages as they are read."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import translation

from onevisit.delivery.queries.lockers import code_of
from onevisit.kernel import clock
from onevisit.notifications.models import Message, Wording
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.texts import Worded, Words, filled, words_on
from onevisit.ui.formatting import local_date

_DJANGO = {Language.ZH: "zh-hans", Language.EN: "en"}


def wordings() -> tuple[Worded, ...]:
    """All words officers set; there are few. One query."""
    return tuple(
        Worded(Kind(row.kind), Language(row.language), row.since, Words(row.title, row.body))
        for row in Wording.objects.all()
    )


def said(message: Message, language: Language, versions: Iterable[Worded]) -> Words:
    """A message in words: those in force when it was written, as they stood."""
    day = clock.local_date(message.at)
    words = words_on(Kind(message.kind), language, day, versions)
    return filled(words, _facts(message, language))


_WITHHELD = "******"
"""In place of a code that is not for whoever reads."""


def _facts(message: Message, language: Language) -> dict[str, str]:
    held = message.facts
    joined = "、" if language is Language.ZH else ", "
    return {
        "thing": held["thing"],
        "number": held["number"],
        "cases": joined.join(held["cases"]) or held["thing"],
        "name": held.get("name", ""),
        "day": day_in_words(held.get("day", ""), language),
        "where": held.get("where", ""),
        "code": code_of(UUID(held["stay"]), held["issue"]) if "stay" in held else _WITHHELD,
    }


def day_in_words(text: str, language: Language) -> str:
    """A day as people of that language read it; "" for none."""
    if not text:
        return ""
    with translation.override(_DJANGO[language]):
        return local_date(date.fromisoformat(text))
