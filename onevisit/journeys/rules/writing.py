"""A flat definition as the JSON of the interchange form."""

from onevisit.journeys.rules.flat import ALWAYS, Act, Edge, Flat, Mode
from onevisit.kernel.conditions.nodes import Node, to_json
from onevisit.kernel.types import Json


def written(flat: Flat) -> dict[str, Json]:
    """What `reading.read` reads back as the same definition; what may be left out, is."""
    found: dict[str, Json] = {
        "id": flat.id,
        "questions": {name: list(options) for name, options in flat.questions.items()},
        **_when("consistent", flat.consistent),
    }
    if flat.enablers:
        found["enablers"] = list[Json](sorted(flat.enablers))
    if flat.external_places:
        found["external_places"] = list[Json](sorted(flat.external_places))
    found["acts"] = {name: _act(act) for name, act in flat.acts.items()}
    found["order"] = [_edge(each) for each in flat.order]
    return found


def _act(act: Act) -> dict[str, Json]:
    return {**_when("when", act.when), "modes": [_mode(each) for each in act.modes]}


def _mode(mode: Mode) -> dict[str, Json]:
    found: dict[str, Json] = {"remote": True} if mode.place is None else {"place": mode.place}
    if mode.needs:
        found["needs"] = list[Json](sorted(mode.needs))
    return found | _when("when", mode.when)


def _edge(edge: Edge) -> dict[str, Json]:
    found: dict[str, Json] = {"before": edge.before, "after": edge.after}
    if edge.wait:
        found["wait"] = edge.wait
    return found | _when("when", edge.when)


def _when(key: str, node: Node) -> dict[str, Json]:
    return {} if node == ALWAYS else {key: to_json(node)}
