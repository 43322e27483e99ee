"""Sealing everything anew under the current key, so that an old key can be taken away.

What is left to do is what lies under another key: a rotation that was killed simply goes on. Each
batch is one transaction; a row is read and written under its lock. Keys of files are sealed here
too, so the files themselves need not be touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from onevisit.accounts.models import (
    ApiAnswer,
    Authority,
    Person,
    PhoneCode,
    SandboxMessage,
    SecondFactor,
)
from onevisit.archive.models import Hold, SigningKey
from onevisit.cases.models import (
    Application,
    Consultation,
    DrawingReview,
    DrawingSeat,
    Gap,
    Invitation,
    JointAct,
    JointEvent,
    JointFinding,
    ObligationEvent,
    Opinion,
    Result,
    SupervisionNote,
)
from onevisit.delivery.models import Destination, Stay
from onevisit.kernel import crypto
from onevisit.notifications.models import Address
from onevisit.oversight.models import CardEvent, OrderEvent
from onevisit.payments.models import Payment, Refund
from onevisit.ratings.models import Rating, RectificationNote
from onevisit.reporting.models import Entry, Subscription
from onevisit.vault.models import StoredObject

BATCH = 200


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed column; ``named`` where its blobs are bound to another name than the column's
    (see ``kernel.sealed``).
    """

    of: type[models.Model]
    column: str
    named: str = ""

    @property
    def place(self) -> str:
        """What blobs are bound to, before the row's id."""
        return self.named or f"{self.of._meta.db_table}.{self.column}"

    @property
    def label(self) -> str:
        """``accounts.Person.phone_sealed``."""
        return f"{self.of._meta.label}.{self.column}"


SEALED = (
    Sealed(Person, "id_number_sealed", "accounts_person.id_number"),
    Sealed(Person, "phone_sealed", "accounts_person.phone"),
    Sealed(SecondFactor, "secret_sealed", "accounts_secondfactor.secret"),
    Sealed(PhoneCode, "phone_sealed", "accounts_phonecode.phone"),
    Sealed(Authority, "phone_sealed", "accounts_authority.phone"),
    Sealed(Authority, "agent_sealed"),
    Sealed(Authority, "paper_sealed"),
    Sealed(ApiAnswer, "answer_sealed", "accounts_apianswer.answer"),
    Sealed(SandboxMessage, "content_sealed", "accounts_sandboxmessage.content"),
    Sealed(StoredObject, "name_sealed", "vault_storedobject.name"),
    Sealed(StoredObject, "key_sealed", "vault_storedobject.key"),
    Sealed(Application, "form_sealed"),
    Sealed(Invitation, "named_sealed", "cases_invitation.named"),
    Sealed(Opinion, "text_sealed"),
    Sealed(Result, "facts_sealed"),
    Sealed(Destination, "address_sealed"),
    Sealed(Payment, "hand_sealed"),
    Sealed(Stay, "sent_sealed"),
    Sealed(Refund, "given_to_sealed"),
    Sealed(Address, "address_sealed"),
    Sealed(CardEvent, "words_sealed"),
    Sealed(OrderEvent, "words_sealed"),
    Sealed(Entry, "cells_sealed"),
    Sealed(Subscription, "secret_sealed"),
    Sealed(Rating, "words_sealed"),
    Sealed(RectificationNote, "words_sealed"),
    Sealed(Gap, "words_sealed"),
    Sealed(ObligationEvent, "words_sealed"),
    Sealed(SupervisionNote, "words_sealed"),
    Sealed(JointAct, "words_sealed"),
    Sealed(JointEvent, "reason_sealed"),
    Sealed(DrawingReview, "told_sealed"),
    Sealed(DrawingReview, "reason_sealed"),
    Sealed(DrawingReview, "more_sealed"),
    Sealed(DrawingSeat, "comments_sealed"),
    Sealed(JointFinding, "note_sealed"),
    Sealed(JointFinding, "points_sealed"),
    Sealed(Consultation, "question_sealed"),
    Sealed(Consultation, "answer_sealed"),
    Sealed(SigningKey, "secret_sealed"),
    Sealed(Hold, "reason_sealed"),
    Sealed(Hold, "lifted_why_sealed"),
)
"""Every sealed column of the house; a test finds one that is missing."""

_KEY = "convert_from(substring({column} from 3 for get_byte({column}, 1)), 'UTF8')"
"""The id of the key in the head of a blob (see ``kernel.crypto``)."""

_COUNT = "SELECT {key}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1"
_NEXT = (
    "SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL AND {pk} > %s AND {key} <> %s"
    " ORDER BY {pk} LIMIT %s FOR UPDATE"
)


def used() -> dict[str, dict[str, int]]:
    """By column, how many values lie under which key."""
    found: dict[str, dict[str, int]] = {}
    for each in SEALED:
        statement = _sql(_COUNT, each)
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found[each.label] = dict(cursor.fetchall())
    return found


def totals() -> dict[str, int]:
    """By key, how many values lie under it; zero for a listed key that nothing uses."""
    counted = dict.fromkeys(settings.FIELD_KEYS, 0)
    for keys in used().values():
        for key, number in keys.items():
            counted[key] = counted.get(key, 0) + number
    return counted


def reseal(column: Sealed, *, batch: int = BATCH) -> Iterator[int]:
    """Seal the column anew; yields how many values each batch did, after it was committed.

    Raises SealBroken for a value that does not open: nothing of its batch is changed.
    """
    after = UUID(int=0)
    while True:
        with transaction.atomic(), connection.cursor() as cursor, _writable(column, cursor):
            rows = _others(cursor, column, after, batch)
            if rows:
                _write(cursor, column, [(pk, _anew(column, pk, blob)) for pk, blob in rows])
        if not rows:
            return
        after = rows[-1][0]
        yield len(rows)


def _others(
    cursor: CursorWrapper, column: Sealed, after: UUID, batch: int
) -> list[tuple[UUID, bytes]]:
    """The next values under another key than the current one, locked."""
    statement = _sql(_NEXT, column)
    cursor.execute(statement, [after, settings.FIELD_KEY_CURRENT, batch])
    return [(pk, bytes(blob)) for pk, blob in cursor.fetchall()]


def _anew(column: Sealed, pk: UUID, blob: bytes) -> bytes:
    place = f"{column.place}:{pk}"
    return crypto.seal(crypto.unseal(blob, bound_to=place), bound_to=place)


def _write(cursor: CursorWrapper, column: Sealed, rows: list[tuple[UUID, bytes]]) -> None:
    statement = _sql(
        "UPDATE {table} SET {column} = fresh.blob"
        " FROM unnest(%s::uuid[], %s::bytea[]) AS fresh(id, blob) WHERE {pk} = fresh.id",
        column,
    )
    cursor.execute(statement, [[pk for pk, _blob in rows], [blob for _pk, blob in rows]])


@contextmanager
def _writable(column: Sealed, cursor: CursorWrapper) -> Iterator[None]:
    """History refuses changes by a trigger; its owner may lift it inside one transaction, so that
    it stands again whatever happens. What is written says the same as before.
    """
    if not getattr(column.of, "append_only", False):
        yield
        return
    cursor.execute(_sql("ALTER TABLE {table} DISABLE TRIGGER USER", column))
    yield
    cursor.execute(_sql("ALTER TABLE {table} ENABLE TRIGGER USER", column))


def _sql(template: str, column: Sealed) -> sql.Composed:
    meta: Any = column.of._meta
    return sql.SQL(template).format(
        table=sql.Identifier(meta.db_table),
        column=sql.Identifier(column.column),
        key=sql.SQL(_KEY).format(column=sql.Identifier(column.column)),
        pk=sql.Identifier(meta.db_table, meta.pk.column),
    )
