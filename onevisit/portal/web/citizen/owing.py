"""容缺: what is still to be handed in, by when, and what happens if it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.cases.queries import Following
from onevisit.ui.formatting import joined, local_date


@dataclass(frozen=True)
class Owed:
    """One line under 「要您做的」; `late`: the day the applicant was told is over."""

    text: str
    late: bool


def owed_line(each: Following) -> Owed:
    """A material that is owed, in one sentence."""
    facts = {
        "name": each.name,
        "day": local_date(each.due, weekday=True) if each.due else "",
        "n": each.left,
    }
    if each.late:
        text = _("“%(name)s”说好%(day)s前补交，期限已经过了。请马上补上，不然部门要退件。")
    elif each.due is None:
        text = _("补交“%(name)s”。补上了部门才能批准。")
    elif each.left is None:
        text = _("补交“%(name)s”，%(day)s前。补上了部门才能批准。")
    elif each.left == 0:
        text = _("补交“%(name)s”，今天是最后一天。补上了部门才能批准。")
    else:
        text = ngettext(
            "补交“%(name)s”，%(day)s前，还有 %(n)s 个工作日。补上了部门才能批准。",
            "补交“%(name)s”，%(day)s前，还有 %(n)s 个工作日。补上了部门才能批准。",
            each.left,
        )
    return Owed(text % facts, each.late)


def owed_text(owes: Sequence[Following]) -> str:
    """What is still to be handed in, and why it matters."""
    n = len(owes)
    text = ngettext(
        "只差 %(n)s 份：%(names)s。补上了部门才能批准。",
        "还差 %(n)s 份：%(names)s。补上了部门才能批准。",
        n,
    )
    return text % {"n": n, "names": joined(each.name for each in owes)}


def owed_note(first: Following) -> str:
    """By when, beside the button that leads there."""
    if first.late:
        return _("期限%(day)s已过") % {"day": local_date(first.due)}
    if first.left == 0:
        return _("今天是最后一天")
    return _("%(day)s前") % {"day": local_date(first.due)} if first.due else ""
