"""Numbers of batches and lists: a letter, the year, and the next of that year."""

from django.db import connection

from onevisit.kernel import clock

_NEXT = (
    "INSERT INTO archive_pieceseries (series, last) VALUES (%s, 1)"
    " ON CONFLICT (series) DO UPDATE SET last = archive_pieceseries.last + 1 RETURNING last"
)


def next_in(series: str) -> int:
    """The next number of a series, from 1; nobody else gets one before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series])
        (last,) = cursor.fetchone() or (1,)
    return int(last)


def next_number(letters: str) -> str:
    """`YJ2026-003`."""
    series = f"{letters}{clock.today().year}"
    return f"{series}-{next_in(series):03d}"
