"""Writes of the audit room: the trail, the access log and the context both stand in."""

from onevisit.audit.services.access_log import record_access, record_refusal
from onevisit.audit.services.context import (
    RequestContext,
    current_request_id,
    request_context,
)
from onevisit.audit.services.gate import Gate, admit, identify, set_gate
from onevisit.audit.services.trail import record, record_many

__all__ = [
    "Gate",
    "RequestContext",
    "admit",
    "current_request_id",
    "identify",
    "record",
    "record_access",
    "record_many",
    "record_refusal",
    "request_context",
    "set_gate",
]
