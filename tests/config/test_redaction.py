"""Personal numbers never reach a log."""

import logging

from onevisit.config.redaction import RedactingFormatter, RedactionFilter, redact

RESIDENT_ID = "33992119900307123X"
MOBILE = "13800138000"


def test_resident_ids_and_mobiles_are_masked() -> None:
    masked = redact(f"证件{RESIDENT_ID}，手机{MOBILE}。")
    assert masked == "证件3399**********123X，手机138****8000。"


def test_longer_numbers_stay_readable() -> None:
    item_code = "1133992100000000013440125001000"
    assert redact(f"{item_code} 20251120339921000001") == f"{item_code} 20251120339921000001"


def test_arguments_of_a_record_are_masked() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "who %s %s", (RESIDENT_ID, 3), None)
    assert RedactionFilter().filter(record)
    assert record.getMessage() == "who 3399**********123X 3"


def test_a_broken_record_is_masked_and_not_lost() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "who %d", (MOBILE,), None)
    assert RedactionFilter().filter(record)
    assert MOBILE not in record.getMessage()


def test_tracebacks_are_masked() -> None:
    try:
        raise ValueError(RESIDENT_ID)
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), trace)
    line = RedactingFormatter("{message}", style="{").format(record)
    assert RESIDENT_ID not in line
    assert "ValueError: 3399**********123X" in line


def test_of_a_token_only_the_prefix_is_left() -> None:
    token = f"ovt_0123abcd_{'x' * 42}-"
    assert redact(f"Bearer {token}!") == "Bearer ovt_0123abcd_***!"
