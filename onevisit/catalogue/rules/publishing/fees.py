"""Fees: nobody pays what has no name, no rate and no law."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import StepKind

_FREE = re.compile(r"(?:不收费|免费|不收(?:取)?(?:任何)?费用|无收费|无|否|零收费|0\s*元?)[。.]?")


def is_free(words: str) -> bool:
    """Whether these words say that nothing is charged."""
    return bool(_FREE.fullmatch(words.strip()))


def _free(item: ItemDefinition) -> bool:
    return is_free(item.fee)


def charged(item: ItemDefinition) -> bool:
    """Whether the applicant pays anything: a fee is listed, or the words do not say it is free."""
    return bool(item.fees) or (bool(item.fee.strip()) and not _free(item))


def _pay_steps(item: ItemDefinition) -> Iterator[int]:
    yield from (at for at, step in enumerate(item.steps) if step.kind is StepKind.PAY)


def _unknown(item: ItemDefinition) -> Iterator[Hit]:
    if not item.fee.strip() and not item.fees:
        yield Hit("/fee")


def _only_words(item: ItemDefinition) -> Iterator[Hit]:
    if item.fee.strip() and not _free(item) and not item.fees:
        yield Hit("/fees", item.fee[:80])


def _incomplete(item: ItemDefinition) -> Iterator[Hit]:
    for index, fee in enumerate(item.fees):
        for part in ("name", "standard", "basis"):
            if not getattr(fee, part).strip() and not (part == "standard" and fee.rates):
                yield Hit(f"/fees/{index}/{part}", fee.name)
        if not fee.ways:
            yield Hit(f"/fees/{index}/ways", fee.name)


def _free_but_charged(item: ItemDefinition) -> Iterator[Hit]:
    if _free(item) and item.fees:
        yield Hit("/fees", item.fees[0].name)


def _free_but_pays(item: ItemDefinition) -> Iterator[Hit]:
    if not item.fees and (_free(item) or not item.fee.strip()):
        yield from (Hit(f"/steps/{at}", item.steps[at].name) for at in _pay_steps(item))


def _pay_step_missing(item: ItemDefinition) -> Iterator[Hit]:
    if item.fees and item.applicable and not any(True for _ in _pay_steps(item)):
        yield Hit("/steps", item.fees[0].name)


_BLOCK = (Subject.FEE, Severity.BLOCK, Kind.WRONG)
RULES = (
    Rule("fee_unknown", Subject.FEE, Severity.WARN, Kind.MISSING, _unknown),
    Rule("fee_only_words", *_BLOCK, _only_words),
    Rule("fee_incomplete", *_BLOCK, _incomplete),
    Rule("free_but_charged", *_BLOCK, _free_but_charged),
    Rule("free_but_pays", *_BLOCK, _free_but_pays),
    Rule("pay_step_missing", Subject.FEE, Severity.WARN, Kind.MISSING, _pay_step_missing),
)
