"""People, organisations and logins as pure data: kinds, drafts, and what other rooms see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from onevisit.accounts.rules.rights import AssuranceLevel


class UserKind(StrEnum):
    """Whose login it is; one login is never two of them."""

    CITIZEN = "citizen"
    STAFF = "staff"
    MACHINE = "machine"  # a department's own system: granted like staff, calls with tokens only


class IdKind(StrEnum):
    """What identifies a person."""

    RESIDENT_ID = "resident_id"  # 居民身份证, also 港澳台 residence permits (GB 11643 form)
    PASSPORT = "passport"
    UNPROVEN = "unproven"  # nothing yet: a phone answered a code, nobody was checked


class RepresentationRole(StrEnum):
    """By what right a person acts for an organisation."""

    LEGAL_REPRESENTATIVE = "legal_representative"  # 法定代表人
    AGENT = "agent"  # 经办人


class PersonField(StrEnum):
    """The fields of a person that are sealed and shown in full only on record."""

    ID_NUMBER = "id_number"
    PHONE = "phone"


class UnmaskReason(StrEnum):
    """Why a sealed field was shown in full; a code, so that the log holds no personal data."""

    VERIFY_IDENTITY = "verify_identity"
    CONTACT = "contact"
    COMPARE_DOCUMENT = "compare_document"
    OWN_DATA = "own_data"


LOCAL_ISSUER = "local"
"""The issuer of identities proved with our own password, until an outside provider is joined."""

PHONE_ISSUER = "phone"
"""The issuer of identities proved by a code sent to a phone; the subject is its blind index."""


def birth_year_of(id_kind: IdKind, number: str) -> int | None:
    """The year of birth that a resident ID carries, None for other documents."""
    return int(number[6:10]) if id_kind is IdKind.RESIDENT_ID else None


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person to register; `id_number` and `phone` in clear, sealed before they are stored."""

    name: str
    id_number: str = field(repr=False)
    id_kind: IdKind = IdKind.RESIDENT_ID
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation to register; `override` accepts a USCC whose check character is wrong."""

    name: str
    uscc: str
    address: str = ""
    override: bool = False


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """A role to give: to whom, and within which department and region (None: every one)."""

    user_id: UUID
    role: str
    department_id: UUID | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """A staff login to create, with its grants; `about` says their post in a few words."""

    username: str
    name: str
    role: str
    department_id: UUID | None = None
    region: str | None = None
    service_point_id: UUID | None = None
    window: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person as lists and pages show them: the name in full, identifiers masked."""

    id: UUID
    name: str
    masked_name: str
    id_kind: IdKind
    masked_id_number: str
    masked_phone: str
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class OrganisationInfo:
    """An organisation as other rooms see it; `uscc_checked` False: its check character is wrong."""

    id: UUID
    name: str
    uscc: str
    uscc_checked: bool
    address: str


@dataclass(frozen=True, slots=True)
class RepresentationInfo:
    """An organisation and by what right somebody acts for it."""

    organisation: OrganisationInfo
    role: RepresentationRole


Held = Sequence[RepresentationInfo]
"""The organisations a person may act for now: found once by a page, and handed to its queries."""


@dataclass(frozen=True, slots=True)
class LoginInfo:
    """A login as the demo page and lists of staff show it."""

    id: UUID
    username: str
    name: str
    kind: UserKind
    about: str
    roles: tuple[str, ...] = ()
    place: str = ""
    department_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A person in clear, for themselves; `repr` shows no identifier."""

    id: UUID
    name: str
    id_kind: IdKind
    id_number: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CitizenLoginDraft:
    """A login to create for a registered person; `about` says in a few words who they are."""

    username: str
    person_id: UUID
    assurance: AssuranceLevel = AssuranceLevel.REAL_NAME
    about: str = ""


class NextStep(StrEnum):
    """What still stands between a right password and the session."""

    NONE = "none"
    CODE = "code"  # the code of the authenticator
    ENROL = "enrol"  # no authenticator yet: set one up first
