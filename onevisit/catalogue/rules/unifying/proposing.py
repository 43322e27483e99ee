"""What most regions already keep: the proposal for a standard where there is none."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from onevisit.catalogue.rules.checks import check_item
from onevisit.catalogue.rules.definition import (
    Field,
    ItemDefinition,
    Material,
    Question,
    Step,
    Texts,
)
from onevisit.catalogue.rules.unifying.comparing import folded, way
from onevisit.catalogue.rules.unifying.model import ASPECTS, Aspect
from onevisit.catalogue.rules.unifying.naming import join_name, split_name
from onevisit.catalogue.rules.vocabulary import PartyRole
from onevisit.kernel.canonical import digest
from onevisit.kernel.errors import Problem
from onevisit.kernel.types import Json

_PROCESS = (Aspect.APPLICANT, Aspect.INTERNAL)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many items already say what is proposed, and in how many ways it is said."""

    agreeing: int
    of: int
    ways: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A standard as most keep it, and by aspect how many do."""

    definition: ItemDefinition
    shares: Mapping[Aspect, Share]


def standard_part(definition: ItemDefinition) -> ItemDefinition:
    """What of a definition can be a standard: the eight, and the questions they depend on."""
    return ItemDefinition(
        code=definition.catalogue_code or definition.code,
        catalogue_code=definition.catalogue_code,
        name=definition.name,
        task_type=definition.task_type,
        regime=definition.regime,
        questions=definition.questions,
        materials=definition.materials,
        steps=definition.steps,
        form=definition.form,
        texts=Texts(legal_basis=definition.texts.legal_basis),
    )


def standard_problems(standard: ItemDefinition) -> tuple[Problem, ...]:
    """What contradicts in a standard; that it has no code of an item is as it must be."""
    return tuple(each for each in check_item(standard).problems if each.place != "/code")


def fingerprints(definition: ItemDefinition) -> dict[Aspect, str]:
    """By aspect, what two items share when comparing finds no difference between them."""
    main, sub = split_name(definition.name)
    told: dict[Aspect, Json] = {
        Aspect.MAIN_NAME: folded(main),
        Aspect.SUB_NAME: folded(sub),
        Aspect.LEGAL_BASIS: _sorted({folded(each) for each in definition.texts.legal_basis}),
        Aspect.MATERIALS: sorted(map(_material, definition.materials), key=str),
        Aspect.APPLICANT: sorted(map(_step, _steps(definition, applicant=True)), key=str),
        Aspect.INTERNAL: sorted(map(_step, _steps(definition, applicant=False)), key=str),
        Aspect.TIME_LIMIT: _regime(definition),
        Aspect.FORM: sorted(map(_field, definition.form), key=str),
    }
    return {aspect: digest(value)[:16] for aspect, value in told.items()}


def propose(items: Sequence[ItemDefinition]) -> Proposal:
    """The majority of each aspect put together; among equals the first item's.

    The two processes come from one item, so that they fit one another.
    """
    marks = [fingerprints(each) for each in items]
    shares, chosen = {}, {}
    for aspect in ASPECTS:
        counted = Counter(each[aspect] for each in marks)
        best, agreeing = counted.most_common(1)[0]
        chosen[aspect] = best
        shares[aspect] = Share(agreeing, len(items), len(counted))

    def source(*aspects: Aspect) -> ItemDefinition:
        """The item that has most of these as most have them."""
        fits = [sum(mark[each] == chosen[each] for each in aspects) for mark in marks]
        return items[fits.index(max(fits))]

    main = split_name(source(Aspect.MAIN_NAME).name)[0]
    sub = split_name(source(Aspect.SUB_NAME).name)[1]
    papers, process, form = (
        source(Aspect.MATERIALS),
        source(*_PROCESS),
        source(Aspect.FORM),
    )
    whole = replace(
        standard_part(papers),
        name=join_name(main, sub),
        regime=source(Aspect.TIME_LIMIT).regime,
        steps=process.steps,
        form=form.form,
        questions=_questions(papers, process, form),
        texts=Texts(legal_basis=source(Aspect.LEGAL_BASIS).texts.legal_basis),
    )
    return Proposal(whole, shares)


def _questions(*sources: ItemDefinition) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for each in sources:
        for question in each.questions:
            found.setdefault(question.key, question)
    return tuple(found.values())


def _steps(definition: ItemDefinition, *, applicant: bool) -> list[Step]:
    return [each for each in definition.steps if (each.party is PartyRole.APPLICANT) is applicant]


def _sorted(texts: Iterable[str]) -> list[Json]:
    return [*sorted(texts)]


def _material(each: Material) -> Json:
    return [
        folded(each.name),
        each.need.value,
        each.source.kind.value,
        each.source.provider,
        each.copies,
        each.defer_days or 0,
        each.party.value,
        each.when.source,
    ]


def _step(each: Step) -> Json:
    return [
        folded(each.name),
        each.kind.value,
        each.limit,
        each.when.source,
        _sorted(one.step for one in each.after),
        _sorted({way(one) for one in each.modes}),
    ]


def _field(each: Field) -> Json:
    return [
        folded(each.label),
        each.kind.value,
        each.unit,
        each.required,
        each.when.source,
        _sorted(one.label for one in each.options),
    ]


def _regime(definition: ItemDefinition) -> Json:
    regime = definition.regime
    return [
        regime.unit.value,
        regime.intake,
        regime.on_silence.value,
        regime.legal,
        regime.promise,
        regime.extension,
        regime.extension_approver,
        regime.extension_by.value,
        regime.delivery,
        regime.applicant_limit,
        regime.basis,
    ]
