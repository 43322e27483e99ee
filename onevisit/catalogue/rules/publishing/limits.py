"""即办 and 承诺: the limit, the kind of case and the way it is examined tell one story."""

from collections.abc import Iterator, Mapping, Sequence

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import CaseKind, PartyRole, ReviewWay


def longest(edges: Mapping[str, Sequence[str]], days: Mapping[str, int]) -> int:
    """Days of the longest chain in a graph given by what each node comes after.

    Names that are not there and ways round count once, so that any graph has an answer.
    """
    ends: dict[str, int] = {}
    left = dict(edges)
    while left:
        ready = [key for key, after in left.items() if not any(name in left for name in after)]
        for key in ready or [next(iter(left))]:
            start = max((ends.get(name, 0) for name in left[key]), default=0)
            ends[key] = start + max(days.get(key, 0), 0)
            del left[key]
    return max(ends.values(), default=0)


def _immediate_with_days(item: ItemDefinition) -> Iterator[Hit]:
    days = item.regime.promise
    if item.kind is CaseKind.IMMEDIATE and days is not None and days > 0:
        yield Hit("/regime/promise", str(days))


def _promised_on_spot(item: ItemDefinition) -> Iterator[Hit]:
    """A source that never names the kind of case is silent, it does not contradict itself."""
    said = item.review is not None or item.applicable
    if said and item.kind is CaseKind.PROMISED and item.regime.promise == 0:
        yield Hit("/kind", "0")


def _review_contradicts(item: ItemDefinition) -> Iterator[Hit]:
    right = ReviewWay.AT_ONCE if item.kind is CaseKind.IMMEDIATE else ReviewWay.REVIEWED
    if item.review is not None and item.review is not right:
        yield Hit("/review")


def _review_missing(item: ItemDefinition) -> Iterator[Hit]:
    if item.review is None:
        yield Hit("/review")


def _promise_missing(item: ItemDefinition) -> Iterator[Hit]:
    if item.regime.promise is None:
        yield Hit("/regime/promise")


def _legal_missing(item: ItemDefinition) -> Iterator[Hit]:
    if item.regime.legal is None and not item.regime.basis.strip():
        yield Hit("/regime/legal")


def _promise_over_legal(item: ItemDefinition) -> Iterator[Hit]:
    promise, legal = item.regime.promise, item.regime.legal
    if promise is not None and legal is not None and promise > legal:
        yield Hit("/regime/promise", f"{promise} > {legal}")


def _steps_over_promise(item: ItemDefinition) -> Iterator[Hit]:
    """While it is the applicant's turn the clock stands, so only the authority's days count."""
    promise = item.regime.promise
    if promise is None or not item.steps:
        return
    edges = {step.key: [after.step for after in step.after] for step in item.steps}
    own = (step for step in item.steps if step.party is not PartyRole.APPLICANT)
    days = longest(edges, {step.key: step.limit for step in own})
    if days > promise:
        yield Hit("/steps", f"{days} > {promise}")


_WRONG = (Subject.TIME, Severity.BLOCK, Kind.WRONG)
_SILENT = (Subject.TIME, Severity.WARN, Kind.MISSING)
RULES = (
    Rule("immediate_with_days", *_WRONG, _immediate_with_days),
    Rule("promised_on_spot", *_WRONG, _promised_on_spot),
    Rule("review_contradicts", *_WRONG, _review_contradicts),
    Rule("review_missing", *_SILENT, _review_missing),
    Rule("promise_missing", *_SILENT, _promise_missing),
    Rule("legal_missing", *_SILENT, _legal_missing),
    Rule("promise_over_legal", *_WRONG, _promise_over_legal),
    Rule("steps_over_promise", *_WRONG, _steps_over_promise),
)
