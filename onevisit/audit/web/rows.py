"""One entry as the audit page draws it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.audit.queries import Shown
from onevisit.audit.web.wordings import KINDS, action_labels
from onevisit.ui.wordings import wordings


@dataclass(frozen=True, slots=True)
class Row:
    """Ready to draw; ids are shortened to their random end, the link carries the whole."""

    at: datetime
    who: str
    label: str
    what: str
    target_type: str
    target_id: str
    subject_person_id: UUID | None
    note: str

    @property
    def short_target(self) -> str:
        """A UUID's last eight digits, anything else whole."""
        return _short(self.target_id)

    @property
    def short_subject(self) -> str:
        """The pseudonymous id's last eight digits."""
        return _short(str(self.subject_person_id or ""))


def row_of(entry: Shown) -> Row:
    """Put an entry of either table into words."""
    label = KINDS.get(entry.kind) or action_labels().get(entry.what) or entry.what
    return Row(
        at=entry.at,
        who=entry.who,
        label=str(label),
        what=entry.what,
        target_type=entry.target_type,
        target_id=entry.target_id,
        subject_person_id=entry.subject_person_id,
        note=_note(entry),
    )


def _note(entry: Shown) -> str:
    if entry.kind == "refused":
        return str(wordings().get(entry.what, ""))
    if entry.reason:
        return _("理由：%(reason)s") % {"reason": entry.reason}
    return "；".join(f"{name} {_plain(value)}" for name, value in entry.facts)


def _plain(value: object) -> str:
    if isinstance(value, str):
        return _short(value)
    return "" if value is None else str(value)


def _short(text: str) -> str:
    try:
        return f"…{UUID(text).hex[-8:]}"
    except ValueError:
        return text
