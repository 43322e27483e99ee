"""What each verb and each view costs in queries; more is a decision, not an accident."""

from collections.abc import Callable

from onevisit.cases import queries, services
from onevisit.cases.models import Application
from onevisit.cases.queries.signing import signing_digest
from onevisit.hall.queries import visits_of_many
from tests.cases.statements import counting
from tests.cases.test_services import issued_at_window, window_application
from tests.factories import cases as make
from tests.factories.cases import County


def test_costs_in_queries(here: County, golden: Callable[[str, str | bytes], None]) -> None:
    costs: dict[str, int] = {}

    def cost(name: str, deed: Callable[[], object]) -> None:
        with counting() as sent:
            deed()
        costs[name] = len(sent)

    draft = make.filled_draft(here)
    cost("view draft", lambda: queries.draft_view(application_id=draft.id, actor=here.citizen))
    cost(
        "save one field",
        lambda: services.save_form(
            application_id=draft.id, values={"shop.name": "新"}, actor=here.citizen
        ),
    )
    draft.refresh_from_db()
    shown = signing_digest(draft)
    cost(
        "submit five parts",
        lambda: services.submit(
            application_id=draft.id,
            actor=here.citizen,
            signed_digest=shown,
            version=draft.version,
        ),
    )
    application = Application.objects.get(id=draft.id)
    case = make.case_of(application, "sign")
    officer = here.officer(case)
    cost("accept", lambda: services.accept(case_id=case.id, actor=officer))
    make.review(here, case)
    cost(
        "view status",
        lambda: queries.status_view(application_id=application.id, actor=here.citizen),
    )
    cost(
        "view receipt",
        lambda: queries.receipt_view(application_id=application.id, actor=here.citizen),
    )
    cost("view case", lambda: queries.case_view(case_id=case.id, actor=officer))
    cost("view clock", lambda: queries.clock_explanation(case_id=case.id, kind="C2", actor=officer))
    cost(
        "decide",
        lambda: services.decide(case_id=case.id, outcome="approve", reason="符合。", actor=officer),
    )
    cost("desk", lambda: queries.desk(actor=here.officers["market"]))
    cost("my applications", lambda: queries.my_applications(actor=here.citizen))
    spot = window_application(here)
    cost(
        "finish on the spot",
        lambda: services.finish_on_the_spot(application_id=spot, actor=here.clerk),
    )
    waiting = issued_at_window(here)
    cost("out window", lambda: queries.out_window(actor=here.clerk))
    ids = list(waiting.cases.values_list("id", flat=True))
    receiver = here.citizen.person_id
    assert receiver is not None
    cost(
        "hand out four results",
        lambda: services.hand_out(
            case_ids=ids, receiver_id=receiver, identified_by="id_card", actor=here.clerk
        ),
    )
    cost("visits of many", lambda: visits_of_many([application.id, waiting.id, spot]))
    assert costs["submit five parts"] <= 15
    golden("cases_queries.txt", "".join(f"{n:4d}  {name}\n" for name, n in costs.items()))
