"""When the settings refuse to load there is no command to ask: ``manage.py`` asks this first."""

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def explain() -> None:
    """Say why and end with status 1; nothing happens when they load."""
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as refused:
        sys.stderr.write(f"The settings refuse to start.\n{refused}\n")
        sys.exit(1)
