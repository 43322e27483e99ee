"""Errors carry a code and facts, nothing of HTTP."""

import pytest

from onevisit.kernel.errors import Conflict, DomainError, Invalid, NotFound, Problem, Refused


@pytest.mark.parametrize("kind", [NotFound, Refused, Conflict, Invalid])
def test_every_kind_is_a_domain_error_with_code_and_facts(kind: type[DomainError]) -> None:
    error = kind("cases.already_decided", case="1", code="a fact may be called code")
    assert isinstance(error, DomainError)
    assert error.code == "cases.already_decided"
    assert error.facts == {"case": "1", "code": "a fact may be called code"}
    assert str(error).startswith("cases.already_decided (case='1'")


def test_an_error_without_facts_reads_as_its_code() -> None:
    assert str(NotFound("cases.no_such_case")) == "cases.no_such_case"


def test_invalid_names_the_form_field_beside_the_facts() -> None:
    error = Invalid("codes.mobile_number", field="mobile", length=3)
    assert error.field == "mobile"
    assert error.facts == {"length": 3}
    assert Invalid("codes.mobile_number").field is None


def test_invalid_gives_its_list_of_problems() -> None:
    problems = [Problem("/a", "conditions.empty"), Problem("/b", "conditions.empty", {"n": 1})]
    assert Invalid("catalogue.faults", problems=problems).problems == tuple(problems)
    assert Invalid("catalogue.faults").problems == ()
    assert Invalid("catalogue.faults", problems="many").problems == ()
