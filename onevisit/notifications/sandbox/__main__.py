"""``python -m onevisit.notifications.sandbox``: serve until told to stop (Ctrl-C or SIGTERM)."""

import os
import threading
from urllib.parse import urlsplit

from onevisit.kernel.sandboxes import Server
from onevisit.kernel.stopping import told_to_stop
from onevisit.notifications.sandbox.books import Books, books_in
from onevisit.notifications.sandbox.serving import Handler, Sandbox, tell_for_ever


def main() -> None:
    """On this machine only, under the secret of the demonstration's settings."""
    over = told_to_stop("Gateways that bring messages nowhere.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.conf import settings

    books = Books(books_in(settings.VAR, str(settings.DATABASES["default"]["NAME"])))
    sandbox = Sandbox(books, settings.MESSAGE_SECRET)
    serving = Server(sandbox, Handler, urlsplit(settings.MESSAGE_ORIGIN).port or 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    tell_for_ever(sandbox, over)
    serving.shutdown()


if __name__ == "__main__":
    main()
