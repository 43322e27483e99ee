"""``python -m onevisit.config.embedded start|stop|status``."""

import sys

from onevisit.config import embedded


def main(arguments: list[str]) -> int:
    """Do one of the three; 2 on a wrong call, 1 when it failed."""
    actions = {"start", "stop", "status"}
    if len(arguments) != 1 or arguments[0] not in actions:
        sys.stderr.write("usage: python -m onevisit.config.embedded start|stop|status\n")
        return 2
    var = embedded.default_var()
    try:
        if arguments[0] == "start":
            embedded.ensure_running(var)
        elif arguments[0] == "stop":
            embedded.stop(var)
    except embedded.EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(embedded.status(var) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
