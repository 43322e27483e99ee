"""Materials of a draft as the pages draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.cases.models import EvidenceKind
from onevisit.cases.queries.drafts import DraftView
from onevisit.cases.queries.pieces import EvidenceLine
from onevisit.cases.rules.submission import answered_here
from onevisit.cases.web.telling import Offices
from onevisit.guidance.rules.checklist import How, MaterialLine

ACCEPT = "application/pdf,image/jpeg,image/png"
"""What a file dialogue offers; the content is checked all the same."""


@dataclass(frozen=True)
class Paper:
    """One material: what to say under its name, and how it stands.

    `lacking` must come before signing, `hot` is the first of these. `pledge`: a commitment stands
    for it; `pledgeable`: one may.
    """

    key: str
    name: str
    note: str
    files: tuple[EvidenceLine, ...] = ()
    lacking: bool = False
    follows: bool = False
    optional: bool = False
    hot: bool = False
    errors: Sequence[str] = ()
    pledgeable: bool = False
    pledge: EvidenceLine | None = None

    @property
    def done(self) -> bool:
        """Whether something stands for it already."""
        return bool(self.files) or self.pledge is not None


def to_give(
    draft: DraftView, offices: Offices, errors: Mapping[str, Sequence[str]] | None = None
) -> tuple[Paper, ...]:
    """What the applicant hands in: what must come now, what may follow, what helps."""
    listed, told = draft.checklist, errors or {}
    lines = (*listed.bring(), *listed.may_follow(), *listed.optional())
    hot = next((each.key for each in listed.bring() if each.key not in draft.evidence), "")
    return tuple(_given(line, draft, offices, told.get(line.key, ()), hot) for line in lines)


def _given(
    line: MaterialLine, draft: DraftView, offices: Offices, errors: Sequence[str], hot: str
) -> Paper:
    held = draft.evidence.get(line.key, ())
    files = tuple(each for each in held if each.kind != EvidenceKind.PROMISE)
    pledge = next((each for each in held if each.kind == EvidenceKind.PROMISE), None)
    return Paper(
        key=line.key,
        name=line.name,
        note=note_of(line, offices, known=False),
        files=files,
        lacking=line.how is How.BRING and not line.optional and not held,
        follows=line.how is How.MAY_FOLLOW,
        optional=line.optional,
        hot=line.key == hot,
        errors=errors,
        pledgeable=line.pledgeable and not held,
        pledge=pledge,
    )


def spared(draft: DraftView, offices: Offices) -> tuple[Paper, ...]:
    """What is needed but nobody asks the applicant for, with who sees to it."""
    organisation = bool(draft.organisation)
    return tuple(
        Paper(
            line.key,
            line.name,
            note_of(
                line,
                offices,
                known=answered_here(line, person_known=True, organisation_known=organisation),
            ),
        )
        for line in draft.checklist.spared()
        if line.wanted_by
    )


def note_of(line: MaterialLine, offices: Offices, *, known: bool) -> str:
    """What to say under the name of a material."""
    provider = offices.provider(line.provider)
    match line.how:
        case How.FETCHED if known:
            return _("已按平台登记信息核验")
        case How.FETCHED:
            return _("由%(who)s核验，不用您交") % {"who": provider} if provider else _("由部门核验")
        case How.GENERATED if line.pledges:
            return _("按您填的表自动生成，签名前先看告知的内容")
        case How.GENERATED:
            return _("按您填的表自动生成")
        case How.PRODUCED:
            return _("“%(part)s”办好后自动用上") % {"part": line.reason}
        case How.NOT_NEEDED:
            return line.reason
    return _to_bring(line, provider)


def _to_bring(line: MaterialLine, provider: str) -> str:
    material = line.material
    deferred = material.defer_days if line.how is How.MAY_FOLLOW and not material.help else None
    parts = [
        material.help,
        _("由%(provider)s开具。") % {"provider": provider} if provider else "",
        _("一式 %(n)s 份。") % {"n": material.copies} if material.copies > 1 else "",
        _("领证时带原件给窗口看一眼。") if material.original_seen_at_collection else "",
        _("可以先办，%(n)s 个工作日内补上。") % {"n": deferred} if deferred else "",
    ]
    return "".join(parts)
