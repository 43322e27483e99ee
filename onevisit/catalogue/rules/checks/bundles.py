"""The whole check of a bundle together with the items that answer its parts."""

from collections.abc import Iterable, Iterator, Mapping

from onevisit.catalogue.rules.checks import papers, process, shape, situations
from onevisit.catalogue.rules.checks import parties as consents
from onevisit.catalogue.rules.checks.findings import Findings, fault, findings
from onevisit.catalogue.rules.checks.situations import Placed, World
from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    Field,
    ItemDefinition,
    Part,
    Question,
)
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel.conditions import ALWAYS
from onevisit.kernel.errors import Problem

Items = Mapping[str, ItemDefinition]


def check_bundle(bundle: BundleDefinition, items: Items) -> Findings:
    """Everything wrong with the bundle, given the item that answers each part (by part key).

    `warnings` hold what the guide should be questioned about, e.g. a promise shorter than the
    longest chain of its parts.
    """
    shapes = list(_shape(bundle, items))
    questions = _merged_questions(bundle, items)
    meant = list(_meaning(bundle, items, questions))
    whole = not shapes and not meant
    together = list(_together(bundle, items, questions)) if whole else []
    return findings((*shapes, *meant, *together), _promise_remarks(bundle, items) if whole else ())


def _shape(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    yield from shape.name_of("/code", bundle.code, 80)
    yield from shape.name_of("/name", bundle.name, 200)
    if not bundle.served:
        yield fault("/served", "served_missing")
    yield from shape.number("/declared_visits", bundle.declared_visits, 0, 99)
    yield from shape.number("/promise", bundle.promise)
    yield from shape.phrases(bundle.everyday)
    yield from shape.questions(bundle.questions)
    yield from shape.fields(bundle.form)
    yield from _parts(bundle, items)
    yield from _joint_visits(bundle, items)


def _parts(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    if not bundle.parts:
        yield fault("/parts", "parts_missing")
    yield from shape.keys("/parts", (part.key for part in bundle.parts))
    yield from shape.names("/parts", (part.name for part in bundle.parts))
    edges = {part.key: part.after for part in bundle.parts}
    if len(edges) == len(bundle.parts):
        yield from process.graph("/parts", edges, "parts_cycle")
    for index, part in enumerate(bundle.parts):
        yield from _part(f"/parts/{index}", part, items.get(part.key))


def _part(place: str, part: Part, item: ItemDefinition | None) -> Iterator[Problem]:
    if part.when != ALWAYS and not part.why_not.strip():
        yield fault(f"{place}/why_not", "why_not_missing", key=part.key)
    yield from shape.number(f"{place}/promise", part.promise)
    if item is None:
        yield fault(
            f"{place}/catalogue_code", "part_unresolved", key=part.key, entry=part.catalogue_code
        )
        return
    legal = item.regime.legal
    if part.promise is not None and legal is not None and part.promise > legal:
        yield fault(f"{place}/promise", "promise_over_legal", promise=part.promise, legal=legal)


def _joint_visits(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    known = {part.key for part in bundle.parts}
    yield from shape.keys("/joint_visits", (visit.key for visit in bundle.joint_visits))
    for index, visit in enumerate(bundle.joint_visits):
        place = f"/joint_visits/{index}/parts"
        if len(set(visit.parts)) < 2:
            yield fault(place, "joint_alone", key=visit.key)
        for at, key in enumerate(visit.parts):
            if key not in known:
                yield fault(f"{place}/{at}", "joint_part_unknown", key=key)
            elif key in items and not _inspects(items[key]):
                yield fault(f"{place}/{at}", "joint_without_site_visit", key=key)


def _inspects(item: ItemDefinition) -> bool:
    return any(step.kind is StepKind.SITE_VISIT for step in item.steps)


def _merged_questions(bundle: BundleDefinition, items: Items) -> tuple[Question, ...]:
    merged: dict[str, Question] = {}
    for question in (*bundle.questions, *(q for i in items.values() for q in i.questions)):
        merged.setdefault(question.key, question)
    return tuple(merged.values())


def _meaning(
    bundle: BundleDefinition, items: Items, questions: tuple[Question, ...]
) -> Iterator[Problem]:
    yield from _same_questions(bundle, items)
    yield from _same_fields(bundle, items)
    yield from papers.fields(bundle.form, {q.key: q for q in questions})
    named = _named(bundle, items, questions)
    yield from consents.parties(bundle.parties, named)
    yield from consents.again(bundle.again, named)
    yield from situations.order(questions)
    parts = (Placed(f"/parts/{i}/when", part.when) for i, part in enumerate(bundle.parts))
    own = (*situations.of_questions(bundle.questions), *situations.of_fields(bundle.form), *parts)
    own = (*own, *consents.of_parties(bundle.parties), *consents.of_again(bundle.again))
    consistent = [
        Placed("/consistent", bundle.consistent),
        *(Placed(f"/parts/{key}/consistent", i.consistent) for key, i in items.items()),
    ]
    yield from situations.meaning(own, questions, consistent)


def _named(
    bundle: BundleDefinition, items: Items, questions: tuple[Question, ...]
) -> consents.Named:
    """What stands in the bundle and in any of its parts."""
    each = tuple(items.values())
    return consents.Named.of(
        questions,
        (*bundle.form, *(field for item in each for field in item.form)),
        tuple(material for item in each for material in item.materials),
        tuple(result for item in each for result in item.results),
    )


def _same_questions(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    """One key is one question: the same kind and options wherever it stands."""
    known = {question.key: question for question in bundle.questions}
    for key, item in items.items():
        for question in item.questions:
            first = known.setdefault(question.key, question)
            if _nature(first) != _nature(question):
                yield fault(
                    f"/parts/{key}/questions/{question.key}",
                    "question_contradicts",
                    key=question.key,
                    part=key,
                )


def _same_fields(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    """One key is one data element: the same kind, options and class of protection."""
    known = {field.key: field for field in bundle.form}
    for key, item in items.items():
        for field in item.form:
            first = known.setdefault(field.key, field)
            if (*_nature(first), first.sensitivity) != (*_nature(field), field.sensitivity):
                yield fault(
                    f"/parts/{key}/form/{field.key}", "field_contradicts", key=field.key, part=key
                )


def _nature(each: Question | Field) -> tuple[object, ...]:
    return (each.kind, frozenset(option.value for option in each.options))


def _together(
    bundle: BundleDefinition, items: Items, questions: tuple[Question, ...]
) -> Iterator[Problem]:
    """A paper that a sister part produces can be had only from a part that comes before."""
    world = World(questions, [bundle.consistent, *(i.consistent for i in items.values())])
    edges = {part.key: part.after for part in bundle.parts}
    for index, part in enumerate(bundle.parts):
        earlier = process.before(edges, part.key)
        for material in items[part.key].materials:
            for maker in _makers(bundle.parts, items, material.key):
                if maker.key in earlier or maker.key == part.key:
                    continue
                if world.possible(part.when, material.when, maker.when):
                    yield fault(
                        f"/parts/{index}/after",
                        "produced_later",
                        key=part.key,
                        material=material.name,
                        maker=maker.key,
                    )


def _makers(parts: Iterable[Part], items: Items, material: str) -> Iterator[Part]:
    for part in parts:
        if any(result.key == material for result in items[part.key].results):
            yield part


def _promise_remarks(bundle: BundleDefinition, items: Items) -> Iterator[Problem]:
    """The bundle's promise against the longest chain of its parts' promises."""
    chain = _longest_chain(bundle, items)
    if bundle.promise is not None and bundle.promise < chain:
        yield fault("/promise", "promise_under_chain", promise=bundle.promise, chain=chain)


def _longest_chain(bundle: BundleDefinition, items: Items) -> int:
    """Days, as if every part applied; parts whose promise is unknown count as none."""
    ends: dict[str, int] = {}
    waiting = {part.key: part for part in bundle.parts}
    while waiting:
        for key, part in list(waiting.items()):
            if all(each in ends for each in part.after):
                own = part.promise if part.promise is not None else items[key].regime.promise
                ends[key] = max((ends[each] for each in part.after), default=0) + (own or 0)
                del waiting[key]
    return max(ends.values(), default=0)
