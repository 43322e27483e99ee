"""What each verb and each view costs in queries; more is a decision, not an accident."""

from collections.abc import Callable

from onevisit.cases import queries, services
from onevisit.cases.models import Application
from onevisit.cases.queries.signing import signing_digest
from onevisit.hall.queries import visits_of_many
from onevisit.kernel.queries import load_calendar
from tests.cases.statements import counting
from tests.cases.wholeness import issued_at_window, window_application
from tests.factories import cases as make
from tests.factories.cases import County


class Costs:
    """What was counted, by name, in order."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def of(self, name: str, deed: Callable[[], object]) -> None:
        """Do it and remember how many statements it took."""
        with counting() as sent:
            deed()
        self.found[name] = len(sent)

    def as_text(self) -> str:
        """One line each."""
        return "".join(f"{count:4d}  {name}\n" for name, count in self.found.items())


def of_the_applicant(here: County, costs: Costs) -> Application:
    draft, citizen = make.filled_draft(here), here.citizen
    costs.of("view draft", lambda: queries.draft_view(application_id=draft.id, actor=citizen))
    costs.of(
        "save one field",
        lambda: services.save_form(
            application_id=draft.id, values={"shop.name": "新"}, actor=citizen
        ),
    )
    draft.refresh_from_db()
    shown = signing_digest(draft)
    costs.of(
        "submit five parts",
        lambda: services.submit(
            application_id=draft.id, actor=citizen, signed_digest=shown, version=draft.version
        ),
    )
    costs.of("view status", lambda: queries.status_view(application_id=draft.id, actor=citizen))
    costs.of("view receipt", lambda: queries.receipt_view(application_id=draft.id, actor=citizen))
    costs.of("my applications", lambda: queries.my_applications(actor=citizen))
    return draft


def of_the_department(here: County, application: Application, costs: Costs) -> None:
    case = make.case_of(application, "sign")
    officer = here.officer(case)
    costs.of("accept", lambda: services.accept(case_id=case.id, actor=officer))
    make.review(here, case)
    costs.of("view case", lambda: queries.case_view(case_id=case.id, actor=officer))
    costs.of(
        "view clock",
        lambda: queries.clock_explanation(case_id=case.id, kind="C2", actor=officer),
    )
    costs.of(
        "decide",
        lambda: services.decide(case_id=case.id, outcome="approve", reason="符合。", actor=officer),
    )
    costs.of("desk", lambda: queries.desk(actor=here.officers["market"]))


def of_the_window(here: County, costs: Costs) -> None:
    spot = window_application(here)
    costs.of(
        "finish on the spot",
        lambda: services.finish_on_the_spot(application_id=spot, actor=here.clerk),
    )
    waiting = issued_at_window(here)
    costs.of("out window", lambda: queries.out_window(actor=here.clerk))
    ids = list(waiting.cases.values_list("id", flat=True))
    receiver = here.citizen.person_id
    assert receiver is not None
    costs.of(
        "hand out four results",
        lambda: services.hand_out(
            case_ids=ids, receiver_id=receiver, identified_by="id_card", actor=here.clerk
        ),
    )
    costs.of("visits of many", lambda: visits_of_many([waiting.id, spot]))


def test_costs_in_queries(here: County, golden: Callable[[str, str | bytes], None]) -> None:
    load_calendar()  # kept between requests
    costs = Costs()
    application = of_the_applicant(here, costs)
    of_the_department(here, application, costs)
    of_the_window(here, costs)
    assert costs.found["submit five parts"] <= 15
    golden("cases_queries.txt", costs.as_text())
