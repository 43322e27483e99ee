"""Learning what people say: noting what they chose, and an officer's word on it."""

from datetime import date

from django.db import connection, transaction

from onevisit.accounts.rules import Actor
from onevisit.catalogue import services as catalogue
from onevisit.guidance.errors import not_learnable
from onevisit.guidance.models import Choice, Verdict
from onevisit.guidance.rules.learning import AT_MOST, KEPT, learnable
from onevisit.kernel import clock
from onevisit.kernel.crypto import blind_index

LEARNT = "learnt"
"""The source of everyday names that came this way."""

_NOTE = """
INSERT INTO guidance_choice (day, phrase, code, visitor)
SELECT %(day)s::date, %(phrase)s::varchar, %(code)s::varchar, %(visitor)s::varchar
WHERE (SELECT count(*) FROM guidance_choice
       WHERE day = %(day)s::date AND visitor = %(visitor)s::varchar) < %(most)s
ON CONFLICT DO NOTHING
"""


def note_choice(typed: str, code: str, *, visitor: str) -> None:
    """Note that who typed this opened what stands under the code, or, without a code, that nothing
    was found. One statement; the same once a day. What is not learnable is not kept. `visitor` is
    where it came from, kept as a hash only.
    """
    phrase = learnable(typed)
    if not phrase:
        return
    day = clock.today()
    index = blind_index(f"{day} {visitor}", purpose="guidance.visitor")
    row: dict[str, str | int | date] = {
        "day": day,
        "phrase": phrase,
        "code": code,
        "visitor": index.split(":")[1][:16],
        "most": AT_MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, row)


@transaction.atomic
def judge_phrase(*, phrase: str, code: str, taken: bool, actor: Actor) -> None:
    """Take the phrase as an everyday name of what stands under the code, or decide against it. The
    last word holds; search knows it at once.

    Raises Invalid `guidance.not_learnable`, and as `catalogue.services.add_alias`.
    """
    if not phrase or learnable(phrase) != phrase:
        raise not_learnable(phrase)
    change = catalogue.add_alias if taken else catalogue.drop_alias
    change(code=code, phrase=phrase, source=LEARNT, actor=actor)
    said = {
        "taken": taken,
        "given_at": clock.now(),
        "given_by": actor.user_id,
        "given_by_name": actor.name[:100],
    }
    Verdict.objects.update_or_create(phrase=phrase, code=code, defaults=said)


def forget_choices() -> int:
    """Delete what is too old to learn from; how many notes."""
    return Choice.objects.filter(day__lt=clock.today() - KEPT).delete()[0]
