"""What takes two people in a case, and what this very actor may do about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onevisit.accounts.rules import Actor, Permission
from onevisit.cases.access import scope_of
from onevisit.cases.models import Case
from onevisit.cases.queries.deputies import claimed_for, may_pass_on
from onevisit.cases.queries.extensions import ExtensionLine, extension_of, may_extend
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.lifecycle import SETTLED, TABLE, Action, CaseState


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposed decision and the answer. `mine`: the actor proposed; somebody else has to sign.

    `state` is the row's, or `lapsed`: the case ended before anybody answered.
    """

    state: str
    outcome: str
    proposed_by: str
    proposed_at: datetime
    reason: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    mine: bool


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Extension and proposal of a case; `cosign`: its decision takes two; `standing_in`: the absent
    colleague for whom the actor would act, "" for none; `holder` has claimed the case. `may` adds
    to what the actor may do, by the names of `CaseView.may`.
    """

    extension: ExtensionLine | None
    proposal: ProposalLine | None
    cosign: bool
    standing_in: str
    holder: UUID | None
    may: frozenset[str]

    def over(self, may: frozenset[str]) -> frozenset[str]:
        """What the actor may do in all: where two sign, nobody decides alone."""
        if not self.cosign:
            return may | self.may
        waits = self.proposal is not None and self.proposal.state == "open"
        proposing = {"propose"} if "decide" in may and not waits else set()
        kept = may - {"decide"} - ({"verdict"} if waits else set())
        return kept | proposing | self.may


def four_eyes(case: Case, actor: Actor) -> FourEyes:
    """Two queries; one for an item that one officer decides."""
    cosign = pinned(case.application).offer.part(case.part).item.cosign
    extension = extension_of(case, actor)
    proposal = _proposal_of(case, actor) if cosign else None
    standing_in = claimed_for(case, actor)
    may = may_extend(case, extension, actor) | _may_sign(case, proposal, actor)
    if may_pass_on(case, actor, standing_in):
        may.add("pass_on")
    return FourEyes(extension, proposal, cosign, standing_in, case.claimed_by_id, frozenset(may))


def _proposal_of(case: Case, actor: Actor) -> ProposalLine | None:
    rows = case.proposals.select_related("reason", "answer").order_by("-proposed_at", "-id")
    row = rows.first()
    if row is None:
        return None
    over = row.state == "open" and CaseState(case.state) in SETTLED
    return ProposalLine(
        state="lapsed" if over else row.state,
        outcome=row.outcome,
        proposed_by=row.proposed_by_name,
        proposed_at=row.proposed_at,
        reason=row.reason.text if row.reason else "",
        answered_by=row.answered_by_name,
        answered_at=row.answered_at,
        answer=row.answer.text if row.answer else "",
        mine=row.proposed_by == actor.user_id,
    )


def _may_sign(case: Case, proposal: ProposalLine | None, actor: Actor) -> set[str]:
    state = CaseState(case.state)
    if proposal is None or proposal.state != "open" or state in SETTLED:
        return set()
    if proposal.mine:
        return {"take_back"}
    if not actor.may(Permission.CASES_COSIGN, scope_of(case)):
        return set()
    return {"confirm", "send_back"} if (state, Action.APPROVE) in TABLE else {"send_back"}
