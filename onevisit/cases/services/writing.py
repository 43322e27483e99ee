"""What officers write: opinions and reasons, sealed and never changed."""

from onevisit.cases import errors
from onevisit.cases.models import Case, Opinion
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.cases.services.holding import Held
from onevisit.kernel import rows


def write_reason(held: Held, case: Case, text: str, *, kind: str = "reason") -> None:
    """Keep the reason of the transition just taken.

    Raises Invalid `cases.reason_needed` when it is empty, `cases.text_too_long`.
    """
    if not text.strip():
        raise errors.reason_needed()
    write_opinion(held, case, text, kind=kind, event_seq=case.last_seq)


def write_opinion(
    held: Held, case: Case, text: str, *, kind: str, step: str = "", event_seq: int | None = None
) -> Opinion:
    """Keep what the actor wrote about a case. Raises Invalid `cases.text_too_long`."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise errors.text_too_long(LONGEST_TEXT)
    opinion = Opinion(
        case=case,
        event_seq=event_seq,
        step=step,
        kind=kind,
        author_id=held.actor.user_id,
        author_name=held.actor.name,
        at=held.at,
    )
    opinion.text = text
    rows.insert([opinion])
    return opinion
