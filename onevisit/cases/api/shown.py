"""Drafts, papers and forms as answers show them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema

from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.notices import GapsOfCase
from onevisit.cases.queries.pieces import EvidenceLine, FieldGroup, masked_value
from onevisit.cases.rules.clocks import Reading
from onevisit.cases.rules.discrepancies import Difference, Source
from onevisit.catalogue.rules import definition
from onevisit.catalogue.rules.vocabulary import Sensitivity
from onevisit.guidance.rules.checklist import MaterialLine
from onevisit.ui.api.schemas import FieldProblem
from onevisit.ui.wordings import wording
from onevisit.vault.rules import ObjectContent


class Paper(Schema):
    """One paper that stands for a material; `name` is the file's, empty for what has no file.
    `earlier`: it was sent back, and another came for it since.
    """

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    pages: int | None
    supplied_at: datetime
    has_file: bool
    original_pending: bool
    earlier: bool


class DraftMaterial(Schema):
    """A material the applicant hands in, with what is there already."""

    key: str
    name: str
    how: str
    optional: bool
    evidence: list[Paper]


class FieldShown(Schema):
    """A field of the form; what is sensitive is masked for staff, whose `value` is then empty."""

    key: str
    label: str
    required: bool
    value: Any
    shown: str
    origin: str


class GroupShown(Schema):
    """Fields under one heading."""

    name: str
    fields: list[FieldShown]


class Asked(Schema):
    """A question that is still open."""

    key: str
    label: str


class Told(Schema):
    """What one part tells before a commitment may stand for a paper; it is checked within
    `check_days` working days of the grant.
    """

    part: str
    conditions: list[str]
    consequences: list[str]
    check_days: int
    basis: str


class Commitment(Schema):
    """A written commitment in place of a paper 告知承诺. `offered`: it may be chosen; `signed`: it
    stands for the material, so it is signed and must be named when the draft is handed in.
    """

    material: str
    name: str
    offered: bool
    signed: bool
    told: list[Told]


class Differing(Schema):
    """A value of the form that a register, an answer or a paper contradicts: a clerk settles it
    before taking the draft in. Sensitive values are masked.
    """

    field: str
    label: str
    source: Source
    form: str
    said: str
    material: str


class Draft(Schema):
    """A draft at one version. When `ready`, submitting its `digest` signs exactly this, unless it
    is `barred`: an earlier commitment was not kept, so none is taken.
    """

    id: UUID
    state: str
    version: int
    saved_at: datetime
    channel: str
    offer: str
    offer_name: str
    applicant: str
    organisation: str
    answers: dict[str, Any]
    open_questions: list[Asked]
    form: list[GroupShown]
    materials: list[DraftMaterial]
    commitments: list[Commitment]
    barred: bool
    missing: list[str]
    problems: list[FieldProblem]
    differences: list[Differing]
    collection: str
    collections: list[str]
    collection_point: UUID | None
    ready: bool
    may_sign: bool
    digest: str


def draft_shown(view: DraftView) -> dict[str, Any]:
    """A draft as an answer."""
    listed = view.checklist
    asked = (*listed.bring(), *listed.may_follow(), *listed.optional())
    return {
        "id": view.id,
        "state": view.state,
        "version": view.version,
        "saved_at": view.saved_at,
        "channel": view.channel,
        "offer": view.offer.code,
        "offer_name": view.offer.name,
        "applicant": view.applicant.name,
        "organisation": view.organisation,
        "answers": view.answers,
        "open_questions": [{"key": q.key, "label": q.label} for q in view.open_questions],
        "form": groups_shown(view.groups),
        "materials": [_material(line, view.evidence.get(line.key, ())) for line in asked],
        "commitments": _commitments(view),
        "barred": view.barred,
        "missing": view.missing,
        "problems": [
            {"field": each.place, "code": each.code, "detail": wording(each.code, each.facts)}
            for each in view.problems
        ],
        "differences": [_differing(row) for row in view.differences],
        "collection": view.collection,
        "collections": view.collections,
        "collection_point": view.collection_point_id,
        "ready": view.ready,
        "may_sign": view.may_sign,
        "digest": view.digest,
    }


def _differing(row: Difference) -> dict[str, Any]:
    sensitive = row.field.sensitivity is Sensitivity.SENSITIVE

    def shown(text: str) -> str:
        return masked_value(row.field, text) if sensitive else text

    return {
        "field": row.field.key,
        "label": row.field.label,
        "source": row.source,
        "form": shown(row.form),
        "said": shown(row.said),
        "material": row.material,
    }


def _commitments(view: DraftView) -> list[dict[str, Any]]:
    """What may be promised or is, with what each part tells."""
    names = {part.key: part.name for part in view.offer.parts}
    signed = {line.key for line in view.pledged}
    return [
        {
            "material": line.key,
            "name": line.name,
            "offered": line.pledgeable and not view.evidence.get(line.key),
            "signed": line.key in signed,
            "told": [_told(names[each.part_key], each.commitment) for each in line.pledges],
        }
        for line in view.checklist.lines
        if line.pledges and line.wanted_by
    ]


def _told(part: str, told: definition.Commitment) -> dict[str, Any]:
    return {
        "part": part,
        "conditions": told.conditions,
        "consequences": told.consequences,
        "check_days": told.check_days,
        "basis": told.basis,
    }


def told_shown(part: str, told: definition.Commitment | None) -> dict[str, Any] | None:
    """What was told, as an answer."""
    return None if told is None else _told(part, told)


def _material(line: MaterialLine, papers: tuple[EvidenceLine, ...]) -> dict[str, Any]:
    return {
        "key": line.key,
        "name": line.name,
        "how": str(line.how),
        "optional": line.optional,
        "evidence": papers,
    }


def groups_shown(groups: tuple[FieldGroup, ...]) -> list[dict[str, Any]]:
    """A form as an answer."""
    return [
        {
            "name": group.name,
            "fields": [
                {
                    "key": line.field.key,
                    "label": line.field.label,
                    "required": line.field.required,
                    "value": line.value,
                    "shown": line.shown,
                    "origin": line.origin,
                }
                for line in group.fields
            ],
        }
        for group in groups
    ]


class Gap(Schema):
    """One thing that is missing or wrong, why, and what mends it."""

    kind: str
    key: str
    name: str
    reason: str
    remedy: str
    told_by: str
    mended: bool


class CaseGaps(Schema):
    """The gaps of one case; `until` is the applicant's last day. Of a `pre_review` the applicant
    has none: the office answers by `answer_by` whatever comes.
    """

    case_id: UUID
    name: str
    department: str
    told: bool
    until: date | None
    pre_review: bool
    answer_by: date | None
    gaps: list[Gap]


def gaps_shown(cases: Iterable[GapsOfCase]) -> list[dict[str, Any]]:
    """Gaps as an answer."""
    return [{name: getattr(each, name) for name in CaseGaps.model_fields} for each in cases]


class Result(Schema):
    """A result that was granted; its check code lets anybody verify it. It holds unless it was
    revoked one day.
    """

    number: str
    name: str
    check_code: str
    revoked_on: date | None


class Clock(Schema):
    """A clock read today, in days of `unit`; `left` is negative when overdue, `due` null while
    nobody can know it.
    """

    kind: str
    unit: str
    started_on: date
    limit: int | None
    used: int
    left: int | None
    due: date | None
    paused: bool
    provisional: bool


def clock_shown(reading: Reading | None) -> dict[str, Any] | None:
    """A clock as an answer."""
    if reading is None:
        return None
    clock = reading.clock
    return {
        "kind": clock.kind.value,
        "unit": str(clock.unit),
        "started_on": clock.started_on,
        "limit": clock.limit,
        "used": reading.used,
        "left": reading.left,
        "due": reading.due,
        "paused": clock.paused,
        "provisional": reading.provisional,
    }


def file_shown(content: ObjectContent) -> HttpResponse:
    """A kept file as an answer."""
    return HttpResponse(content.content, headers=content.headers())
