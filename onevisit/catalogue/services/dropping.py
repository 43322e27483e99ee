"""A draft that is not wanted any more is thrown away; what was done with it stays on record."""

from django.db import transaction
from django.db.models import ProtectedError

from onevisit.accounts.rules import Actor
from onevisit.catalogue.services.editing import draft_to_edit
from onevisit.catalogue.services.holding import Held, given_reason, put_on_trail, tell


@transaction.atomic
def drop_draft(*, code: str, reason: str, actor: Actor) -> bool:
    """Throw the draft away with all that was written in it; whether anything still stands under the
    code. What was never handed to anybody goes whole, and its code is free again.

    Raises NotFound `catalogue.no_such_draft`, Conflict `catalogue.version_in_review` (taken back
    first), Invalid `catalogue.review_reason`, Refused `accounts.not_permitted`.
    """
    version, row = draft_to_edit(code, actor)
    why = given_reason(reason)
    put_on_trail(Held(row, version), "catalogue.drop_draft", actor, reason=why)
    version.delete()
    if not row.versions.exists() and not row.events.exists():
        try:
            with transaction.atomic():
                row.delete()
            return False
        except ProtectedError:  # a list names it, and keeps its row
            pass
    tell(row, version.number, "drop", actor=actor, reason=why)
    return True
