"""告知承诺, as its applicant reads it: what was promised, who checks it, what was found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onevisit.cases.queries import OwnObligation, StatusView
from onevisit.cases.rules.obligations import ANSWERABLE, Ground, ObligationState
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
        labels.obligation_state(each.ground, each.state),
        labels.OBLIGATION_TAGS[each.state],
        _sentence(each),
        each.words if told else "",
    )


def _sentence(each: OwnObligation) -> str:
    if each.ground is not Ground.COMMITMENT:
        return _of_motion(each)
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
        ObligationState.DROPPED: _("部门采纳了您的意见，结果继续有效。"),
    }[each.state]


def _of_motion(each: OwnObligation) -> str:
    """What the authority began of its own motion."""
    day = {"day": local_date(each.due)}
    told = {
        ObligationState.ORDERED: _("检查发现了问题，%(day)s前要改好。"),
        ObligationState.PUT_RIGHT: _("已经改好。"),
        ObligationState.HEARING: _("部门拟收回这个结果，%(day)s前您可以陈述、申辩，不用跑窗口。"),
        ObligationState.HEARD: _("部门听取了您的陈述、申辩，正在决定。"),
        ObligationState.DROPPED: _("部门采纳了您的意见，结果继续有效。"),
    }
    ended = _("结果不再有效。不服可以申请行政复议或者提起行政诉讼。")
    return told.get(each.state, ended) % day


def promises_to_mend(view: StatusView) -> list[str]:
    """What the applicant must do about commitments, in sentences."""
    return [mend_words(each) for each in view.obligations if each.state in ANSWERABLE]


def mend_words(each: OwnObligation) -> str:
    """The one thing to do, with its day."""
    words = {"name": each.name, "text": _sentence(each)}
    if each.ground is Ground.COMMITMENT:
        return _("您承诺的“%(name)s”：%(text)s") % words
    return _("您的“%(name)s”：%(text)s") % words
