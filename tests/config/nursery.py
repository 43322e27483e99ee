"""A process with Django read but no settings, which has a child for every environment.

Reads one line of JSON per environment; each child loads the production settings afresh, as a
process just started would, and what it ends with and complains of is answered as a line of JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class Nursery:
    """The running process."""

    process: subprocess.Popen[str]

    def start(self, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Load the production settings in exactly this environment."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(environment) + "\n")
        self.process.stdin.flush()
        status, stderr = json.loads(self.process.stdout.readline())
        return subprocess.CompletedProcess([], status, "", stderr)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """One that ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.config.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process)


def _serve() -> None:
    import onevisit.config.generics  # noqa: F401  # what takes long, and knows no settings

    for line in sys.stdin:
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            child = os.fork()
            if child == 0:
                os._exit(_load(json.loads(line), said))
            _, status = os.waitpid(child, 0)
            said.seek(0)
            answer = [os.waitstatus_to_exitcode(status), said.read()]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _load(environment: dict[str, str], said: IO[str]) -> int:
    os.environ.clear()
    os.environ.update(environment)
    try:
        import onevisit.config.settings.production  # noqa: F401
    except BaseException:
        traceback.print_exc(file=said)
        said.flush()
        return 1
    return 0


if __name__ == "__main__":
    _serve()
