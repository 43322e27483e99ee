"""Two people at one section of a draft: what each of them wrote, brought together."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from onevisit.catalogue.models import DraftChange
from onevisit.catalogue.rules.comparing import Merged, merge
from onevisit.catalogue.rules.editing.sections import with_part, with_section
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import Json, JsonObject


def met(
    version_id: UUID, now: Any, section: str, *, seen: str, change: Callable[[Any], Any]
) -> Merged | None:
    """The draft as it is `now`, with what `change` makes of the section as its form was drawn from
    (`seen`). What others saved there since stays; where both changed the same, this change stands
    and is named.

    None where nobody knows any more what the form was drawn from. One query; raises what `change`
    raises.
    """
    drawn = _drawn(version_id, section, seen)
    if drawn is None:
        return None
    base: Any = with_part(now, section, drawn)
    return merge(base, with_section(base, section, change(base)), now)


def _drawn(version_id: UUID, section: str, seen: str) -> JsonObject | None:
    """What the section held: it is what some change since found there."""
    of = Q(version=version_id) | Q(bundle_version=version_id)
    rows = DraftChange.objects.filter(of, section=section).order_by("-id")
    for held in rows.values_list("before", flat=True).iterator():
        if digest(cast(Json, held)) == seen:
            return cast(JsonObject, held)
    return None
