"""核验: anybody verifies a result by the number and the check code printed on it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from onevisit.audit.models import AccessEntry
from onevisit.cases import services
from onevisit.cases.models import Result
from onevisit.cases.rules.verifying import WRONG_CODES, number_read
from onevisit.cases.services.results import verifying_address
from onevisit.kernel import clock
from onevisit.kernel.checking import CHECK_ALPHABET, code_read, grouped, same_code
from onevisit.kernel.errors import NotFound, Refused
from tests.cases.committed import granted_at_window, revoke
from tests.cases.test_revoking import LATER
from tests.factories import cases as make
from tests.factories.cases import County


def issued(here: County) -> Result:
    case = make.case_of(make.submitted(here), "licence")
    make.decide(here, case)
    return Result.objects.get(case=case)


def test_who_holds_both_learns_that_it_holds_and_nothing_personal(here: County) -> None:
    result = issued(here)
    typed = result.number.replace("〔", "[").replace("〕", "] ")
    found = services.verify_document(
        number=typed, code=grouped(result.check_code).lower(), address="10.0.0.1"
    )
    assert found.holds
    assert (found.number, found.name) == (result.number, result.name)
    person = result.case.application.applicant
    assert found.holder != person.name
    assert "*" in found.holder
    assert AccessEntry.objects.filter(what="case.verify").count() == 1
    assert make.resident_id(1) not in repr(found)


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(here: County) -> None:
    result = issued(here)
    page = Client()
    url = reverse("cases:verify")
    other = "22222222222A"
    answers = {}
    for number, code in (
        (result.number, other),
        ("安澜准〔2026〕999999号", result.check_code),
        (result.number, ""),
        (result.number, "不是码"),
        ("", result.check_code),
    ):
        with pytest.raises(NotFound, match="no_such_document"):
            services.verify_document(number=number, code=code, address="10.0.0.2")
        answer = page.get(url, {"number": number, "code": code})
        assert answer.status_code == 404
        answers[number, code] = answer.content.decode().replace(number or "-", "").count("没有查到")
    assert set(answers.values()) == {1}
    assert AccessEntry.objects.filter(what="case.verify").count() == 0


def test_who_guesses_waits_and_who_is_right_never_does(here: County) -> None:
    result = issued(here)
    right = {"number": result.number, "code": result.check_code}
    for _try in range(WRONG_CODES.free * 2):
        services.verify_document(**right, address="10.0.0.3")
    for _try in range(WRONG_CODES.free):
        with pytest.raises(NotFound):
            services.verify_document(number=result.number, code="X", address="10.0.0.3")
    with pytest.raises(Refused, match="must_wait"):
        services.verify_document(**right, address="10.0.0.3")
    assert services.verify_document(**right, address="10.0.0.4").holds
    page = Client(REMOTE_ADDR="10.0.0.3").get(reverse("cases:verify"), right)
    assert page.status_code == 429


def test_what_was_revoked_says_so(here: County) -> None:
    row = granted_at_window(here)
    revoke(here, row)
    result = Result.objects.get(case=row.case)
    with clock.travel(LATER):
        shown = Client().get(
            reverse("cases:verify"), {"number": result.number, "code": result.check_code}
        )
        assert shown.status_code == 200
        text = shown.content.decode()
        assert "已经依法撤销，不再有效" in text
        assert "有效</span>" not in text
        assert result.case.application.applicant.name not in text


def test_an_organisation_is_named_in_full(here: County) -> None:
    case = make.case_of(make.submitted(here, here.boss), "licence")
    make.decide(here, case)
    result = Result.objects.get(case=case)
    found = services.verify_document(
        number=result.number, code=result.check_code, address="10.0.0.5"
    )
    organisation = case.application.organisation
    assert organisation is not None
    assert found.holder == organisation.name


def test_the_qr_code_leads_to_the_page(here: County) -> None:
    result = issued(here)
    assert verifying_address(result) == ""
    with override_settings(PUBLIC_URL="https://service.example"):
        parts = urlsplit(verifying_address(result))
    assert f"{parts.scheme}://{parts.netloc}" == "https://service.example"
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    shown = Client().get(parts.path, asked)
    assert shown.status_code == 200
    assert result.number in shown.content.decode()
    assert Client().get(parts.path).status_code == 200


@given(st.text(alphabet=CHECK_ALPHABET, min_size=12, max_size=12), st.text(max_size=200))
def test_a_code_is_read_as_it_is_printed(code: str, anything: str) -> None:
    assert code_read(f" {grouped(code).lower()} ") == code
    assert same_code(code_read(grouped(code)), code)
    assert not same_code("", "")
    assert set(code_read(anything)) <= set(CHECK_ALPHABET)
    assert len(number_read(anything)) <= 60
