"""Codes and accounts by phone, as a citizen gets them."""

import re
from uuid import UUID

from onevisit.accounts import queries, services
from onevisit.accounts.models import User
from onevisit.accounts.rules.phones import CodeUse

PHONE = "13905701234"
HERE = "192.0.2.1"


def ask(phone: str = PHONE, address: str = HERE, use: CodeUse = CodeUse.SIGN_IN) -> UUID:
    """Ask for a code; its id."""
    return services.send_code(phone=phone, use=use, address=address, site="安澜政务服务")


def came() -> str:
    """The code in the newest message."""
    found = re.search(r"[0-9]{6}", queries.sandbox_messages()[0].text)
    assert found
    return found[0]


def enter(code_id: UUID, code: str, address: str = HERE) -> User | None:
    """Type the code in."""
    return services.sign_in_by_phone(code_id=code_id, code=code, address=address)


def account(name: str = "陈一岚", consent: bool = True) -> services.NewAccount:
    """What somebody says of themselves."""
    return services.NewAccount(name, consent)


def opened(phone: str = PHONE, name: str = "陈一岚") -> User:
    """A login just opened by phone."""
    code_id = ask(phone)
    assert enter(code_id, came()) is None
    return services.register_by_phone(account(name), code_id=code_id)
