"""The database under the tests is real PostgreSQL."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_server_is_postgresql_15_or_newer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        row = cursor.fetchone()
    assert row is not None
    assert int(row[0]) >= 150_000
