"""What is typed and not saved yet: kept aside for whoever typed it, and never in the draft."""

from django.db import transaction

from onevisit.accounts.rules import Actor
from onevisit.catalogue.errors import no_such_draft, typing_too_long
from onevisit.catalogue.models import Bundle, Item
from onevisit.catalogue.rules.editing.sections import BUNDLE_SECTIONS, SECTIONS
from onevisit.catalogue.rules.versions import VersionState
from onevisit.catalogue.services.editing import Version, row_to_edit
from onevisit.kernel import clock

LONGEST_TYPED = 500_000
"""Characters of a form, as they are sent."""


@transaction.atomic
def keep_typing(*, code: str, section: str, typed: str, seen: str, page: str, actor: Actor) -> bool:
    """Keep the form as it stands; whether it was kept. What comes late, after the same page was
    saved, is not.

    Raises NotFound `catalogue.no_such_draft`, Invalid `catalogue.typing_too_long`, Refused
    `accounts.not_permitted`.
    """
    row = row_to_edit(code, actor)
    version = _draft(row)
    if len(typed) > LONGEST_TYPED:
        raise typing_too_long(LONGEST_TYPED)
    known = SECTIONS if isinstance(row, Item) else BUNDLE_SECTIONS
    if actor.user_id is None or section not in known:
        return False
    if page and version.changes.filter(section=section, page=page).exists():
        return False
    version.typings.update_or_create(
        section=section,
        by=actor.user_id,
        defaults={"typed": typed, "seen": seen, "page": page, "at": clock.now()},
    )
    return True


@transaction.atomic
def drop_typing(*, code: str, section: str, actor: Actor) -> None:
    """Throw away what the actor has typed and not saved. Raises as `keep_typing`."""
    version = _draft(row_to_edit(code, actor))
    if actor.user_id is not None:
        version.typings.filter(section=section, by=actor.user_id).delete()


def _draft(row: Item | Bundle) -> Version:
    version = row.versions.filter(state=VersionState.DRAFT).first()
    if version is None:
        raise no_such_draft(row.code)
    return version
