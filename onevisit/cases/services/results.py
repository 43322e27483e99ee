"""The result of a granted case: facts frozen at the decision, rendered once, kept in the vault."""

import io
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Deed, require_deed
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import get_case_for
from onevisit.cases.adapters.typst_pdf import render_result
from onevisit.cases.models import Application, Case, Result
from onevisit.cases.queries.hands import reserved_for
from onevisit.cases.queries.letter_samples import told_in_results
from onevisit.cases.queries.letter_texts import edition_kept
from onevisit.cases.rules.documents import result_facts
from onevisit.cases.rules.letter_forms import LetterForm, result_form
from onevisit.cases.rules.numbers import result_number, result_series
from onevisit.cases.services.numbering import take
from onevisit.kernel import rows
from onevisit.kernel.checking import new_code
from onevisit.kernel.clock import local_date
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent

if TYPE_CHECKING:
    from onevisit.cases.services.holding import Held

_PLAIN: Final = "plain"
"""The one template of before results had texts."""


def write_results(held: "Held") -> None:
    """Freeze what the results of the cases just granted say: under the next numbers of their
    departments, with the text that holds today and fresh check codes.
    """
    granted, held.granted = held.granted, []
    if not granted:
        return
    day, prefixes = held.today, {case.id: _prefix(held, case) for case in granted}
    counts = Counter(result_series(prefix, day) for prefix in prefixes.values())
    last = take(counts)
    for case in reversed(granted):  # the last number of a block is that of its last case
        prefix = prefixes[case.id]
        series = result_series(prefix, day)
        _write(held, case, result_number(prefix, day, last[series]))
        last[series] -= 1


def _prefix(held: "Held", case: Case) -> str:
    return held.wordings.prefix(case.department_id)


def _write(held: "Held", case: Case, number: str) -> None:
    application = held.application
    part = held.offer.offer.part(case.part)
    spec = part.item.results[0] if part.item.results else None
    form = result_form(spec.kind if spec else "")
    result = Result(
        case=case,
        number=number,
        name=spec.name if spec else part.item.name,
        template=form,
        wording=held.wordings.ref(form, case.department_id, held.offer.pins[case.part].code),
        check_code=new_code(),
        made_at=held.at,
    )
    facts = result_facts(
        part=part,
        offer=held.offer.offer,
        values={**application.form_open, **application.unsealed().values},
        holder=_holder(application),
        department=rows.related(case, "department").name,
        case_number=case.number,
        number=number,
        check_code=result.check_code,
        day=held.today,
        spec=spec,
        told=told_in_results(application.number or "", part.item.texts.consult_phone),
    )
    result.facts = dict(facts)
    rows.insert([result])


def _holder(application: Application) -> dict[str, str]:
    """Who the result is for, with an identifier that may be shown to others."""
    if application.organisation is not None:
        organisation = application.organisation
        return {"name": organisation.name, "id_label": "统一社会信用代码", "id": organisation.uscc}
    person = accounts.masked_person(rows.related(application, "applicant"))
    return {"name": person.name, "id_label": "证件号码", "id": person.masked_id_number}


def result_document(*, case_id: UUID, actor: Actor) -> ObjectContent:
    """The result of a case as a PDF, on record; rendered at the first call and kept from then on.

    Raises NotFound `cases.no_such_case` for outsiders, `cases.no_result` while there is none,
    Conflict `cases.result_revoked` for one that no longer holds; Refused `accounts.outside_deeds`
    for who acts for another and does not collect, `cases.collect_in_person`.
    """
    case = get_case_for(actor, case_id)
    if actor.acting is not None:
        require_deed(actor, Deed.COLLECT)
        basis, only = actor.acting.basis, (case.part,)
        if own := reserved_for(case.application, Deed.COLLECT, basis, only):
            raise errors.collect_in_person(own.name, own.basis)
    return open_result(case, actor)


def open_result(case: Case, actor: Actor) -> ObjectContent:
    """The document for somebody who may have it, on record; raises as `keep_document`."""
    object_id = keep_document(case.id, actor)
    audit.record_access(
        what="case.result",
        actor=actor,
        subjects=[case.application.applicant_id],
        target_type="cases.case",
        target_id=case.id,
    )
    return vault.open_object(object_id, actor=actor, purpose="cases.result")


def keep_document(case_id: UUID, actor: Actor, *, even_revoked: bool = False) -> UUID:
    """Render the result of a case if nobody has yet, keep it in the vault, and tell where.

    Raises NotFound `cases.no_result`; Conflict `cases.result_revoked`, but not for what a courier
    has handed over already.
    """
    with transaction.atomic():
        result = (
            Result.objects.select_for_update(of=("self",))
            .select_related("case__application")
            .filter(case_id=case_id)
            .first()
        )
        if result is None:
            raise errors.no_result()
        if result.revoked_at is not None and not even_revoked:
            raise errors.result_revoked(local_date(result.revoked_at))
        if result.stored_object_id is None:
            stored = vault.put(
                owner=result.case.application.owner,
                upload=io.BytesIO(_rendered(result)),
                name=f"{result.name}.pdf",
                actor=actor,
            )
            result.stored_object_id = stored.id
            result.save(update_fields=["stored_object"])
        return result.stored_object_id


def _rendered(result: Result) -> bytes:
    form = LetterForm.RESULT if result.template == _PLAIN else LetterForm(result.template)
    edition = edition_kept(
        form,
        result.wording,
        department_id=result.case.department_id,
        day=local_date(result.made_at),
    )
    return render_result(
        form, edition, result.facts, demo=settings.DEMO, address=verifying_address(result)
    )


def verifying_address(result: Result) -> str:
    """Where anybody verifies the document, as its QR code says; "" without a public address."""
    if not settings.PUBLIC_URL:
        return ""
    query = urlencode({"number": result.number, "code": result.check_code})
    return f"{settings.PUBLIC_URL}{reverse('cases:verify')}?{query}"


__all__ = ["keep_document", "result_document", "verifying_address", "write_results"]
