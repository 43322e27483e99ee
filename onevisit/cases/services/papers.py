"""原件流转: originals kept at an office until they go back, and results sent to where they are
collected. The application is locked first; the papers are records of the room below.
"""

from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor, Deed, Permission
from onevisit.cases import errors
from onevisit.cases.access import is_applicant, require_here, sees_application
from onevisit.cases.models import Application, Case, KeptPaper
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.submission import Identified
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.identifying import require_identifying
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.receiving import receiving_under
from onevisit.cases.services.trail import record
from onevisit.catalogue.rules.vocabulary import Collection
from onevisit.delivery import services as delivery
from onevisit.delivery.errors.consignments import no_such_paper
from onevisit.delivery.queries import consignments as offices
from onevisit.delivery.rules.consignments import PaperKind, Where


def keep_original(*, application_id: UUID, material: str, actor: Actor) -> UUID:
    """The clerk keeps the original of a material that was handed in, until it goes back to its
    owner. Returns the paper's id; doing it twice is doing it once.

    Raises NotFound `cases.no_such_application`, Refused `accounts.not_permitted`,
    `cases.window_needed`, Invalid `cases.no_such_material`.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.PAPERS)
        if is_applicant(actor, application) or actor.service_point_id is None:
            raise errors.window_needed()
        names = {each.key: each.material.name for each in pinned(application).offer.materials}
        if not application.evidence.filter(material=material).exists() or material not in names:
            raise errors.no_such_material(material)
        kept = KeptPaper.objects.filter(application=application, material=material)
        known = offices.papers(kept.values_list("paper_id", flat=True))
        held = [each.id for each in known.values() if each.where is not Where.OWNER]
        if held:
            return held[0]
        paper = delivery.take_paper(kind=PaperKind.ORIGINAL, name=names[material], actor=actor)
        KeptPaper.objects.create(application=application, material=material, paper_id=paper)
        record("cases.keep_original", application, actor, materials=[material])
        return paper


def return_original(*, paper_id: UUID, receiver_id: UUID, identified_by: str, actor: Actor) -> None:
    """An original goes back to its owner at the counter: a contact of the ledger of visits.

    Raises NotFound `delivery.no_such_paper`, Refused `accounts.not_permitted`,
    `cases.window_needed`, `cases.wrong_receiver`, Invalid `cases.identification_needed`, Conflict
    `delivery.paper_not_here`, and as `catalogue.queries.require_able` where that point identifies
    nobody for this.
    """
    if identified_by not in set(Identified):
        raise errors.identification_needed()
    with transaction.atomic():
        row = KeptPaper.objects.filter(paper_id=paper_id, case=None).first()
        if row is None:
            raise no_such_paper()
        application = Application.objects.select_for_update().get(id=row.application_id)
        if not sees_application(actor, application):
            raise no_such_paper()
        require_here(actor, Permission.CASES_HAND_OUT, application)
        require_identifying(application, actor)
        under = receiving_under(application, receiver_id)
        delivery.give_paper(paper_id=paper_id, actor=actor)
        record(
            "cases.return_original",
            application,
            actor,
            materials=[row.material],
            **({"authority": under.number} if under else {}),
        )
        publish_contact(application, actor, ContactKind.HAND_OUT, receiver_id)


def prepare_result(*, case_id: UUID, actor: Actor) -> UUID:
    """The paper of a result is made at the actor's office and goes to where it is collected: until
    it lies there nobody is told to come. Returns the paper's id; twice is once.

    Raises NotFound `cases.no_such_case`, Refused `accounts.not_permitted`, `delivery.no_office`,
    Conflict `cases.nothing_to_send`.
    """
    with transaction.atomic():
        application_id = Case.objects.filter(id=case_id).values_list("application_id").first()
        if application_id is None:
            raise errors.no_such_case()
        application = Application.objects.select_for_update().get(id=application_id[0])
        if not sees_application(actor, application):
            raise errors.no_such_case()
        require_here(actor, Permission.CASES_HAND_OUT, application)
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        held = KeptPaper.objects.filter(case=case).values_list("paper_id", flat=True).first()
        if held is not None:
            return held
        fetched = application.collection in (Collection.WINDOW, Collection.LOCKER)
        if case.state != CaseState.ISSUED or not fetched:
            raise errors.nothing_to_send()
        paper = delivery.take_paper(kind=PaperKind.RESULT, name=case.name, actor=actor)
        KeptPaper.objects.create(application=application, case=case, paper_id=paper)
        record("cases.prepare_result", application, actor, case=case.number)
        return paper


def let_go(cases: list[Case]) -> None:
    """The papers of these results were fetched out of a locker: their owner has them."""
    rows = KeptPaper.objects.filter(case__in=cases).values_list("paper_id", flat=True)
    for paper_id in rows.order_by("paper_id"):
        delivery.give_paper(paper_id=paper_id, actor=SYSTEM)


def give_results(cases: list[Case], actor: Actor) -> None:
    """The papers of these results go to their owner with the hand-out, where there are any. Raises
    Conflict `delivery.paper_not_here` while one lies elsewhere.
    """
    rows = KeptPaper.objects.filter(case__in=cases).values_list("paper_id", flat=True)
    for paper_id in rows.order_by("paper_id"):
        delivery.give_paper(paper_id=paper_id, actor=actor)
