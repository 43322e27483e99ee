"""The personal checklist: what an applicant in this situation brings, and what nobody asks for.

The same engine serves the citizen's page, the API and the clerk. Rules of merging, for all parts
together: a paper wanted by several parts is asked once; a paper that another part of this offer
produces is never asked; what the platform can generate or fetch for one part is at hand for all; a
paper may follow later only if every part that wants it allows that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onevisit.catalogue.rules.composition import FieldUse, MergedMaterial, Offer, OfferPart, Want
from onevisit.catalogue.rules.definition import Commitment, Material
from onevisit.catalogue.rules.vocabulary import Need, SourceKind
from onevisit.guidance.rules.situation import (
    Answers,
    Situation,
    Truth,
    both,
    needed,
    situation,
)

__all__ = [
    "Answers",
    "Checklist",
    "How",
    "MaterialLine",
    "PartLine",
    "Pledge",
    "checklist",
    "checklist_in",
]


class How(StrEnum):
    """How a material comes to the authority."""

    BRING = "bring"  # the applicant gives it
    FETCHED = "fetched"  # a department that holds it is asked
    GENERATED = "generated"  # made from the form
    PRODUCED = "produced"  # the result of another part of the same offer
    NOT_NEEDED = "not_needed"
    MAY_FOLLOW = "may_follow"  # the applicant gives it, but it may come later 容缺后补


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material as this applicant meets it.

    `material` is the definition that decides (of the most demanding part). `reason` says why it is
    not needed, or which parts produce it. `provider` is who gives it: a department code or a third
    party. `wanted_by` are the keys of the parts that need it. `undecided`: questions still open may
    change `how`; it then shows what would be asked at most. `optional`: it helps, but nothing fails
    without it. `pledges`: a commitment stands for it (it is generated) or may (`pledgeable`: every
    part that wants it takes one).
    """

    key: str
    name: str
    how: How
    material: Material
    reason: str = ""
    provider: str = ""
    wanted_by: tuple[str, ...] = ()
    undecided: bool = False
    optional: bool = False
    producers: tuple[str, ...] = ()
    pledges: tuple["Pledge", ...] = ()

    @property
    def pledgeable(self) -> bool:
        """Whether the applicant may sign a commitment instead of giving it."""
        return bool(self.pledges) and self.how in (How.BRING, How.MAY_FOLLOW)


@dataclass(frozen=True, slots=True)
class Pledge:
    """What one part tells before a commitment may stand for its material 告知承诺."""

    part_key: str
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the offer: `state` is active (YES), inactive (NO, `why_not` tells why) or
    undecided.
    """

    part: OfferPart
    state: Truth
    why_not: str = ""

    @property
    def active(self) -> bool:
        """True when it applies for certain."""
        return self.state is Truth.YES


@dataclass(frozen=True, slots=True)
class Checklist:
    """An offer in one situation. `complete`: no question that can matter is open."""

    offer: Offer
    parts: tuple[PartLine, ...]
    lines: tuple[MaterialLine, ...]
    fields: tuple[FieldUse, ...]
    complete: bool

    @property
    def active_parts(self) -> tuple[OfferPart, ...]:
        """The parts that apply for certain, in order."""
        return tuple(line.part for line in self.parts if line.active)

    @property
    def inactive_parts(self) -> tuple[PartLine, ...]:
        """The parts that need not be done, each with its reason."""
        return tuple(line for line in self.parts if line.state is Truth.NO)

    def _by(self, *hows: How) -> tuple[MaterialLine, ...]:
        return tuple(line for line in self.lines if line.how in hows)

    def bring(self) -> tuple[MaterialLine, ...]:
        """What the applicant must give now, without what is optional."""
        return tuple(line for line in self._by(How.BRING) if not line.optional)

    def optional(self) -> tuple[MaterialLine, ...]:
        """What the applicant may give if they have it."""
        return tuple(line for line in self._by(How.BRING) if line.optional)

    def may_follow(self) -> tuple[MaterialLine, ...]:
        """What the applicant must give, but later."""
        return self._by(How.MAY_FOLLOW)

    def fetched(self) -> tuple[MaterialLine, ...]:
        """What a department is asked for."""
        return self._by(How.FETCHED)

    def generated(self) -> tuple[MaterialLine, ...]:
        """What is made from the form."""
        return self._by(How.GENERATED)

    def produced(self) -> tuple[MaterialLine, ...]:
        """What another part of the offer produces."""
        return self._by(How.PRODUCED)

    def spared(self) -> tuple[MaterialLine, ...]:
        """What is needed but nobody asks the applicant for: fetched, generated and produced."""
        return self._by(How.FETCHED, How.GENERATED, How.PRODUCED)

    def not_needed(self) -> tuple[MaterialLine, ...]:
        """What falls away in this situation."""
        return self._by(How.NOT_NEEDED)

    def materials_of(self, part_key: str) -> tuple[MaterialLine, ...]:
        """The lines that the part of that key needs."""
        return tuple(line for line in self.lines if part_key in line.wanted_by)

    def line(self, key: str) -> MaterialLine | None:
        """The line of that material, if the offer knows it."""
        return next((line for line in self.lines if line.key == key), None)


def checklist(offer: Offer, answers: Answers) -> Checklist:
    """The checklist of `offer` under `answers` (typed, see `clean_answers`); never fails on open
    ones.
    """
    return checklist_in(situation(offer, answers))


def checklist_in(here: Situation) -> Checklist:
    """The checklist of a situation already read."""
    offer = here.offer
    return Checklist(
        offer=offer,
        parts=tuple(
            PartLine(part, here.part(part), part.why_not if here.part(part) is Truth.NO else "")
            for part in offer.parts
        ),
        lines=tuple(_line(here, merged) for merged in offer.materials),
        fields=tuple(use for use in offer.fields if here.field(use) is Truth.YES),
        complete=not _unanswered(here),
    )


def _unanswered(here: Situation) -> bool:
    """Whether a question that can matter is still to be answered."""
    return any(not here.answered(key) for key in needed(here) if key in here.whens)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A want that is or may be alive, with what would serve it if it is."""

    want: Want
    status: Truth
    how: How
    how_known: bool
    served: Truth  # by another part of the offer


def _line(here: Situation, merged: MergedMaterial) -> MaterialLine:
    claims = [claim for want in merged.wants if (claim := _claim(here, merged, want)) is not None]
    if not claims:
        return MaterialLine(
            merged.key,
            merged.material.name,
            How.NOT_NEEDED,
            merged.material,
            reason=_why_not(here, merged.wants),
        )
    asked = [claim for claim in claims if claim.served is not Truth.YES]
    most = _weigh(asked)
    chosen = _deciding(asked or claims, most[0])
    makers = [p for p in merged.produced_by if here.part(p) is Truth.YES] if not asked else []
    return MaterialLine(
        key=merged.key,
        name=chosen.material.name,
        how=most[0],
        material=chosen.material,
        reason="、".join(part.name for part in makers),
        provider=chosen.material.source.provider if asked else "",
        wanted_by=tuple(claim.want.part.key for claim in claims),
        undecided=_undecided(claims, most),
        optional=most[1],
        producers=tuple(part.key for part in makers),
        pledges=_pledges(asked, most[0]),
    )


def _pledges(asked: Iterable["_Claim"], how: How) -> tuple[Pledge, ...]:
    """One part that must see the paper itself is enough: then no commitment stands for it."""
    wants = [claim.want for claim in asked]
    found = tuple(
        Pledge(want.part.key, want.material.commitment)
        for want in wants
        if want.material.commitment is not None
    )
    if how is How.GENERATED:
        return found
    return found if how in (How.BRING, How.MAY_FOLLOW) and len(found) == len(wants) else ()


def _claim(here: Situation, merged: MergedMaterial, want: Want) -> _Claim | None:
    status = both(here.part(want.part), here.judge(want.material.when).truth)
    if status is Truth.NO:
        return None
    makers = {here.part(p) for p in merged.produced_by if p.key != want.part.key}
    served = next((t for t in (Truth.YES, Truth.MAYBE) if t in makers), Truth.NO)
    how, how_known = _source(here, want.material)
    return _Claim(want, status, how, how_known, served)


def _source(here: Situation, material: Material) -> tuple[How, bool]:
    """How this material comes if nothing in the offer produces it, and whether that is certain.

    A paper to be fetched that names modes is fetched only where one of its remote modes holds
    that needs nothing more.
    """
    kind = material.source.kind
    if kind is SourceKind.GENERATED:
        return How.GENERATED, True
    if kind is SourceKind.FETCHED or (kind is SourceKind.ISSUED and material.source.service):
        ways = {
            here.judge(mode.when).truth for mode in material.modes if mode.remote and not mode.needs
        }
        if not material.modes or Truth.YES in ways:
            return How.FETCHED, True
        return _by_need(material), Truth.MAYBE not in ways
    return _by_need(material), True


def _by_need(material: Material) -> How:
    return How.MAY_FOLLOW if material.need is Need.MAY_FOLLOW else How.BRING


def _optional(claim: _Claim) -> bool:
    return claim.how is How.BRING and claim.want.material.need is Need.OPTIONAL


def _weigh(claims: Iterable[_Claim]) -> tuple[How, bool]:
    """How one paper for all these claims comes, and whether it is only optional."""
    claims = list(claims)
    hows = {claim.how for claim in claims}
    if not claims:
        return How.PRODUCED, False
    for ready in (How.GENERATED, How.FETCHED):
        if ready in hows:
            return ready, False
    if any(claim.how is How.BRING and not _optional(claim) for claim in claims):
        return How.BRING, False
    return (How.MAY_FOLLOW, False) if How.MAY_FOLLOW in hows else (How.BRING, True)


def _deciding(claims: list[_Claim], how: How) -> Want:
    """The claim that makes `how` so: the first of that kind not optional, else the first."""
    fitting = [claim for claim in claims if claim.how is how] or claims
    return next((c for c in fitting if not _optional(c)), fitting[0]).want


def _undecided(claims: list[_Claim], most: tuple[How, bool]) -> bool:
    """Whether an open question can still change how the paper comes.

    The more claims are left, the further up `_weigh` decides: so if the fewest that can be left
    come to the same as the most, everything between does too.
    """
    if any(not claim.how_known for claim in claims):
        return True
    sure = [claim for claim in claims if claim.status is Truth.YES]
    return not sure or _weigh(c for c in sure if c.served is Truth.NO) != most


def _why_not(here: Situation, wants: tuple[Want, ...]) -> str:
    """The reason of a part that applies comes before that of parts that do not."""
    alive = [w.material.why_not for w in wants if here.part(w.part) is not Truth.NO]
    dead = [w.part.why_not for w in wants if here.part(w.part) is Truth.NO]
    return next((reason for reason in (*alive, *dead) if reason), "")
