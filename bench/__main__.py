"""``python -m bench [SCENARIO …]``: all of them when none is named."""

import argparse
import sys
from collections.abc import Callable

from bench import stage, table
from bench.table import Report


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _lifecycle(dsn: str) -> Report:
    from bench import lifecycle

    return lifecycle.report(dsn, stage.found_county())


def _bundle(dsn: str) -> Report:
    from bench import bundle_cycle

    return bundle_cycle.report(dsn)


def _handing(dsn: str) -> Report:
    from bench import handing_over

    return handing_over.report(dsn)


def _http(dsn: str) -> Report:
    from bench import http_cycle

    return http_cycle.report(dsn, list(stage.found_county().people))


def _import(dsn: str) -> Report:
    from bench import imports

    stage.prepare()
    return imports.report(dsn)


def _exchange(dsn: str) -> Report:
    from bench import exchange

    stage.prepare()
    return exchange.report(dsn)


def _search(_dsn: str) -> Report:
    from bench import searching

    stage.prepare()
    return searching.report()


def _lint(_dsn: str) -> Report:
    from bench import linting

    stage.prepare()
    return linting.report()


def _asking(_dsn: str) -> Report:
    from bench import asking

    stage.found_county()
    return asking.report()


def _journeys(_dsn: str) -> Report:
    from bench import journeys

    return journeys.report()


def _planning(_dsn: str) -> Report:
    from bench import planning

    return planning.report()


def _pages(dsn: str) -> Report:
    from bench import pages

    stage.build_county()
    return pages.report(dsn)


def _million(dsn: str) -> Report:
    from bench import million

    stage.build_county()
    return million.report(dsn)


SCENARIOS: dict[str, Callable[[str], Report]] = {
    "lifecycle": _lifecycle,
    "bundle": _bundle,
    "handing": _handing,
    "http": _http,
    "import": _import,
    "exchange": _exchange,
    "search": _search,
    "lint": _lint,
    "asking": _asking,
    "journeys": _journeys,
    "planning": _planning,
    "pages": _pages,
    "million": _million,
}


def main() -> None:
    """Each scenario on a fresh stage, then one table of all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scenario", nargs="*", help=f"of {', '.join(SCENARIOS)}")
    names = parser.parse_args().scenario or list(SCENARIOS)
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        parser.error(f"no scenario {unknown[0]!r}; there are {', '.join(SCENARIOS)}")
    dsn = stage.set_up()
    reports = []
    try:
        for name in names:
            _say(f"measuring {name} …")
            stage.empty(dsn)
            reports.append(SCENARIOS[name](dsn))
            for row in reports[-1].rows:
                _say(f"  {row.what}: {row.figure}")
    finally:
        stage.drop(dsn)
    for each in table.lines(row for report in reports for row in report.rows):
        _say(each)
    for remark in (remark for report in reports for remark in report.remarks):
        _say(f"- {remark}")


if __name__ == "__main__":
    main()
