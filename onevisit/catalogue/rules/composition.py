"""What a person really applies for: an item, or a bundle unfolded into its items.

`compose` turns one definition (and, for a bundle, the item definitions chosen for its parts) into
an `Offer`: merged questions, merged materials and one form in which each data element stands
once. Guidance, cases and the window all work on the Offer, so a single item is simply an offer of
one part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from onevisit.catalogue.rules.definition import (
    Again,
    BundleDefinition,
    Field,
    ItemDefinition,
    JointVisit,
    Material,
    PartyNeed,
    Question,
    Texts,
)
from onevisit.catalogue.rules.vocabulary import OnlineDepth, OwnDeed, Served
from onevisit.kernel.conditions import ALWAYS, Condition
from onevisit.kernel.errors import Invalid

SINGLE = "item"
"""The part key of an offer that is one item."""


@dataclass(frozen=True, slots=True)
class OfferPart:
    """One item inside the offer, with what the bundle says about it. `promise` in days of its
    regime.
    """

    key: str
    name: str
    item: ItemDefinition
    when: Condition = ALWAYS
    why_not: str = ""
    after: tuple[str, ...] = ()
    promise: int | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """One part's requirement of a material."""

    part: OfferPart
    material: Material


@dataclass(frozen=True, slots=True)
class MergedMaterial:
    """A standard material as the whole offer asks for it: once, however many parts want it.

    `produced_by` are the parts of this offer whose result it is: while one of them is active,
    nobody is asked for it.
    """

    key: str
    material: Material
    wants: tuple[Want, ...]
    produced_by: tuple[OfferPart, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """What to look at 审查要点, of every part that wants it, each once."""
        return tuple(dict.fromkeys(point for want in self.wants for point in want.material.points))


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A form field and the parts that read it."""

    field: Field
    parts: tuple[OfferPart, ...]


@dataclass(frozen=True, slots=True)
class PartyUse:
    """Somebody who must agree, and the parts that need them."""

    need: PartyNeed
    parts: tuple[OfferPart, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The unfolded thing; immutable, made once per pinned set of versions."""

    code: str
    name: str
    is_bundle: bool
    served: tuple[Served, ...]
    questions: tuple[Question, ...]
    consistent: tuple[Condition, ...]
    parts: tuple[OfferPart, ...]
    materials: tuple[MergedMaterial, ...]
    fields: tuple[FieldUse, ...]
    promise: int | None
    online_depth: OnlineDepth
    declared_visits: int | None
    texts: Texts
    joint_visits: tuple[JointVisit, ...] = ()
    presence_reason: str = ""
    parties: tuple[PartyUse, ...] = ()
    again: Again | None = None

    def part(self, key: str) -> OfferPart:
        """The part of that key; KeyError if there is none."""
        return next(part for part in self.parts if part.key == key)

    def kept_for_oneself(self, deed: OwnDeed) -> tuple[OfferPart, ...]:
        """The parts in which nobody does this for the applicant."""
        return tuple(part for part in self.parts if deed in part.item.in_person.deeds)

    @property
    def for_organisations(self) -> bool:
        """True when no natural person is served: the applicant must act for an organisation."""
        return Served.PERSON not in self.served


def _merge_questions(groups: tuple[tuple[Question, ...], ...]) -> tuple[Question, ...]:
    merged: dict[str, Question] = {}
    for group in groups:
        for question in group:
            known = merged.setdefault(question.key, question)
            same = (known.kind, [o.value for o in known.options])
            if same != (question.kind, [o.value for o in question.options]):
                raise Invalid("catalogue.question_contradicts", place=f"questions.{question.key}")
    return tuple(merged.values())


def _merge_materials(parts: tuple[OfferPart, ...]) -> tuple[MergedMaterial, ...]:
    wants: dict[str, list[Want]] = {}
    for part in parts:
        for material in part.item.materials:
            wants.setdefault(material.key, []).append(Want(part, material))
    return tuple(
        MergedMaterial(
            key=key,
            material=wanted[0].material,
            wants=tuple(wanted),
            produced_by=tuple(p for p in parts if any(r.key == key for r in p.item.results)),
        )
        for key, wanted in wants.items()
    )


def _merge_fields(first: tuple[Field, ...], parts: tuple[OfferPart, ...]) -> tuple[FieldUse, ...]:
    fields: dict[str, Field] = {field.key: field for field in first}
    users: dict[str, list[OfferPart]] = {}
    for part in parts:
        for field in part.item.form:
            known = fields.setdefault(field.key, field)
            if known.kind is not field.kind:
                raise Invalid("catalogue.field_contradicts", place=f"form.{field.key}")
            users.setdefault(field.key, []).append(part)
    return tuple(FieldUse(field, tuple(users.get(key, parts))) for key, field in fields.items())


def _merge_parties(
    first: tuple[PartyNeed, ...], parts: tuple[OfferPart, ...]
) -> tuple[PartyUse, ...]:
    """Whoever several parts need is named and asked once; what the bundle says of them counts."""
    needs: dict[str, PartyNeed] = {need.key: need for need in first}
    users: dict[str, list[OfferPart]] = {}
    for part in parts:
        for need in part.item.parties:
            needs.setdefault(need.key, need)
            users.setdefault(need.key, []).append(part)
    return tuple(PartyUse(need, tuple(users.get(key, parts))) for key, need in needs.items())


def compose_item(item: ItemDefinition) -> Offer:
    """The offer of a single item."""
    part = OfferPart(SINGLE, item.name, item, promise=item.regime.promise)
    return Offer(
        code=item.code,
        name=item.name,
        is_bundle=False,
        served=item.served,
        questions=item.questions,
        consistent=(item.consistent,),
        parts=(part,),
        materials=_merge_materials((part,)),
        fields=_merge_fields((), (part,)),
        promise=item.regime.promise,
        online_depth=item.online_depth,
        declared_visits=item.declared_visits,
        presence_reason=item.presence_reason,
        texts=item.texts,
        parties=_merge_parties((), (part,)),
        again=item.again,
    )


def compose_bundle(bundle: BundleDefinition, items: Mapping[str, ItemDefinition]) -> Offer:
    """The offer of a bundle whose parts are answered by `items` (part key → definition).

    Raises Invalid `catalogue.part_unresolved` when an item is missing,
    `catalogue.question_contradicts` or
    `catalogue.field_contradicts` when two parts use one key in different ways.
    """
    missing = [part.key for part in bundle.parts if part.key not in items]
    if missing:
        raise Invalid("catalogue.part_unresolved", place=f"parts.{missing[0]}", parts=missing)
    parts = tuple(
        OfferPart(
            key=part.key,
            name=part.name,
            item=items[part.key],
            when=part.when,
            why_not=part.why_not,
            after=part.after,
            promise=part.promise if part.promise is not None else items[part.key].regime.promise,
        )
        for part in bundle.parts
    )
    return Offer(
        code=bundle.code,
        name=bundle.name,
        is_bundle=True,
        served=bundle.served,
        questions=_merge_questions((bundle.questions, *(p.item.questions for p in parts))),
        consistent=(bundle.consistent, *(p.item.consistent for p in parts)),
        parts=parts,
        materials=_merge_materials(parts),
        fields=_merge_fields(bundle.form, parts),
        promise=bundle.promise,
        online_depth=bundle.online_depth,
        declared_visits=bundle.declared_visits,
        presence_reason=bundle.presence_reason,
        texts=bundle.texts,
        joint_visits=bundle.joint_visits,
        parties=_merge_parties(bundle.parties, parts),
        again=bundle.again,
    )
