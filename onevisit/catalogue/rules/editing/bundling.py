"""A bundle as its officer edits it: seen as one item, and its parts kept in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import msgspec

from onevisit.catalogue.rules.comparing.bundles import papers_of_bundle
from onevisit.catalogue.rules.definition import (
    After,
    BundleDefinition,
    Field,
    ItemDefinition,
    JointVisit,
    Material,
    Part,
    PartyNeed,
    Question,
    Regime,
    ResultSpec,
    Step,
)
from onevisit.catalogue.rules.editing.asking import settled_questions
from onevisit.catalogue.rules.editing.keys import keyed
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.kernel.canonical import digest
from onevisit.kernel.conditions import Condition
from onevisit.kernel.conditions.joining import both
from onevisit.kernel.types import Json

Items = Mapping[str, ItemDefinition]
"""By the key of the part that each answers; a part nobody answers is absent."""
Answers = Mapping[tuple[str, str], ItemDefinition]
"""By the catalogue code and variant that each answers."""
_K = TypeVar("_K", Question, Field, PartyNeed, ResultSpec)


def as_one_item(bundle: BundleDefinition, items: Items) -> ItemDefinition:
    """The bundle as if it were one item: its parts are the steps, with the days each takes; the
    questions, fields and results are its own and, behind them, those of its items, each once; a
    paper is asked for where some part asks and none makes it.
    """
    each = [items[part.key] for part in bundle.parts if part.key in items]
    return ItemDefinition(
        code=bundle.code,
        name=bundle.name,
        served=bundle.served,
        life_events=bundle.life_events,
        themes=bundle.themes,
        everyday=bundle.everyday,
        online_depth=bundle.online_depth,
        declared_visits=bundle.declared_visits,
        presence_reason=bundle.presence_reason,
        regime=Regime(promise=bundle.promise, legal=None),
        questions=_once(bundle.questions, (item.questions for item in each)),
        consistent=both(bundle.consistent, *(item.consistent for item in each)),
        materials=tuple(
            Material(key=key, name=name, when=when)
            for key, (name, when) in papers_of_bundle(bundle, items).items()
        ),
        steps=tuple(_step(part, items.get(part.key)) for part in bundle.parts),
        form=_once(bundle.form, (item.form for item in each)),
        parties=_once(bundle.parties, (item.parties for item in each)),
        again=bundle.again,
        results=_once((), (item.results for item in each)),
        texts=bundle.texts,
    )


def _once(own: tuple[_K, ...], others: Iterable[tuple[_K, ...]]) -> tuple[_K, ...]:
    found = {row.key: row for row in own}
    for rows in others:
        for row in rows:
            found.setdefault(row.key, row)
    return tuple(found.values())


def answered(bundle: BundleDefinition, answers: Answers) -> dict[str, ItemDefinition]:
    """What answers the parts, by their keys."""
    named = {part.key: (part.catalogue_code, part.variant) for part in bundle.parts}
    return {key: answers[pair] for key, pair in named.items() if pair in answers}


def names_digest(seen: ItemDefinition) -> str:
    """What its questions, fields, papers and results are called: it changes when one of them is
    called otherwise, and only then.
    """
    named = [
        *([each.key, each.short, *_labels(each)] for each in seen.questions),
        *([each.key, each.label] for each in seen.form),
        *([each.key, each.name] for each in seen.materials),
        *([each.key, each.name] for each in seen.results),
    ]
    return digest(cast(Json, named))


def _labels(question: Question) -> list[str]:
    return [question.label, *(text for o in question.options for text in (o.value, o.label))]


def days_of_part(part: Part, item: ItemDefinition | None) -> int | None:
    """The days it has inside the bundle; None where nobody says."""
    if part.promise is not None or item is None:
        return part.promise
    return item.regime.promise


def _step(part: Part, item: ItemDefinition | None) -> Step:
    return Step(
        key=part.key,
        name=part.name,
        kind=StepKind.REVIEW,
        party=PartyRole.DEPARTMENT,
        limit=days_of_part(part, item) or 0,
        when=part.when,
        after=tuple(After(step=key) for key in part.after),
    )


def with_parts(
    bundle: BundleDefinition, rows: Sequence[Part], more: Sequence[Part] = ()
) -> BundleDefinition:
    """The bundle with these parts, and behind them those that are not there yet, each with a key.
    What waited for a part that is gone waits for what that waited for; visits go on without it.
    """
    there = {(row.catalogue_code, row.variant) for row in rows}
    fresh = [part for part in more if (part.catalogue_code, part.variant) not in there]
    parts = keyed((*rows, *fresh), "p", (part.key for part in bundle.parts))
    kept = {part.key for part in parts}
    before = {part.key: part.after for part in bundle.parts}
    return msgspec.structs.replace(
        bundle,
        parts=tuple(
            msgspec.structs.replace(part, after=_bridged(part.after, kept, before))
            for part in parts
        ),
        joint_visits=settled_visits(bundle.joint_visits, kept),
    )


def _bridged(
    after: tuple[str, ...], kept: set[str], before: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(after)
    while waiting:
        key = waiting.pop(0)
        if key in kept:
            found[key] = None
        elif key not in seen:
            seen.add(key)
            waiting = [*before.get(key, ()), *waiting]
    return tuple(found)


def settled_visits(visits: Sequence[JointVisit], kept: set[str]) -> tuple[JointVisit, ...]:
    """Visits with keys and without parts that are gone."""
    return tuple(
        msgspec.structs.replace(visit, parts=tuple(key for key in visit.parts if key in kept))
        for visit in keyed(visits, "v")
    )


def with_questions(
    bundle: BundleDefinition, items: Items
) -> Callable[[Sequence[Question]], tuple[Question, ...]]:
    """How rows become the bundle's own questions: with keys, and none lost that something names and
    no item asks. Raises Invalid `catalogue.question_in_use`, `catalogue.option_in_use`.
    """
    whole = as_one_item(bundle, items)
    asked = {question.key for item in items.values() for question in item.questions}
    others = tuple(question for question in whole.questions if question.key in asked)
    own = msgspec.structs.replace(whole, questions=bundle.questions)
    return lambda rows: settled_questions(own, rows, others)


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """A standard material of the whole bundle: the names of the parts that want it and of those
    that make it. `when` people have to bring it; None: never.
    """

    key: str
    name: str
    wanted: tuple[str, ...]
    makers: tuple[str, ...]
    when: Condition | None


def merged_papers(bundle: BundleDefinition, items: Items) -> tuple[MergedPaper, ...]:
    """Every paper that some part wants, each once, as they come."""
    brought = papers_of_bundle(bundle, items)
    names: dict[str, str] = {}
    wanted: dict[str, dict[str, None]] = {}
    makers: dict[str, list[str]] = {}
    for part in bundle.parts:
        item = items.get(part.key)
        for material in item.materials if item else ():
            names.setdefault(material.key, material.name)
            wanted.setdefault(material.key, {})[part.name] = None
        for result in item.results if item else ():
            makers.setdefault(result.key, []).append(part.name)
    return tuple(
        MergedPaper(
            key=key,
            name=names[key],
            wanted=tuple(wanted[key]),
            makers=tuple(makers.get(key, ())),
            when=brought[key][1] if key in brought else None,
        )
        for key in names
    )
