"""The whole check of an item definition."""

from collections.abc import Iterator

from onevisit.catalogue.rules.checks import papers, process, shape, situations
from onevisit.catalogue.rules.checks import parties as consents
from onevisit.catalogue.rules.checks.findings import Findings, fault, findings
from onevisit.catalogue.rules.checks.situations import Placed
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import CaseKind
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.item_codes import ItemCode

LONGEST_CODE = 80
LONGEST_ENTRY = 20


def check_item(item: ItemDefinition) -> Findings:
    """Everything that is wrong with the definition by itself, every place named.

    Codes `catalogue.*` and `conditions.*`; places are JSON pointers.
    """
    return findings(
        (*_head(item), *_body(item)),
        (
            *process.remarks(item.steps, item.delegation),
            *papers.remarks(item.materials, item.regime),
        ),
    )


def _head(item: ItemDefinition) -> Iterator[Problem]:
    yield from _code(item)
    yield from shape.name_of("/name", item.name)
    if len(item.short_name) > 200:
        yield fault("/short_name", "too_long", most=200)
    if not item.served:
        yield fault("/served", "served_missing")
    yield from shape.number("/declared_visits", item.declared_visits, 0, 99)
    yield from shape.phrases(item.everyday)
    yield from shape.regime(item.regime)
    if item.cosign and item.kind is CaseKind.IMMEDIATE:
        yield fault("/cosign", "cosign_on_the_spot")


def _code(item: ItemDefinition) -> Iterator[Problem]:
    try:
        code = ItemCode.parse(item.code)
    except Invalid as refusal:
        yield Problem("/code", refusal.code, {**refusal.facts, "place": "/code"})
        return
    if code.text != item.code or len(item.code) > LONGEST_CODE:
        yield fault("/code", "code_not_plain", plain=code.text[:LONGEST_CODE])
    if len(item.catalogue_code) > LONGEST_ENTRY:
        yield fault("/catalogue_code", "too_long", most=LONGEST_ENTRY)
    within = code.catalogue.code if code.catalogue else ""
    if item.catalogue_code and within and item.catalogue_code != within:
        yield fault("/catalogue_code", "code_contradicts", within=within)


def _body(item: ItemDefinition) -> Iterator[Problem]:
    yield from shape.questions(item.questions)
    yield from shape.materials(item.materials)
    yield from shape.steps(item.steps)
    yield from shape.fields(item.form)
    yield from shape.rates(item.fees)
    yield from shape.quantities(item.fees, (*item.questions, *item.form))
    yield from shape.keys("/results", (result.key for result in item.results))
    yield from shape.names("/results", (result.name for result in item.results))
    yield from papers.materials(item.materials, item.results)
    yield from papers.fields(item.form, {q.key: q for q in item.questions})
    named = consents.Named.of(item.questions, item.form, item.materials, item.results)
    yield from consents.parties(item.parties, named)
    yield from consents.again(item.again, named)
    yield from process.steps(item.steps, item.delegation)
    yield from process.collections(item.results, item.steps)
    yield from situations.order(item.questions)
    yield from situations.meaning(
        (
            *situations.of_questions(item.questions),
            *situations.of_materials(item.materials),
            *situations.of_steps(item.steps),
            *situations.of_fields(item.form),
            *consents.of_parties(item.parties),
            *consents.of_again(item.again),
            *situations.of_fees(item.fees),
        ),
        item.questions,
        (Placed("/consistent", item.consistent),),
    )
