"""A private embedded server: to connect to it, and to leave nothing behind."""

import subprocess
from pathlib import Path

import psycopg

from onevisit.config import demo_secrets
from onevisit.config.embedded import place


def remove_state(folder: Path) -> None:
    where = place.find(folder)
    if where.state != folder:
        subprocess.run(["rm", "-rf", "--", str(where.state)], check=True)


def connect(folder: Path, database: str = place.DATABASE) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(place.find(folder).socket),
        user=place.OWNER,
        password=demo_secrets.load(folder)["database_owner_password"],
        dbname=database,
        autocommit=True,
    )
