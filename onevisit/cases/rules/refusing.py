"""Why a case is not accepted (行政许可法 art. 32, first paragraph, items 1 and 2)."""

from enum import StrEnum

from onevisit.cases.errors import refer_needed


class NotAccepted(StrEnum):
    """The kinds of 不予受理; each is told in its own words."""

    UNMET = "unmet"  # 不符合受理条件
    NOT_THIS_OFFICE = "not_this_office"  # 依法不属于本机关职权范围
    NO_PERMIT = "no_permit"  # 依法不需要取得行政许可


def full_reason(kind: NotAccepted, reason: str, refer_to: str) -> str:
    """What is told in writing. Who is not this office says which one is.

    Raises Invalid `cases.refer_needed`. An empty reason stays empty.
    """
    if kind is not NotAccepted.NOT_THIS_OFFICE:
        return reason
    if not refer_to.strip():
        raise refer_needed()
    return f"{reason.strip()} 请向{refer_to.strip()}申请。" if reason.strip() else ""
