"""What each list and view of the API costs in queries; more is a decision, not an accident.

Each call pays for its caller as well: token, grants or identities, the budget.
"""

from collections.abc import Callable

from tests.api.programs import Program, issue, told
from tests.cases.statements import counting
from tests.factories import cases as make
from tests.factories.cases import BUNDLE, County


def test_what_each_call_costs(here: County, golden: Callable[[str, str], None]) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    make.decide(here, make.case_of(application, "licence"))
    calls = {
        "guest": [
            "/departments",
            "/service-points",
            "/catalogue/offers",
            "/catalogue/offers?kind=item",
            f"/catalogue/offers/{BUNDLE}",
            f"/catalogue/offers/{BUNDLE}/definition",
            f"/catalogue/offers/{BUNDLE}/schema",
            "/catalogue/schemas/item",
            "/catalogue/lists/notice",
            "/catalogue/registers/powers",
            "/catalogue/search?q=x",
        ],
        "citizen": [
            "/me",
            "/applications",
            f"/applications/{application.number}",
            f"/applications/{application.number}/visits",
        ],
        "officer": ["/cases", "/tasks", f"/cases/{case.id}"],
        "clerk": ["/hand-outs/waiting", f"/lookups/applications?number={application.number}"],
    }
    whose = {
        "guest": None,
        "citizen": here.citizen.user_id,
        "officer": here.officer(case).user_id,
        "clerk": here.clerk.user_id,
    }
    lines = []
    for who, paths in calls.items():
        owner = whose[who]
        program = Program(issue(owner).text if owner else "")
        told(program.get("/departments"))
        for path in paths:
            told(program.get(path))  # what is read once is in memory now
            with counting() as sent:
                told(program.get(path))
            named = path.replace(str(case.id), "…").replace(str(application.number), "…")
            lines.append(f"{len(sent):4d}  {who:<8} {named}\n")
    golden("api_queries.txt", "".join(lines))
