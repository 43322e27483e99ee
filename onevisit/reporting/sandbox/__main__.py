"""``python -m onevisit.reporting.sandbox``: serve until told to stop (Ctrl-C or SIGTERM)."""

import os
import threading
from urllib.parse import urlsplit

from onevisit.kernel.sandboxes import Server
from onevisit.kernel.stopping import told_to_stop
from onevisit.reporting.sandbox.books import Books, books_in
from onevisit.reporting.sandbox.serving import Handler, Sandbox


def main() -> None:
    """On this machine only, under the secret of the demonstration's settings."""
    over = told_to_stop("The other side of reports, which reports to nobody.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.conf import settings

    books = Books(books_in(settings.VAR, str(settings.DATABASES["default"]["NAME"])))
    serving = Server(
        Sandbox(books, settings.REPORT_SECRET), Handler, urlsplit(settings.REPORT_ORIGIN).port or 0
    )
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    over.wait()
    serving.shutdown()


if __name__ == "__main__":
    main()
