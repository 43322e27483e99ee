"""``python -m bench [lifecycle] [import] [search]``: all of them when none is named."""

import argparse
import sys
from collections.abc import Callable

from bench import stage


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _lifecycle(dsn: str) -> None:
    from bench import lifecycle

    for line in lifecycle.report(dsn, stage.found_county()):
        _say(line)


def _import(dsn: str) -> None:
    from bench import imports

    stage.prepare()
    for line in imports.run(dsn):
        _say(line)


def _search(dsn: str) -> None:
    from bench import searching

    del dsn
    stage.prepare()
    for line in searching.run():
        _say(line)


SCENARIOS: dict[str, Callable[[str], None]] = {
    "lifecycle": _lifecycle,
    "import": _import,
    "search": _search,
}


def main() -> None:
    """Each scenario on a fresh stage."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scenario", nargs="*", help=f"of {', '.join(SCENARIOS)}")
    names = parser.parse_args().scenario or list(SCENARIOS)
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        parser.error(f"no scenario {unknown[0]!r}; there are {', '.join(SCENARIOS)}")
    dsn = stage.set_up()
    for name in names:
        _say(f"== {name}")
        stage.empty(dsn)
        SCENARIOS[name](dsn)
    stage.drop(dsn)


if __name__ == "__main__":
    main()
