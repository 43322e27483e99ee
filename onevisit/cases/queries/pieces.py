"""What several views show in the same way: papers, the form, people."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.access import is_applicant
from onevisit.cases.models import Application, Evidence, Gap
from onevisit.cases.rules.gaps import GapKind, replaced_papers
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.definition import Field
from onevisit.catalogue.rules.vocabulary import Prefill, Sensitivity
from onevisit.guidance.rules.form import form_rows, said
from onevisit.kernel import masks
from onevisit.vault import queries as vault


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One paper that stands for a material. `name` is the file's, empty for what has no file;
    `checked` the points ticked on it at a window, by whom. `earlier`: it was sent back, by a first
    look or a notice, and another came for it since. `party`: the role of another party whose paper
    it is: the applicant sees that it is there, not what is in it.
    """

    id: UUID
    material: str
    kind: str
    name: str
    media_type: str
    size: int
    pages: int | None
    supplied_at: datetime
    has_file: bool
    original_pending: bool
    checked: Mapping[str, str]
    earlier: bool = False
    party: str = ""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of the form with its value. `origin` says where the value came from.

    "" = not filled in or typed; else a `Prefill` value. `shown` is the value as a person reads it
    (the label of an option, with its unit), masked where the field is sensitive and the reader is
    staff.
    """

    field: Field
    value: object
    shown: str
    origin: str

    @property
    def sensitive(self) -> bool:
        """Whether the value is masked for staff."""
        return self.field.sensitivity is Sensitivity.SENSITIVE


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together under one heading."""

    name: str
    fields: tuple[FieldLine, ...]


def applicant_shown(organisation: str | None, person: str) -> str:
    """Who applies, as lists of offices name them: the organisation, else the person masked."""
    return organisation or masks.mask_name(person)


def log_look(what: str, application: Application, actor: Actor) -> None:
    """Somebody else than the applicant's side, or a helper on it, looked at personal data: say so
    in the access log.
    """
    if actor.is_system or (actor.acting is None and is_applicant(actor, application)):
        return
    audit.record_access(
        what=what,
        actor=actor,
        subjects=[application.applicant_id],
        target_type="cases.application",
        target_id=application.id,
    )


def evidence_lines(
    rows: Iterable[Evidence], sent_back: Mapping[str, Collection[datetime]] | None = None
) -> dict[str, tuple[EvidenceLine, ...]]:
    """Papers by material, in order, what stood there before last; one query for the names of the
    files. `sent_back` says when what was wrong with a material was told.
    """
    held = list(rows)
    replaced = replaced_papers(
        {row.id: (row.material, row.supplied_at) for row in held}, sent_back or {}
    )
    refs = vault.refs(row.stored_object_id for row in held if row.stored_object_id is not None)
    found: dict[str, list[EvidenceLine]] = {}
    for row in held:
        ref = refs.get(row.stored_object_id) if row.stored_object_id else None
        line = EvidenceLine(
            id=row.id,
            material=row.material,
            kind=row.kind,
            name=ref.name if ref else "",
            media_type=str(ref.media_type) if ref else "",
            size=ref.size if ref else 0,
            pages=row.pages,
            supplied_at=row.supplied_at,
            has_file=ref is not None,
            original_pending=row.original_pending,
            checked=row.checked,
            earlier=row.id in replaced,
            party="" if row.party_role == "applicant" else row.party_role,
        )
        found.setdefault(row.material, []).append(line)
    return {
        material: tuple(sorted(lines, key=lambda line: line.earlier))
        for material, lines in found.items()
    }


def sent_back_at(application: Application) -> dict[str, list[datetime]]:
    """When what was wrong with a paper was told, by material. No query for an application of which
    nothing ever was.
    """
    found: dict[str, list[datetime]] = {}
    if application.was_told:
        told = Gap.objects.filter(case__application=application, kind=GapKind.MATERIAL)
        for key, at in told.values_list("key", "recorded_at"):
            found.setdefault(key, []).append(at)
    return found


def form_groups(
    application: Application, offer: Offer, *, masked: bool, part: str | None = None
) -> tuple[FieldGroup, ...]:
    """The form as filled in: all of it, or only what `part` reads."""
    sealed = application.unsealed()
    values = {**application.form_open, **sealed.values}
    touched = {key.removeprefix("field:") for key in sealed.trail if key.startswith("field:")}
    groups = []
    for group in form_rows(offer, application.answers):
        lines = tuple(
            field_line(use.field, values, touched, masked=masked)
            for use in group.fields
            if part is None or any(reader.key == part for reader in use.parts)
        )
        if lines:
            groups.append(FieldGroup(group.name, lines))
    return tuple(groups)


def field_line(
    element: Field, values: Mapping[str, object], touched: Collection[str], *, masked: bool
) -> FieldLine:
    """One field as it is filled in; `touched` are those somebody typed themselves."""
    value = values.get(element.key, "")
    shown = said(element, value)
    if masked and element.sensitivity is Sensitivity.SENSITIVE:
        shown, value = masked_value(element, shown), ""
    known = element.prefill is not Prefill.NONE and value != "" and element.key not in touched
    return FieldLine(element, value, shown, str(element.prefill) if known else "")


def masked_value(element: Field, text: str) -> str:
    """A sensitive value as staff see it before asking for it in full."""
    if not text:
        return ""
    if element.prefill is Prefill.PERSON_PHONE:
        return masks.mask_phone(text)
    return masks.mask_id(text)
