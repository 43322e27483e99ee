"""The life of a version as one table: draft, in review, approved for a day, published, retired."""

from enum import StrEnum

from onevisit.catalogue.errors import version_elsewhere


class VersionState(StrEnum):
    """Where a version stands. Its document changes only while it is a draft."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"  # 待审核: frozen until somebody else answers
    APPROVED = "approved"  # 已批准, waiting for the day from which it holds
    PUBLISHED = "published"
    RETIRED = "retired"


class VersionMove(StrEnum):
    """What can happen to a version."""

    SUBMIT = "submit"  # 提交审核
    TAKE_BACK = "take_back"  # 撤回修改, by those who wrote it
    SEND_BACK = "send_back"  # 退回修改, by who reviews
    APPROVE = "approve"  # 批准: published, or waiting for its day
    PUBLISH = "publish"
    HOLD = "hold"  # its day came and it could not be published: reviewed anew
    RETIRE = "retire"  # a newer version took its place, or the item itself ended


OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)
"""What is being worked at: at most one version of an item or bundle."""
STANDING = (VersionState.PUBLISHED, VersionState.RETIRED)
"""What never changes again."""

_S = VersionState
TRANSITIONS: dict[tuple[VersionState, VersionMove], VersionState] = {
    (_S.DRAFT, VersionMove.SUBMIT): _S.IN_REVIEW,
    (_S.DRAFT, VersionMove.PUBLISH): _S.PUBLISHED,  # what nobody in person wrote
    (_S.IN_REVIEW, VersionMove.TAKE_BACK): _S.DRAFT,
    (_S.IN_REVIEW, VersionMove.SEND_BACK): _S.DRAFT,
    (_S.IN_REVIEW, VersionMove.APPROVE): _S.APPROVED,
    (_S.IN_REVIEW, VersionMove.PUBLISH): _S.PUBLISHED,
    (_S.APPROVED, VersionMove.TAKE_BACK): _S.DRAFT,
    (_S.APPROVED, VersionMove.SEND_BACK): _S.DRAFT,
    (_S.APPROVED, VersionMove.PUBLISH): _S.PUBLISHED,
    (_S.APPROVED, VersionMove.HOLD): _S.IN_REVIEW,
    (_S.PUBLISHED, VersionMove.RETIRE): _S.RETIRED,
}


def moved(state: str, move: VersionMove) -> VersionState:
    """Where the move leads. Raises Conflict `catalogue.version_elsewhere` where it may not happen:
    somebody else was quicker.
    """
    to = TRANSITIONS.get((VersionState(state), move))
    if to is None:
        raise version_elsewhere(state, move.value)
    return to
