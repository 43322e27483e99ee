"""The commands of docs/how-to/drive-the-api.md, run in order against a server."""

import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from demo import founding
from onevisit.kernel.services import seed_calendar

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "how-to" / "drive-the-api.md"
TOOLS = [tool for tool in ("bash", "curl", "jq") if shutil.which(tool) is None]
COMMAND = re.compile(r"^(?:(\w+)=\$\()?\.venv/bin/python manage\.py (.+?)\)?$")


def blocks(kind: str) -> list[str]:
    return re.findall(
        rf"^```{kind}\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


def tokens() -> Iterator[tuple[str, str]]:
    """What the commands for the operator give, by name; they run here, not in a shell."""
    for line in "".join(blocks("sh")).splitlines():
        found = COMMAND.match(line)
        assert found is not None, line
        out = io.StringIO()
        call_command(*shlex.split(found.group(2)), stdout=out, stderr=io.StringIO())
        if found.group(1):
            yield found.group(1), out.getvalue().strip()


@pytest.mark.slow
@pytest.mark.skipif(bool(TOOLS), reason=f"not on this machine: {', '.join(TOOLS)}")
@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_document_do_the_main_job(live_server: LiveServer) -> None:
    seed_calendar()
    founding.found()
    environment = {**os.environ, **dict(tokens()), "API": f"{live_server.url}/api/v1"}
    script = "set -eu -o pipefail\n" + "\n".join(blocks("bash"))
    done = subprocess.run(
        ["bash", "-x", "-c", script],
        cwd=ROOT,
        env={**environment, "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE state = 'delivered'")
        assert cursor.fetchone() == (4,)
