"""Papers of several departments, drawn when they are asked for by the county's text of their day
and what each department adds, on record.
"""

from collections.abc import Callable
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.access import get_case_for, get_drawings_for
from onevisit.cases.models import Case
from onevisit.cases.queries.acceptance import acceptance_on_paper
from onevisit.cases.queries.drawings import drawings_on_paper, more_on_paper
from onevisit.cases.queries.letter_texts import words_of_parts
from onevisit.cases.queries.letters import Facts
from onevisit.cases.rules.joint_papers import TITLES
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.services.letters import county_paper, record_look
from onevisit.vault.rules import ObjectContent


def drawing_letter(
    *, review_id: UUID, n: int, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """The `n`-th letter of comments as PDF/A, counted from 1, or the opinion of all (0). `address`
    gives the page that shows the progress of an application by its number.

    Raises NotFound `cases.no_such_drawing_review`, `cases.no_such_letter`; Conflict
    `cases.letter_unprintable`.
    """
    row = get_drawings_for(actor, review_id)
    return _drawn(row.case, *drawings_on_paper(row, n), actor, address)


def more_days_letter(
    *, review_id: UUID, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """延长改图期限答复书 as PDF/A. Raises as `drawing_letter`: there is no such letter until there
    is an answer.
    """
    row = get_drawings_for(actor, review_id)
    return _drawn(row.case, *more_on_paper(row), actor, address)


def acceptance_letter(
    *, case_id: UUID, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """联合验收意见书、踏勘意见书 of the site visit this case was in, as PDF/A.

    Raises NotFound `cases.no_such_case` for outsiders, `cases.no_such_letter` until every
    department has passed it; Conflict `cases.letter_unprintable`.
    """
    case = get_case_for(actor, case_id)
    return _drawn(case, *acceptance_on_paper(case), actor, address)


def _drawn(
    case: Case, paper: LetterForm, facts: Facts, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    record_look(case, actor)
    page = address(case.application.number or "")
    told = {**facts, "title": TITLES[paper], **words_of_parts(paper, facts)}
    return county_paper(paper, told, address=page)
