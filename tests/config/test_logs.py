"""Every line is one JSON object with the request's id, and nothing personal in it."""

import json
import logging
import sys

import pytest

from onevisit.audit.services.context import request_context
from onevisit.config.logs import JsonFormatter, RequestIdFilter
from onevisit.config.redaction import RedactionFilter

RESIDENT_ID = "33992119900307123X"


def line(record: logging.LogRecord) -> dict[str, object]:
    for each in (RequestIdFilter(), RedactionFilter()):
        assert each.filter(record)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    found: dict[str, object] = json.loads(written)
    return found


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("room", logging.WARNING, "f", 1, message, args, None)


def test_a_line_says_when_where_what_and_in_which_request() -> None:
    with request_context(request_id="a" * 32):
        found = line(record("一次办 %s", 1))
    assert found.pop("time")
    assert found == {
        "level": "WARNING",
        "logger": "room",
        "message": "一次办 1",
        "request_id": "a" * 32,
    }
    assert line(record("outside"))["request_id"] == "-"


def test_numbers_of_people_are_masked_in_messages_facts_and_traces() -> None:
    told = record("who %s", RESIDENT_ID)
    told.route = RESIDENT_ID
    try:
        raise ValueError(f"{RESIDENT_ID}\nsecond line")
    except ValueError:
        told.exc_info = sys.exc_info()
    found = line(told)
    assert RESIDENT_ID not in json.dumps(found)
    assert "ValueError: 3399**********123X" in str(found["trace"])


def test_a_number_that_looks_like_an_id_stays_a_number() -> None:
    told = record("x")
    told.ms = 0.123456789012345678
    assert line(told)["ms"] == pytest.approx(0.123456789012345678)


def test_what_a_record_carries_beside_is_left_out() -> None:
    told = record("x")
    told.user = "张三"
    told.status = {"nested": "张三"}
    assert "张三" not in json.dumps(line(told), ensure_ascii=False)
