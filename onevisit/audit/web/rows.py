"""One entry as the audit page draws it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from onevisit.audit.queries import Shown
from onevisit.audit.web.wordings import (
    ICONS,
    KINDS,
    action_labels,
    fact_names,
    target_names,
    value_names,
)
from onevisit.kernel.ids import parse_id
from onevisit.ui.formatting import joined
from onevisit.ui.wordings import wordings


@dataclass(frozen=True, slots=True)
class Row:
    """Ready to draw; ids are shortened to their random end, the link carries the whole."""

    at: datetime
    who: str
    label: str
    icon: str
    target_name: str
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
        who=_("系统") if entry.who == "system" else entry.who,
        label=str(label),
        icon=ICONS.get(entry.kind, "pencil"),
        target_name=str(target_names().get(entry.target_type, entry.target_type)),
        target_id=entry.target_id,
        subject_person_id=entry.subject_person_id,
        note=_note(entry),
    )


def _note(entry: Shown) -> str:
    if entry.kind == "refused":
        return str(wordings().get(entry.what, entry.what))
    if entry.kind:
        return _("，").join(_plain(part) for part in (entry.what, entry.reason) if part)
    names = fact_names()
    said = [f"{names.get(k, k)} {_plain(v)}" for k, v in entry.facts if v not in (None, "", [])]
    return _("；").join(said)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, (list, tuple)):
        return joined(_plain(each) for each in value)
    known = value_names().get(value) if isinstance(value, str) else None
    return str(known) if known else _short(str(value))


def _short(text: str) -> str:
    return f"…{text[-8:]}" if parse_id(text) else text
