"""How many questions each page of an applicant asks the database; more is a decision."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onevisit.cases import services
from tests.cases.pages import address, browser, form_of, picture
from tests.factories import cases as make
from tests.factories.cases import County


def asked(client: Client, name: str, *args: object) -> str:
    """One line; the page is opened once before, so that memory is warm."""
    url = address(name, *args)  # type: ignore[arg-type]
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return f"{len(queries):4d}  {name}\n"


def test_an_applicants_pages_ask_as_often_as_they_did(
    here: County, golden: Callable[[str, str | bytes], None]
) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    paper = draft.evidence.get()
    pages = ["draft", "questions", "form", "sign", "discard"]
    lines = [asked(client, name, draft.id) for name in pages]
    lines += [asked(client, name, draft.id, paper.id) for name in ("evidence", "remove")]
    form = form_of(client.get(address("form", draft.id)), "sheet")
    with CaptureQueriesContext(connection) as queries:
        client.post(
            address("form", draft.id), {**form, "shop.name": "新"}, headers={"HX-Request": "true"}
        )
    lines.append(f"{len(queries):4d}  save by itself\n")
    services.submit(
        application_id=draft.id,
        actor=here.citizen,
        signed_digest=form_of(client.get(address("sign", draft.id)), "sign")["digest"][0],
        version=1,
    )
    lines.append(asked(client, "receipt", draft.id))
    golden("apply_queries.txt", "".join(lines))


def test_more_files_ask_no_more(here: County) -> None:
    draft, client = make.filled_draft(here), browser(here.citizen)
    short = asked(client, "draft", draft.id)
    sent = {"material": "plan", "file": [picture(seed) for seed in range(3, 7)]}
    assert client.post(address("attach", draft.id), sent).status_code == 302
    assert draft.evidence.count() == 5
    assert asked(client, "draft", draft.id) == short
