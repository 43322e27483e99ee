"""An item with the standard's content in it: exactly what may not differ is replaced."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from msgspec.structs import replace

from onevisit.catalogue.rules.definition import (
    After,
    Field,
    ItemDefinition,
    Material,
    Mode,
    Question,
    Source,
    Step,
)
from onevisit.catalogue.rules.unifying.comparing import deviations, matched, way
from onevisit.catalogue.rules.unifying.model import LATITUDES, Aspect, Deviation
from onevisit.catalogue.rules.unifying.naming import join_name, split_name

N = TypeVar("N", Material, Step, Field)
Wrong = Mapping[str, Sequence[Deviation]]
"""The deviations to be put right, by the name of what they are about."""


def adopted(
    standard: ItemDefinition, theirs: ItemDefinition, allowed: Collection[str] = tuple(LATITUDES)
) -> ItemDefinition:
    """`theirs` without its deviations, keeping what may differ; questions that the standard's
    conditions ask are added.
    """
    wrong: dict[Aspect, list[Deviation]] = {each: [] for each in Aspect}
    for one in deviations(standard, theirs, allowed):
        if not one.allowed:
            wrong[one.aspect].append(one)
    changed = replace(theirs, name=_name(standard, theirs, wrong))
    if wrong[Aspect.LEGAL_BASIS]:
        texts = replace(theirs.texts, legal_basis=standard.texts.legal_basis)
        changed = replace(changed, texts=texts)
    if wrong[Aspect.TIME_LIMIT]:
        names = {each.attribute for each in wrong[Aspect.TIME_LIMIT]}
        values = {name: getattr(standard.regime, name) for name in names}
        changed = replace(changed, regime=replace(theirs.regime, **values))
    if wrong[Aspect.MATERIALS]:
        changed = replace(changed, materials=_materials(standard, theirs, wrong))
    if wrong[Aspect.APPLICANT] or wrong[Aspect.INTERNAL]:
        changed = replace(changed, steps=_steps(standard, theirs, wrong))
    if wrong[Aspect.FORM]:
        changed = replace(changed, form=_form(standard, theirs, wrong))
    return replace(changed, questions=_questions(standard, changed))


def _name(
    standard: ItemDefinition, theirs: ItemDefinition, wrong: Mapping[Aspect, list[Deviation]]
) -> str:
    if not wrong[Aspect.MAIN_NAME] and not wrong[Aspect.SUB_NAME]:
        return theirs.name
    ours, other = split_name(standard.name), split_name(theirs.name)
    main = ours[0] if wrong[Aspect.MAIN_NAME] else other[0]
    return join_name(main, ours[1] if wrong[Aspect.SUB_NAME] else other[1])


def _by_subject(found: Iterable[Deviation]) -> dict[str, list[Deviation]]:
    named: dict[str, list[Deviation]] = {}
    for each in found:
        named.setdefault(each.subject, []).append(each)
    return named


def _rebuilt(
    ours: Sequence[N],
    theirs: Sequence[N],
    name: Callable[[N], str],
    wrong: Wrong,
    mended: Callable[[N, N, Collection[str]], N],
) -> tuple[N, ...]:
    """Theirs in their order without what is too much, put right; what is missing stands where the
    standard has it.
    """
    by_key: dict[str, N] = {}
    dropped: set[str] = set()
    added: list[tuple[int, N]] = []
    for one, other in matched(ours, theirs, name):
        if other is None:
            assert one is not None
            if wrong.get(name(one)):
                added.append((ours.index(one), one))
        elif one is None:
            if wrong.get(name(other)):
                dropped.add(other.key)
        elif found := wrong.get(name(one)):
            by_key[other.key] = mended(one, other, {each.attribute for each in found})
    kept = [by_key.get(each.key, each) for each in theirs if each.key not in dropped]
    for at, one in added:
        kept.insert(min(at, len(kept)), one)
    return tuple(kept)


def _materials(
    standard: ItemDefinition, theirs: ItemDefinition, wrong: Mapping[Aspect, list[Deviation]]
) -> tuple[Material, ...]:
    found = _by_subject(wrong[Aspect.MATERIALS])
    return _rebuilt(standard.materials, theirs.materials, lambda e: e.name, found, _material)


def _material(ours: Material, theirs: Material, names: Collection[str]) -> Material:
    values: dict[str, object] = {
        name: getattr(ours, name) for name in names if name not in ("source", "provider")
    }
    if "when" in names:
        values["why_not"] = ours.why_not
    if "need" in names:
        values["defer_days"] = ours.defer_days
    if "source" in names:
        values["source"] = ours.source
    elif "provider" in names:
        values["source"] = _provided(ours.source, theirs.source)
    return replace(theirs, **values)


def _provided(ours: Source, theirs: Source) -> Source:
    return replace(theirs, provider=ours.provider)


def _form(
    standard: ItemDefinition, theirs: ItemDefinition, wrong: Mapping[Aspect, list[Deviation]]
) -> tuple[Field, ...]:
    found = _by_subject(wrong[Aspect.FORM])
    return _rebuilt(standard.form, theirs.form, lambda e: e.label, found, _field)


def _field(ours: Field, theirs: Field, names: Collection[str]) -> Field:
    values = {name: getattr(ours, name) for name in names}
    if "kind" in names:
        values["options"] = ours.options
    return replace(theirs, **values)


def _steps(
    standard: ItemDefinition, theirs: ItemDefinition, wrong: Mapping[Aspect, list[Deviation]]
) -> tuple[Step, ...]:
    found = _by_subject([*wrong[Aspect.APPLICANT], *wrong[Aspect.INTERNAL]])
    rebuilt = _rebuilt(standard.steps, theirs.steps, lambda e: e.name, found, _step)
    held = {each.key for each in rebuilt}
    known = {each.key: each for each in (*theirs.steps, *standard.steps)}
    return tuple(replace(each, after=_after(each, held, known)) for each in rebuilt)


def _step(ours: Step, theirs: Step, names: Collection[str]) -> Step:
    values: dict[str, object] = {
        name: getattr(ours, name) for name in names if name not in ("modes", "steps")
    }
    if "modes" in names:
        values["modes"] = _modes(ours.modes, theirs.modes)
    return replace(theirs, **values)


def _modes(ours: Sequence[Mode], theirs: Sequence[Mode]) -> tuple[Mode, ...]:
    """Their own words for the ways that the standard has, and the standard's for the others."""
    by_way = {way(each): each for each in theirs}
    return tuple(by_way.get(way(each), each) for each in ours)


def _after(step: Step, held: Collection[str], known: Mapping[str, Step]) -> tuple[After, ...]:
    """What comes before it; a step that is not there stands for what is before it."""
    found: dict[str, After] = {}
    waiting, seen = list(step.after), set[str]()
    while waiting:
        each = waiting.pop(0)
        if each.step in held:
            found.setdefault(each.step, each)
        elif each.step not in seen and each.step in known:
            seen.add(each.step)
            waiting += known[each.step].after
    return tuple(found.values())


def _questions(standard: ItemDefinition, changed: ItemDefinition) -> tuple[Question, ...]:
    """Their questions, and those of the standard that something asks for by now."""
    held = {each.key for each in changed.questions}
    offered = {each.key: each for each in standard.questions}
    conditions = [
        each.when
        for part in (changed.materials, changed.steps, changed.form)
        for each in cast(Sequence[Material | Step | Field], part)
    ]
    wanted = {name for each in conditions for name in each.variables} - held
    added: set[str] = set()
    while wanted:
        key = wanted.pop()
        if key in offered and key not in added:
            added.add(key)
            wanted |= offered[key].when.variables - held - added
    return (*changed.questions, *(each for each in standard.questions if each.key in added))
