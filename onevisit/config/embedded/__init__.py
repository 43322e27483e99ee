"""A private PostgreSQL for machines that have none configured.

``place`` says where things lie, ``binaries`` which server program, ``cluster`` makes the data
folder, ``server`` starts and stops it. It listens on a Unix socket only, with a password.
"""

import os
from pathlib import Path

from onevisit.config.embedded.errors import EmbeddedError
from onevisit.config.embedded.server import ensure_running, status, stop

__all__ = [
    "EmbeddedError",
    "default_var",
    "ensure_running",
    "ensure_running_if_used",
    "status",
    "stop",
]


def default_var() -> Path:
    """The folder of run-time data: ONEVISIT_VAR, else ``var`` of the checkout."""
    chosen = os.environ.get("ONEVISIT_VAR", "").strip()
    return Path(chosen or Path(__file__).resolve().parents[3] / "var").absolute()


def ensure_running_if_used() -> bool:
    """Start the embedded server unless DATABASE_URL names another; True if it was started now."""
    if os.environ.get("DATABASE_URL", "").strip():
        return False
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        return False
    return ensure_running(default_var())
