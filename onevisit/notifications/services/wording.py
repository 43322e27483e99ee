"""An officer sets new words from a day on; what was told stays as it was read."""

from datetime import date

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows
from onevisit.notifications import errors
from onevisit.notifications.models import Wording
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.texts import checked


def set_words(
    *, kind: Kind, language: Language, title: str, body: str, since: date | None, actor: Actor
) -> None:
    """New words of a kind in a language from the day `since` on.

    Raises Refused `accounts.not_permitted`, Invalid `notifications.bad_day` and as
    `rules.texts.checked`, Conflict `notifications.day_taken`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    words = checked(kind, title, body)
    if since is None or since <= clock.today():
        raise errors.bad_day()
    row = Wording(
        kind=kind,
        language=language,
        since=since,
        title=words.title,
        body=words.body,
        made_at=clock.now(),
        made_by=actor.user_id,
        made_by_name=actor.name,
    )
    with transaction.atomic():
        if not rows.insert_unless_there(row):
            raise errors.day_taken()
        audit.record(
            action="notifications.set_words",
            target_type="notifications.wording",
            target_id=row.id,
            actor=actor,
            facts={"kind": str(kind), "language": str(language), "since": since.isoformat()},
        )
