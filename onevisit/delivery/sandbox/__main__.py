"""``python -m onevisit.delivery.sandbox``: serve until told to stop (Ctrl-C or SIGTERM)."""

import os
import threading
from urllib.parse import urlsplit

from onevisit.delivery.sandbox.serving import Doors, Handler, Sandbox, books_in, tell_for_ever
from onevisit.kernel.sandboxes import Server
from onevisit.kernel.stopping import told_to_stop


def main() -> None:
    """On this machine only, under the secret of the demonstration's settings."""
    over = told_to_stop("Lockers that open nothing.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onevisit.config.settings.demo")
    from django.conf import settings

    doors = Doors(books_in(settings.VAR, str(settings.DATABASES["default"]["NAME"])))
    sandbox = Sandbox(doors, settings.LOCKER_SECRET, f"{settings.MESSAGE_RECEIPTS}/lockers/news/")
    serving = Server(sandbox, Handler, urlsplit(settings.LOCKER_ORIGIN).port or 0)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    tell_for_ever(sandbox, over)
    serving.shutdown()


if __name__ == "__main__":
    main()
