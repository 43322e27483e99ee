"""核验: anybody may ask whether a result document was issued and still holds."""

from datetime import date

from onevisit.accounts.rules import ANONYMOUS
from onevisit.accounts.services.attempts import count_try, take_back
from onevisit.audit import services as audit
from onevisit.cases.errors import no_such_document
from onevisit.cases.errors.destroying import destroyed
from onevisit.cases.models import Result
from onevisit.cases.rules.verifying import (
    WRONG_CODES,
    Verified,
    number_read,
)
from onevisit.kernel import clock
from onevisit.kernel.checking import code_read, same_code
from onevisit.kernel.masks import mask_name


def verify_document(*, number: str, code: str, address: str) -> Verified:
    """What a document says that was issued under this number with this check code, without what
    only its holder is to know; on record. Who asks for what was never issued waits after some
    tries from the same network `address`.

    Raises NotFound `cases.no_such_document`, whatever of the two is wrong; Conflict
    `cases.destroyed`; Refused `accounts.must_wait`.
    """
    asked = (WRONG_CODES, address)
    count_try(asked)
    rows = Result.objects.select_related("case__application")
    result = rows.filter(number=number_read(number)).first()
    known = result.check_code if result is not None else ""
    if result is None or not same_code(code_read(code), known):
        raise no_such_document()
    take_back(asked)
    if result.case.destroyed_at is not None:
        raise destroyed(clock.local_date(result.case.destroyed_at))
    audit.record_access(
        what="case.verify",
        actor=ANONYMOUS,
        subjects=[result.case.application.applicant_id],
        target_type="cases.case",
        target_id=result.case_id,
    )
    return _verified(result)


def _verified(result: Result) -> Verified:
    facts, ended = result.facts, result.revoked_at
    personal = result.case.application.organisation_id is None
    return Verified(
        number=result.number,
        name=result.name,
        item=facts["item"],
        holder=mask_name(facts["holder"]) if personal else facts["holder"],
        department=facts["department"],
        made_on=date.fromisoformat(facts["date"]),
        validity=facts["validity"],
        revoked_on=clock.local_date(ended) if ended else None,
    )
