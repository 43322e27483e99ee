"""Log lines: for people or as JSON, each with the id of its request, personal numbers masked.

``ONEVISIT_LOG_FORMAT`` is ``line`` or ``json`` (production's default), ``ONEVISIT_LOG_LEVEL`` the
least level, ``ONEVISIT_ACCESS_LOG=1`` writes a line for each request (production's default).
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from onevisit.config.redaction import redact

ACCESS = "onevisit.access"
FORMATS = ("line", "json")
_FACTS = ("method", "route", "status", "ms")
"""What a record may bring beside its message; anything else is left out of the line."""


class RequestIdFilter(logging.Filter):
    """Puts the id of the request we are in on the record, "-" outside of any; passes all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Reads a context variable only: safe in every thread and before the start is done."""
        from onevisit.audit.services.context import current_request_id

        request = getattr(record, "request", None)  # Django tells of refusals after the context
        kept = getattr(request, "META", {}).get("onevisit.request_id", "")
        record.request_id = current_request_id() or kept or "-"
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request_id, facts, trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Every text in it is masked; a fact that is not a number or text is left out."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
            "request_id": getattr(record, "request_id", "-"),
        }
        for name in _FACTS:
            value = getattr(record, name, None)
            if isinstance(value, str | int | float):
                line[name] = redact(value) if isinstance(value, str) else value
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = redact(self.formatStack(record.stack_info))
        return json.dumps(line, ensure_ascii=False)


def settings(*, form: str, level: str, access: bool) -> dict[str, Any]:
    """Django's LOGGING. ``form`` is one of FORMATS."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "onevisit.config.logs.RequestIdFilter"},
            "redact": {"()": "onevisit.config.redaction.RedactionFilter"},
        },
        "formatters": {
            "line": {
                "()": "onevisit.config.redaction.RedactingFormatter",
                "format": "{asctime} {levelname} {name} [{request_id}] {message}",
                "style": "{",
            },
            "json": {"()": "onevisit.config.logs.JsonFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request_id", "redact"],
                "formatter": form,
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            ACCESS: {"handlers": [], "level": "INFO" if access else "WARNING", "propagate": True},
        },
    }
