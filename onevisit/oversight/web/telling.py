"""Figures as people read them: never a percentage of a few, always of how many."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.oversight.rules import Mean, Share


def share_text(share: Share) -> str:
    """``87.5%``, ``样本少``, or a dash where there is nothing."""
    if not share.whole:
        return "—"
    return _("样本少") if share.percent is None else f"{share.percent:.1f}%"


def mean_text(mean: Mean) -> str:
    """``0.62``, ``样本少``, or a dash where there is nothing."""
    if not mean.count:
        return "—"
    return _("样本少") if mean.value is None else f"{mean.value:.2f}"


def share_of(share: Share) -> str:
    """``40 件中 35 件``."""
    return _("%(whole)s 件中 %(part)s 件") % {
        "whole": f"{share.whole:,}",
        "part": f"{share.part:,}",
    }


def n_text(count: int) -> str:
    """``n = 40``."""
    return f"n = {count:,}"


def points_text(now: Share, before: Share) -> str:
    """How far two shares are apart, nothing when one is of too few."""
    if now.percent is None or before.percent is None:
        return ""
    apart = round(now.percent, 1) - round(before.percent, 1)
    if abs(apart) < 0.05:
        return _("持平")
    word = _("高 %(n)s 个百分点") if apart > 0 else _("低 %(n)s 个百分点")
    return word % {"n": f"{abs(apart):.1f}"}


def difference_text(now: Mean, before: Mean) -> str:
    """How far two averages are apart, nothing when one is of too few."""
    if now.value is None or before.value is None:
        return ""
    apart = round(now.value, 2) - round(before.value, 2)
    if abs(apart) < 0.005:
        return _("持平")
    word = _("多 %(n)s") if apart > 0 else _("少 %(n)s")
    return word % {"n": f"{abs(apart):.2f}"}


def cases_text(count: int) -> str:
    """``3 件``."""
    return ngettext("%(n)s 件", "%(n)s 件", count) % {"n": f"{count:,}"}
