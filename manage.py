#!/usr/bin/env python3
"""Run a management command; starts the embedded PostgreSQL when the command may need it."""

import gc
import os
import sys

# What is loaded stays: no need to go through it again and again, a fifth of the time of a start.
gc.set_threshold(50_000, 20, 50)

WITHOUT_DATABASE = frozenset(
    {"--help", "-h", "--version", "check", "collectstatic", "help", "messages", "version"}
)


def main() -> None:
    """Hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.core.management import execute_from_command_line

    from onevisit.config import embedded

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    without = command in WITHOUT_DATABASE or sys.argv[1:3] == ["journeys", "solve"]
    if not without and not {"--help", "-h"} & set(sys.argv):
        embedded.ensure_running_if_used()
    if command == "doctor":
        from onevisit.config import refusal

        refusal.explain()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
