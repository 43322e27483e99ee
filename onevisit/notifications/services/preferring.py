"""What a person chooses: ways for each topic, quiet hours, language, who reads along."""

from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.kernel import clock
from onevisit.notifications import errors
from onevisit.notifications.models import Preference
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Topic


def choose(
    *,
    chosen: Mapping[Topic, Collection[Channel]],
    quiet: tuple[str, str],
    language: Language,
    copies: bool,
    firms: bool = False,
    actor: Actor,
) -> None:
    """Keep what was chosen; topics not named keep nothing. `quiet` as ``21:00``, ``08:00``.

    Raises Invalid `notifications.bad_hours`; NotFound `notifications.no_such_message` for who is no
    person, or acts for one.
    """
    if actor.person_id is None or actor.acting is not None:
        raise errors.no_such_message()
    begin, end = _hour(quiet[0]), _hour(quiet[1])
    topics = {str(t): sorted(str(each) for each in chosen.get(t, ())) for t in Topic}
    with transaction.atomic():
        Preference.objects.update_or_create(
            person_id=actor.person_id,
            defaults={
                "topics": topics,
                "quiet_from": begin,
                "quiet_until": end,
                "language": language,
                "copies": copies,
                "firms": firms,
                "changed_at": clock.now(),
            },
        )
        audit.record(
            action="notifications.choose",
            target_type="notifications.preference",
            target_id=actor.person_id,
            actor=actor,
            facts={"copies": copies, "firms": firms},
        )


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise errors.bad_hours() from None
