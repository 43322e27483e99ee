"""The result of a granted case: facts frozen at the decision, rendered once, kept in the vault."""

import io
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Deed, require_deed
from onevisit.audit import services as audit
from onevisit.cases import errors
from onevisit.cases.access import get_case_for
from onevisit.cases.adapters.typst_pdf import render_result
from onevisit.cases.models import Application, Case, Result
from onevisit.cases.queries.hands import reserved_for
from onevisit.cases.rules.documents import result_facts
from onevisit.cases.rules.numbers import result_number
from onevisit.cases.services.holding import Held
from onevisit.kernel import rows
from onevisit.kernel.checking import new_code
from onevisit.kernel.clock import local_date
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent


def make_result(held: Held, case: Case) -> Result:
    """Freeze what the result says, under the next number, with a fresh check code."""
    application = held.application
    part = held.offer.offer.part(case.part)
    spec = part.item.results[0] if part.item.results else None
    result = Result(
        case=case,
        number=result_number(settings.RESULT_NUMBER_PREFIX, held.today, _next_number()),
        name=spec.name if spec else part.item.name,
        template="plain",
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
        number=result.number,
        check_code=result.check_code,
        day=held.today,
        spec=spec,
    )
    result.facts = dict(facts)
    rows.insert([result])
    return result


def _holder(application: Application) -> dict[str, str]:
    """Who the result is for, with an identifier that may be shown to others."""
    if application.organisation is not None:
        organisation = application.organisation
        return {"name": organisation.name, "id_label": "统一社会信用代码", "id": organisation.uscc}
    person = accounts.masked_person(rows.related(application, "applicant"))
    return {"name": person.name, "id_label": "证件号码", "id": person.masked_id_number}


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_result_number')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)


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
                upload=io.BytesIO(
                    render_result(
                        result.facts, demo=settings.DEMO, address=verifying_address(result)
                    )
                ),
                name=f"{result.name}.pdf",
                actor=actor,
            )
            result.stored_object_id = stored.id
            result.save(update_fields=["stored_object"])
        return result.stored_object_id


def verifying_address(result: Result) -> str:
    """Where anybody verifies the document, as its QR code says; "" without a public address."""
    if not settings.PUBLIC_URL:
        return ""
    query = urlencode({"number": result.number, "code": result.check_code})
    return f"{settings.PUBLIC_URL}{reverse('cases:verify')}?{query}"


__all__ = ["keep_document", "make_result", "result_document", "verifying_address"]
