"""The catalogue as CPSV-AP 3.2, as a stream: Turtle, or one JSON-LD document."""

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO

from rdflib import Graph

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.exchange.cpsv import BASE, PREFIXES, Provider, graph_of
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.directory import queries as directory

AT_ONCE = 200


class LinkedForm(StrEnum):
    """How linked data is written."""

    TURTLE = "turtle"
    JSON_LD = "jsonld"


def export_cpsv(
    *,
    path: Path,
    form: LinkedForm,
    base: str = BASE,
    actor: Actor,
    tell: Callable[[int], None],
) -> int:
    """Write what is published into one file; how many items. Addresses begin with `base`.

    Memory does not grow with the catalogue: what several items name (a department, a theme) is said
    again for each few hundred, which means the same. Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_PUBLISH)
    write = _turtle if form is LinkedForm.TURTLE else _json_ld
    count = 0

    def graphs() -> Iterator[Graph]:
        nonlocal count
        for group in _groups():
            yield graph_of(group, base)
            count += len(group)
            tell(len(group))

    with path.open("w", encoding="utf-8") as out:
        write(out, graphs())
    return count


def _groups() -> Iterator[list[tuple[ItemDefinition, Provider]]]:
    offices = {each.id: each for each in directory.departments()}
    regions = {each.code: each.name for each in directory.regions()}
    last = ""
    items = Item.objects.filter(current__isnull=False).select_related("current").order_by("code")
    while listed := list(items.filter(code__gt=last)[:AT_ONCE]):
        last = listed[-1].code
        group = []
        for item in listed:
            office = offices[item.department_id]
            name = regions.get(item.region_id, item.region_id)
            provider = Provider(office.uscc or office.code, office.name, item.region_id, name)
            assert item.current is not None
            group.append((parse_item(item.current.document), provider))
        yield group


def _turtle(out: IO[str], graphs: Iterator[Graph]) -> None:
    """Prefixes may be said again, so pieces may follow each other."""
    for graph in graphs:
        out.write(graph.serialize(format="turtle"))


def _json_ld(out: IO[str], graphs: Iterator[Graph]) -> None:
    context = json.dumps(PREFIXES)
    out.write(f'{{"@context": {context}, "@graph": [')
    first = True
    for graph in graphs:
        found = json.loads(graph.serialize(format="json-ld", context=PREFIXES))
        nodes = found.get("@graph", [found])
        for node in sorted(nodes, key=lambda each: str(each.get("@id"))):
            node.pop("@context", None)
            out.write("\n" if first else ",\n")
            out.write(json.dumps(node, ensure_ascii=False, sort_keys=True))
            first = False
    out.write("\n]}\n")
