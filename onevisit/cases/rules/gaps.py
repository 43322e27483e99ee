"""一次性告知: what may be asked of the applicant, once and all together (行政许可法 art. 32).

A department tells all that is missing or wrong in its case at once; the gaps of all departments of
an application go out in one notice. What was not in it is never asked for later: after a notice
only gaps that were told and not mended may be told again. What passed in a pre-review 预审 is not
asked for either, unless the applicant changed it since.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from onevisit.cases.errors import (
    gap_unknown,
    gap_without_words,
    gaps_needed,
    no_new_gaps,
    passed_before,
    text_too_long,
)
from onevisit.cases.rules.submission import LONGEST_TEXT
from onevisit.kernel.clock import SHANGHAI

SENT_FROM = time(16, 0)
"""On its last day a notice goes out at this hour, in Shanghai, while offices are still open."""


class GapKind(StrEnum):
    """What a gap is about."""

    MATERIAL = "material"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class GapDraft:
    """One gap as an officer writes it: why it is one, and what mends it."""

    kind: GapKind
    key: str
    reason: str
    remedy: str

    @property
    def place(self) -> "Place":
        """What it is about."""
        return self.kind, self.key


Place = tuple[GapKind, str]


def checked(
    drafts: Iterable[GapDraft],
    names: Mapping[Place, str],
    told: Set[Place] | None,
    askable: Set[Place] | None = None,
) -> tuple[GapDraft, ...]:
    """The drafts, tidied. `names` are the materials and fields of the case; `told` what an earlier
    notice told of this case, None while none has gone out; `askable` what a pre-review left open,
    None without one.

    Raises Invalid `cases.gaps_needed`, `cases.gap_unknown`, `cases.gap_without_words`,
    `cases.text_too_long`, Refused `cases.no_new_gaps`, `cases.passed_before`.
    """
    found = {each.place: _tidy(each, names) for each in drafts}
    if not found:
        raise gaps_needed()
    fresh = [] if told is None else [names[place] for place in found if place not in told]
    if fresh:
        raise no_new_gaps(fresh)
    passed = [] if askable is None else [names[place] for place in found if place not in askable]
    if passed:
        raise passed_before(passed)
    return tuple(found.values())


def _tidy(draft: GapDraft, names: Mapping[Place, str]) -> GapDraft:
    if draft.place not in names:
        raise gap_unknown()
    reason, remedy = draft.reason.strip(), draft.remedy.strip()
    if not (reason and remedy):
        raise gap_without_words(names[draft.place])
    if max(len(reason), len(remedy)) > LONGEST_TEXT:
        raise text_too_long(LONGEST_TEXT)
    return GapDraft(draft.kind, draft.key, reason, remedy)


def goes_out(*, waiting: Set[object], answered: Set[object], due: date, at: datetime) -> bool:
    """Whether a notice goes out now: every case that waits for acceptance was answered with gaps,
    or the last day of the first of them is nearly over.
    """
    here = at.astimezone(SHANGHAI)
    late = here.date() > due or (here.date() == due and here.time() >= SENT_FROM)
    return bool(answered) and (waiting <= answered or late)


def replaced_papers(
    papers: Mapping[UUID, tuple[str, datetime]], sent_back: Mapping[str, Collection[datetime]]
) -> frozenset[UUID]:
    """Which papers stood there before another came in their place: what was supplied no later than
    something wrong with its material was told, where something was supplied after that. `papers`
    are material and time of supply by id.
    """
    newest: dict[str, datetime] = {}
    for material, at in papers.values():
        newest[material] = max(at, newest.get(material, at))
    until = {
        material: max((at for at in times if at < newest[material]), default=None)
        for material, times in sent_back.items()
        if material in newest
    }
    return frozenset(
        key
        for key, (material, at) in papers.items()
        if (cut := until.get(material)) is not None and at <= cut
    )
