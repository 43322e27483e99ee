"""Checks of the parties of an application: who must agree, and to what."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onevisit.catalogue.rules.checks import shape
from onevisit.catalogue.rules.checks.findings import fault
from onevisit.catalogue.rules.checks.situations import Placed
from onevisit.catalogue.rules.definition import (
    Again,
    Field,
    Material,
    PartyNeed,
    Question,
    ResultSpec,
)
from onevisit.catalogue.rules.vocabulary import PartyRole, SourceKind, VarKind
from onevisit.kernel.errors import Problem

MOST_PARTIES = 50
"""Of one role."""

LONGEST_KEY = 20
"""Characters: papers and signatures carry the role."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a party may be asked about, by key."""

    questions: Mapping[str, Question]
    fields: Mapping[str, Field]
    materials: Mapping[str, Material]
    results: Collection[str]

    @classmethod
    def of(
        cls,
        questions: Sequence[Question],
        fields: Sequence[Field],
        materials: Sequence[Material],
        results: Sequence[ResultSpec],
    ) -> "Named":
        """Of these; of two of one key the first counts."""
        return cls(
            {each.key: each for each in reversed(questions)},
            {each.key: each for each in reversed(fields)},
            {each.key: each for each in reversed(materials)},
            {each.key for each in results},
        )


def parties(found: Sequence[PartyNeed], named: Named) -> Iterator[Problem]:
    """Keys, numbers, and that everything shown, asked and given is there."""
    yield from shape.keys("/parties", (need.key for need in found))
    if any(need.key == PartyRole.APPLICANT for need in found):
        yield fault("/parties", "party_is_applicant")
    yield from shape.names("/parties", (need.name for need in found))
    for index, need in enumerate(found):
        yield from _party(f"/parties/{index}", need, named)


def of_parties(found: Sequence[PartyNeed]) -> Iterator[Placed]:
    """The conditions under which they are needed."""
    for index, need in enumerate(found):
        yield Placed(f"/parties/{index}/when", need.when)


def again(found: Again | None, named: Named) -> Iterator[Problem]:
    """What is another's the next time stands in the definition."""
    for key in found.other if found else ():
        if key not in named.fields and key not in named.materials:
            yield fault(
                "/again/other", "party_unknown_key", name=found.label if found else "", key=key
            )


def of_again(found: Again | None) -> Iterator[Placed]:
    """The condition under which the same is offered once more."""
    if found is not None:
        yield Placed("/again/when", found.when)


def _party(place: str, need: PartyNeed, named: Named) -> Iterator[Problem]:
    if len(need.key) > LONGEST_KEY:
        yield fault(f"{place}/key", "too_long", most=LONGEST_KEY)
    if not need.agrees.strip():
        yield fault(f"{place}/agrees", "agrees_missing", name=need.name)
    if not 1 <= need.least <= need.most <= MOST_PARTIES:
        yield fault(f"{place}/most", "party_number", name=need.name, most=MOST_PARTIES)
    counting = named.questions.get(need.count)
    if need.count and (counting is None or counting.kind is not VarKind.NUMBER):
        yield fault(f"{place}/count", "party_count", name=need.name, key=need.count)
    asked = {**named.questions, **named.fields, **named.materials}
    fields = [key for key in (*need.fills, need.name_field, need.number_field) if key]
    wanted = (
        ("sees", need.sees, asked),
        ("fills", fields, named.fields),
        ("brings", need.brings, _given(named)),
        ("gets", need.gets, named.results),
    )
    for where, keys, known in wanted:
        for key in keys:
            if key not in known:
                yield fault(f"{place}/{where}", "party_unknown_key", name=need.name, key=key)


def _given(named: Named) -> Collection[str]:
    """What somebody can hand in: nobody brings what is made from the form."""
    return {
        key for key, each in named.materials.items() if each.source.kind is not SourceKind.GENERATED
    }
