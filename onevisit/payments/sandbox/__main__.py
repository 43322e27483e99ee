"""``python -m onevisit.payments.sandbox``: serve until told to stop (Ctrl-C or SIGTERM)."""

import argparse
import os
import signal
import threading
from urllib.parse import urlsplit

from onevisit.payments.sandbox.books import books_in
from onevisit.payments.sandbox.ledger import Ledger
from onevisit.payments.sandbox.serving import Sandbox, Server, tell_for_ever


def main() -> None:
    """On this machine only, under the secret of the demonstration's settings."""
    parser = argparse.ArgumentParser(description="A provider of payments that moves no money.")
    parser.add_argument("--end-with-parent", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.conf import settings

    address = settings.PAYMENT_ORIGIN
    books = books_in(settings.VAR, str(settings.DATABASES["default"]["NAME"]))
    sandbox = Sandbox(Ledger(books), settings.PAYMENT_SECRET, address)
    serving = Server(sandbox, urlsplit(address).port or 0)
    over = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: over.set())
    if options.end_with_parent:
        _end_with_parent(over)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    tell_for_ever(sandbox, over)
    serving.shutdown()


def _end_with_parent(over: threading.Event) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent and not over.wait(1):
            pass
        over.set()

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
