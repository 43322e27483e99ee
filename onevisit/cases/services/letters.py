"""Letters to the applicant, drawn when they are asked for by the text they were made with."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import get_case_for
from onevisit.cases.adapters.typst_letters import render_letter
from onevisit.cases.models import Case, Obligation
from onevisit.cases.queries.letter_texts import edition_kept, edition_on
from onevisit.cases.queries.letters import letter_facts
from onevisit.cases.queries.promised_letters import commitment_facts, obligation_facts
from onevisit.cases.rules.letter_forms import FOR_ALL, Edition, LetterForm, form_of
from onevisit.cases.rules.letters import LetterKind
from onevisit.kernel.errors import NotFound
from onevisit.vault.rules import MediaType, ObjectContent, safe_name


def letter(
    *, case_id: UUID, seq: int, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """The letter of the `seq`-th event of a case as PDF/A, on record. `address` gives the page that
    shows the progress of an application by its number; its QR code stands on the letter.

    Raises NotFound `cases.no_such_case` for outsiders, `cases.no_such_letter`; Conflict
    `cases.letter_unprintable`.
    """
    case = get_case_for(actor, case_id)
    kind, facts = letter_facts(case, seq, actor)
    return _drawn(case, kind, facts, actor, address)


def commitment_letter(
    *, case_id: UUID, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """告知承诺书: what the office told and the applicant signed, as PDF/A, on record.

    Raises as `letter`; NotFound `cases.no_such_letter` where nothing was promised.
    """
    case = get_case_for(actor, case_id)
    facts = commitment_facts(case)
    return _drawn(case, LetterKind.COMMITMENT, facts, actor, address)


def obligation_letter(
    *, obligation_id: UUID, seq: int, actor: Actor, address: Callable[[str], str]
) -> ObjectContent:
    """责令改正、拟撤销、撤销: the letter of the `seq`-th thing recorded of a commitment, as PDF/A,
    on record.

    Raises NotFound `cases.no_such_obligation` for outsiders; else as `letter`.
    """
    row = Obligation.objects.select_related("case").filter(id=obligation_id).first()
    if row is None:
        raise errors.no_such_obligation()
    try:
        row.case = get_case_for(actor, row.case_id)
    except NotFound:
        raise errors.no_such_obligation() from None
    kind, facts = obligation_facts(row, seq)
    return _drawn(row.case, kind, facts, actor, address)


def county_paper(form: LetterForm, facts: Mapping[str, Any], *, address: str) -> ObjectContent:
    """A paper that no single department sends, by the county's text of its day, as PDF/A. Nothing
    need be kept of the text: what holds on a day is the same for ever.

    Raises Conflict `cases.letter_unprintable`.
    """
    edition = edition_on(form, department_id=None, day=date.fromisoformat(facts["date"]))
    return printed(form, edition, facts, address)


def _drawn(
    case: Case,
    kind: LetterKind,
    facts: Mapping[str, Any],
    actor: Actor,
    address: Callable[[str], str],
) -> ObjectContent:
    record_look(case, actor)
    form = form_of(kind, facts)
    edition = edition_kept(
        form,
        facts["wording"].get(form, ""),
        department_id=None if form in FOR_ALL else case.department_id,
        day=date.fromisoformat(facts["date"]),
    )
    return printed(form, edition, facts, address(case.application.number or ""))


def record_look(case: Case, actor: Actor) -> None:
    """That somebody looked at a letter of this case."""
    audit.record_access(
        what="case.letter",
        actor=actor,
        subjects=[case.application.applicant_id],
        target_type="cases.case",
        target_id=case.id,
    )


def printed(
    form: LetterForm, edition: Edition, facts: Mapping[str, Any], address: str
) -> ObjectContent:
    """The letter in this edition's words as PDF/A, named by its title and number. `address` is what
    its QR code opens.

    Raises Conflict `cases.letter_unprintable`.
    """
    content = render_letter(form, edition, facts, address=address, demo=settings.DEMO)
    name = safe_name(f"{facts['title']} {facts['number']}.pdf", MediaType.PDF)
    return ObjectContent(content, MediaType.PDF, name)
