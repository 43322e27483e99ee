"""须本人亲自办理: what nobody does for another has its law, and nothing else says otherwise."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import OwnDeed

_MANDATE = re.compile(r"委托书|代理人|受托人|代办人")
_OWN = re.compile(r"(?:本人|双方)(?:应当|必须|须|要)?亲自|不得(?:由他人)?(?:代理|代办)|不能代办")


def _without_basis(item: ItemDefinition) -> Iterator[Hit]:
    if item.in_person.deeds and not item.in_person.basis.strip():
        yield Hit("/in_person/basis")


def _but_mandate(item: ItemDefinition) -> Iterator[Hit]:
    """Only the applicant signs, yet the paper of an agent is asked for."""
    if OwnDeed.SIGN not in item.in_person.deeds:
        return
    for index, material in enumerate(item.materials):
        if _MANDATE.search(material.name):
            yield Hit(f"/materials/{index}/name", material.name[:80])


def _only_said(item: ItemDefinition) -> Iterator[Hit]:
    """The words say that nobody may act for another; what is enforced does not."""
    if item.in_person.deeds:
        return
    for place, words in (
        ("/texts/conditions", item.texts.conditions),
        ("/presence_reason", item.presence_reason),
    ):
        if told := _OWN.search(words):
            yield Hit(place, told[0])


RULES = (
    Rule("own_without_basis", Subject.POWER, Severity.BLOCK, Kind.MISSING, _without_basis),
    Rule("own_but_mandate", Subject.POWER, Severity.BLOCK, Kind.WRONG, _but_mandate),
    Rule("own_only_said", Subject.POWER, Severity.WARN, Kind.MISSING, _only_said),
)
