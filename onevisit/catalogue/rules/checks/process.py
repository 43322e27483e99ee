"""Checks of order: what comes after what, who acts, what the window may do."""

from collections.abc import Iterator, Mapping, Sequence

from onevisit.catalogue.rules.checks.findings import fault
from onevisit.catalogue.rules.definition import Delegation, Mode, ResultSpec, Step
from onevisit.catalogue.rules.vocabulary import Collection, PartyRole, StepKind
from onevisit.kernel.errors import Problem

COURIER = "courier"
"""The enabler that lets a result be sent."""

OF_APPLICANT = frozenset(
    {StepKind.APPLY, StepKind.SIGN, StepKind.IDENTIFY, StepKind.PAY, StepKind.COLLECT}
)
"""Acts of the applicant's side; all others are the authority's."""


def cycle(edges: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A way round (`a, b, a`) in a graph given by what each node comes after, or nothing."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, at = stack.pop()
            if at == 0:
                if node in done:
                    continue
                path.append(node)
            ahead = [each for each in edges[node] if each in edges]
            if at < len(ahead):
                stack.append((node, at + 1))
                if ahead[at] in path:
                    return (*path[path.index(ahead[at]) :], ahead[at])
                stack.append((ahead[at], 0))
            else:
                done.add(path.pop())
    return ()


def collections(results: Sequence[ResultSpec], steps: Sequence[Step]) -> Iterator[Problem]:
    """What may be sent by courier says so in its step of collecting too: visits are computed from
    the steps, so the two must not tell two stories.
    """
    sent = any(
        step.kind is StepKind.COLLECT
        and any(mode.remote and COURIER in mode.needs for mode in step.modes)
        for step in steps
    )
    for index, result in enumerate(results):
        if Collection.COURIER in result.collections and not sent:
            yield fault(f"/results/{index}/collections", "courier_without_mode", key=result.key)
        if Collection.LOCKER in result.collections:
            yield from _locker(f"/results/{index}/collections", result, steps)


def _locker(place: str, result: ResultSpec, steps: Sequence[Step]) -> Iterator[Problem]:
    """Nobody is identified at a locker; what is not fetched in time goes to the window; and
    whoever fetches it goes there, so its step of collecting has a mode at a place.
    """
    if result.identify:
        yield fault(place, "locker_though_identified", key=result.key)
    if Collection.WINDOW not in result.collections:
        yield fault(place, "locker_without_window", key=result.key)
    if not any(
        step.kind is StepKind.COLLECT and any(mode.place for mode in step.modes) for step in steps
    ):
        yield fault(place, "locker_without_mode", key=result.key)


def before(edges: Mapping[str, Sequence[str]], key: str) -> frozenset[str]:
    """Everything that comes before `key`, directly or through others."""
    found: set[str] = set()
    todo = list(edges.get(key, ()))
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo += edges.get(each, ())
    return frozenset(found)


def graph(place: str, edges: Mapping[str, Sequence[str]], round_code: str) -> Iterator[Problem]:
    """Names that are not there, and ways round, named."""
    for index, (key, ahead) in enumerate(edges.items()):
        for edge, name in enumerate(ahead):
            if name not in edges:
                yield fault(
                    f"{place}/{index}/after/{edge}", "unknown_predecessor", key=key, name=name
                )
    found = cycle(edges)
    if found:
        at = list(edges).index(found[0])
        yield fault(f"{place}/{at}/after", round_code, cycle=" → ".join(reversed(found)))


def steps(found: Sequence[Step], delegation: Delegation) -> Iterator[Problem]:
    """The step graph and what was delegated to the window."""
    edges = {step.key: [after.step for after in step.after] for step in found}
    if len(edges) == len(found):  # else the doubled keys are named already
        yield from graph("/steps", edges, "steps_cycle")
    for index, step in enumerate(found):
        if (step.party is PartyRole.APPLICANT) != (step.kind in OF_APPLICANT):
            yield fault(f"/steps/{index}/party", "wrong_party", kind=step.kind.value)
        yield from modes(f"/steps/{index}", step.modes)
    kinds = {step.kind for step in found}
    for act, kind in (("accept", StepKind.ACCEPT), ("decide", StepKind.DECIDE)):
        if getattr(delegation, act) and kind not in kinds:
            yield fault(f"/delegation/{act}", "delegation_without_step", step=kind.value)


def modes(place: str, found: Sequence[Mode]) -> Iterator[Problem]:
    """A way to do an act is remote or at a place, one of the two."""
    for index, mode in enumerate(found):
        if mode.remote == bool(mode.place):
            yield fault(f"{place}/modes/{index}", "mode_unclear")


def remarks(found: Sequence[Step], delegation: Delegation) -> Iterator[Problem]:
    """What an editor should look at."""
    kinds = {step.kind for step in found}
    if found and StepKind.DECIDE not in kinds:
        yield fault("/steps", "steps_without_decide")
    if (delegation.accept or delegation.decide) and not delegation.document.strip():
        yield fault("/delegation/document", "delegation_without_document")
