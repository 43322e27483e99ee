"""What tests of commitments say again and again."""

from datetime import date, timedelta

from onevisit.cases import services
from onevisit.cases.models import Application, Case, Obligation
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.obligations import Check
from onevisit.kernel import clock
from tests.factories import cases as make
from tests.factories.cases import County


def promised_draft(here: County) -> Application:
    """A draft in which a commitment stands for the report of the drain."""
    draft = make.filled_draft(here, area=80)
    services.promise_instead(application_id=draft.id, material="report", actor=here.citizen)
    draft.refresh_from_db()
    return draft


def promised(here: County) -> Case:
    """The case of the drain, handed in with a commitment."""
    draft = promised_draft(here)
    services.submit(
        application_id=draft.id,
        actor=here.citizen,
        signed_digest=signing_digest(draft),
        version=draft.version,
        commitments=["report"],
    )
    return make.case_of(draft, "drain")


def granted(here: County) -> Obligation:
    """What is to be checked after the grant."""
    case = promised(here)
    make.decide(here, case)
    return Obligation.objects.get(case=case)


def granted_at_window(here: County) -> Obligation:
    """The same, with the result waiting at the window of the centre."""
    case = promised(here)
    Application.objects.filter(id=case.application_id).update(
        collection="window", collection_point=here.centre
    )
    make.decide(here, case)
    return Obligation.objects.get(case=case)


def revoked(here: County) -> Obligation:
    """Granted and revoked three weeks later."""
    return revoke(here, granted(here))


def revoke(here: County, row: Obligation) -> Obligation:
    """Not kept, not put right, heard, and revoked three weeks later."""
    row = check(here, row, Check.ORDER, "出水超标。", date(2026, 11, 26))
    with clock.travel(make.MONDAY + timedelta(days=11)):
        check(here, row, Check.CALL_HEARING, "到期没有改。", date(2026, 12, 4))
        check(here, row, Check.HEAR, "申请人没有来，也没有写信。")
    with clock.travel(make.MONDAY + timedelta(days=21)):
        return check(here, row, Check.REVOKE, "仍未符合条件。")


def check(
    here: County, row: Obligation, kind: Check, words: str = "写明情况。", on: date | None = None
) -> Obligation:
    """An officer of the department records something."""
    officer = here.officer(row.case)
    services.check_obligation(
        obligation_id=row.id, check=kind, words=words, limit_on=on, actor=officer
    )
    row.refresh_from_db()
    return row
