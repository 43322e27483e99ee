"""What a table of the exchange is: its columns, and which place of a definition each stands for."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.exchange.codecs import Codec, Text
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.vocabulary import TaskType

Row = Mapping[str, str]
"""A row of a table: column in lower case → cell. A column the file does not have is not in it."""

Text_ = Text()
SYNC = ("cd_operation", "cd_time", "cd_batch", "data_source")
"""What every table carries beside its own columns (同步类型, 时间, 批次, 来源)."""


class Operation(StrEnum):
    """What to do with a row 同步类型."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"

    @classmethod
    def told(cls, written: str) -> "Operation | None":
        """What a cell says; a full file may leave it empty. None where nobody knows the word."""
        return _SAID.get(written.strip().upper())


_SAID = {
    **dict.fromkeys(("", "I", "INSERT", "新增", "增加", "插入"), Operation.INSERT),
    **dict.fromkeys(("U", "UPDATE", "修改", "变更", "更新"), Operation.UPDATE),
    **dict.fromkeys(("D", "DELETE", "删除", "取消"), Operation.DELETE),
}


class Part(StrEnum):
    """What a table tells of an item."""

    DIRECTORY = "directory"
    BASIC = "basic"
    EXTEND = "extend"
    MATERIAL = "material"
    FEE = "fee"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Subject:
    """An item as the tables see it: its definition, and what stands beside it in the catalogue.

    `number` is that of the version. `town` and `village` are code and name of the region when it is
    one; `guid` is empty where it is derived from the code.
    """

    definition: ItemDefinition
    number: int
    entry: str
    office_code: str
    office_name: str
    guid: str = ""
    town: tuple[str, str] = ("", "")
    village: tuple[str, str] = ("", "")

    @property
    def task_guid(self) -> str:
        """What its rows in other tables refer to."""
        return self.guid or guid_of(self.definition.code)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `place` is the dotted path of what it stands for, with `codec` between the two;
    a column without a place is written by `write` and read together with others.

    `required`: an empty cell says nothing, so the definition stays as it is.
    """

    name: str
    title: str
    place: str = ""
    codec: Codec = Text_
    required: bool = False
    write: Callable[[Subject, Profile], str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the exchange. `types` are the kinds of items that have rows in it."""

    name: str
    title: str
    part: Part
    columns: tuple[Column, ...]
    types: frozenset[TaskType] = field(default_factory=lambda: frozenset(TaskType))

    @property
    def head(self) -> tuple[str, ...]:
        """All columns in the order they are written in."""
        keys = () if self.part in (Part.DIRECTORY, Part.BASIC) else CHILD_KEYS
        return ("row_guid", *keys, *(each.name for each in self.columns), *SYNC)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)


CHILD_KEYS = ("task_guid", "task_code", "task_handle_item")
"""How a row of another table names its item."""


def guid_of(*parts: str) -> str:
    """A row's identity where its source gave none: it stays while what it names stays."""
    return hashlib.md5("/".join(parts).encode(), usedforsecurity=False).hexdigest()
