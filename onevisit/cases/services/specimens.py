"""What a result looks like before anybody has one: the real document, of an invented holder."""

from django.conf import settings

from onevisit.cases import errors
from onevisit.cases.adapters.typst_pdf import render_result
from onevisit.cases.queries.letter_samples import told_in_results
from onevisit.cases.queries.letter_texts import edition_on
from onevisit.cases.rules.documents import result_facts
from onevisit.cases.rules.letter_forms import result_form
from onevisit.catalogue.queries import PinnedOffer, edition_of, pinned_offer
from onevisit.directory.queries import department_by_id
from onevisit.guidance.rules import specimen
from onevisit.kernel import clock
from onevisit.kernel.clock import local_date

MARK = "样例 无效"
_CHECK_CODE = "XXXXXXXXXXXX"


def result_specimen(*, code: str, part_key: str) -> bytes:
    """The result of one part of the thing `code` as a marked specimen, in PDF.

    Raises NotFound `catalogue.no_such_offer`, `cases.no_result` where that part gives none.
    """
    pinned = pinned_offer(code)
    part = next((each for each in pinned.offer.parts if each.key == part_key), None)
    if part is None or not part.item.results or not part.item.applicable:
        raise errors.no_result()
    spec, department = part.item.results[0], pinned.pins[part_key].department_id
    form = result_form(spec.kind)
    edition = edition_on(
        form, department_id=department, item=pinned.pins[part_key].code, day=clock.today()
    )
    facts = _facts(pinned, part_key)
    return render_result(form, edition, facts, demo=settings.DEMO, mark=MARK)


def _facts(pinned: PinnedOffer, part_key: str) -> dict[str, str]:
    offer = pinned.offer
    part = offer.part(part_key)
    day = local_date(edition_of(pinned).published_at)
    answers = specimen.specimen_answers(offer)
    return result_facts(
        part=part,
        offer=offer,
        values=specimen.specimen_form(offer, answers, dated=day),
        holder=specimen.holder(organisation=offer.for_organisations),
        department=department_by_id(pinned.pins[part_key].department_id).name,
        case_number=MARK,
        number=MARK,
        check_code=_CHECK_CODE,
        day=day,
        spec=part.item.results[0],
        told=told_in_results(MARK, part.item.texts.consult_phone),
    )
