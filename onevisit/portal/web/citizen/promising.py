"""告知承诺, as its applicant reads it: what was promised, who checks it, what was found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.cases.queries import OwnObligation, StatusView
from onevisit.cases.rules.obligations import ANSWERABLE, ObligationState
from onevisit.portal.web.staff import labels
from onevisit.ui.formatting import local_date


@dataclass(frozen=True)
class Promised:
    """One commitment: how it stands in a word, and in a sentence."""

    name: str
    state: labels.Text
    tag: str
    text: str
    words: str


def promised(each: OwnObligation) -> Promised:
    """A commitment after the grant."""
    told = each.state not in (ObligationState.OPEN, ObligationState.KEPT)
    return Promised(
        each.name,
        labels.OBLIGATIONS[each.state],
        labels.OBLIGATION_TAGS[each.state],
        _sentence(each),
        each.words if told else "",
    )


def _sentence(each: OwnObligation) -> str:
    day = local_date(each.due)
    return {
        ObligationState.OPEN: _("部门%(day)s前来核查，不用您跑。") % {"day": day},
        ObligationState.KEPT: _("核查过了，属实。"),
        ObligationState.ORDERED: _("核查没有属实，%(day)s前要改好。") % {"day": day},
        ObligationState.PUT_RIGHT: _("已经改好。"),
        ObligationState.HEARING: _("到期没有改好，部门拟撤销许可。%(day)s前您可以陈述、申辩。")
        % {"day": day},
        ObligationState.HEARD: _("部门听取了您的陈述、申辩，正在决定。"),
        ObligationState.REVOKED: _("许可已经撤销。不服可以申请行政复议或者提起行政诉讼。"),
    }[each.state]


def promises_to_mend(view: StatusView) -> list[str]:
    """What the applicant must do about commitments, in sentences."""
    return [mend_words(each) for each in view.obligations if each.state in ANSWERABLE]


def mend_words(each: OwnObligation) -> str:
    """The one thing to do, with its day."""
    return _("您承诺的“%(name)s”：%(text)s") % {"name": each.name, "text": _sentence(each)}
