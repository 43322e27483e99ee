"""``python -m onevisit.payments.sandbox``: serve until told to stop (Ctrl-C or SIGTERM)."""

import os
import threading
from urllib.parse import urlsplit

from onevisit.kernel.sandboxes import Server
from onevisit.kernel.stopping import told_to_stop
from onevisit.payments.sandbox.books import books_in
from onevisit.payments.sandbox.ledger import Ledger
from onevisit.payments.sandbox.serving import Handler, Sandbox, tell_for_ever


def main() -> None:
    """On this machine only, under the secret of the demonstration's settings."""
    over = told_to_stop("A provider of payments that moves no money.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.conf import settings

    address = settings.PAYMENT_ORIGIN
    books = books_in(settings.VAR, str(settings.DATABASES["default"]["NAME"]))
    sandbox = Sandbox(Ledger(books), settings.PAYMENT_SECRET, address)
    serving = Server(sandbox, Handler, urlsplit(address).port or 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    tell_for_ever(sandbox, over)
    serving.shutdown()


if __name__ == "__main__":
    main()
