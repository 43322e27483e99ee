"""Refusals of the accounts room."""

from datetime import date, datetime

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def not_permitted(permission: str) -> Refused:
    """The actor lacks `permission` here."""
    return Refused("accounts.not_permitted", permission=str(permission))


def no_such_person() -> NotFound:
    """There is no such person, or not for this actor."""
    return NotFound("accounts.no_such_person")


def no_such_organisation() -> NotFound:
    """There is no such organisation, or not for this actor."""
    return NotFound("accounts.no_such_organisation")


def no_such_user() -> NotFound:
    """There is no such login."""
    return NotFound("accounts.no_such_user")


def name_differs() -> Conflict:
    """This ID number is registered under another name; the names are not told."""
    return Conflict("accounts.name_differs")


def organisation_name_differs(registered: str) -> Conflict:
    """This USCC is registered under another name, which is public."""
    return Conflict("accounts.organisation_name_differs", registered=registered)


def name_missing() -> Invalid:
    """A person or organisation needs a name."""
    return Invalid("accounts.name_missing", field="name")


def bad_passport() -> Invalid:
    """A passport number is 5 to 20 letters and digits."""
    return Invalid("accounts.bad_passport", field="id_number")


def uscc_check_failed() -> Invalid:
    """The check character of the USCC is wrong; may be registered with an override."""
    return Invalid("accounts.uscc_check_failed", field="uscc")


def username_taken(username: str) -> Conflict:
    """Another login has this user name."""
    return Conflict("accounts.username_taken", username=username)


def bad_username() -> Invalid:
    """A user name is 2 to 64 letters, digits or . _ - @."""
    return Invalid("accounts.bad_username", field="username")


def weak_password() -> Invalid:
    """The password is shorter than 12 characters, too common, only digits, or like the name."""
    return Invalid("accounts.weak_password", field="new")


def unknown_role(role: str) -> Invalid:
    """No role has this code."""
    return Invalid("accounts.unknown_role", field="role", role=role)


def role_needs_department(role: str) -> Invalid:
    """A departmental role is given inside a department only."""
    return Invalid("accounts.role_needs_department", field="department", role=role)


def unknown_region(region: str) -> Invalid:
    """A role is given in a region that is not registered."""
    return Invalid("accounts.unknown_region", field="region", region=region)


def not_staff() -> Invalid:
    """Roles are given to staff logins only."""
    return Invalid("accounts.not_staff")


def not_citizen() -> Refused:
    """This page is for citizens and businesses; the actor is logged in as staff."""
    return Refused("accounts.not_citizen")


def not_representing() -> Refused:
    """The person holds no current right to act for this organisation."""
    return Refused("accounts.not_representing")


def login_failed() -> Invalid:
    """User name and password do not fit, or the login is closed; which of them is not told."""
    return Invalid("accounts.login_failed")


def must_wait(until: datetime) -> Refused:
    """Too many tries in a row; the next one may be made from `until` on."""
    return Refused("accounts.must_wait", until=until)


def wrong_code() -> Invalid:
    """The code is wrong, too old, or was used before; which of them is not told."""
    return Invalid("accounts.wrong_code", field="code")


def already_enrolled() -> Conflict:
    """The login has an authenticator; it is reset by an administrator, not replaced silently."""
    return Conflict("accounts.already_enrolled")


def not_enrolled() -> NotFound:
    """The login has no authenticator."""
    return NotFound("accounts.not_enrolled")


def sign_in_expired() -> Refused:
    """The first step of signing in was too long ago, or never made."""
    return Refused("accounts.sign_in_expired")


def no_password() -> Refused:
    """This login has no password that could be changed."""
    return Refused("accounts.no_password")


def wrong_password() -> Invalid:
    """The present password is not this one."""
    return Invalid("accounts.wrong_password", field="old")


def passwords_differ() -> Invalid:
    """The new password was typed differently the second time."""
    return Invalid("accounts.passwords_differ", field="again")


def password_unchanged() -> Invalid:
    """The new password is the old one."""
    return Invalid("accounts.password_unchanged", field="new")


def page_not_for_you() -> NotFound:
    """A page of staff, asked for by somebody who is not."""
    return NotFound("accounts.page_not_for_you")


def no_messages_here() -> Refused:
    """No gateway for messages is joined: citizens sign in another way."""
    return Refused("accounts.no_messages_here")


def message_not_sent() -> Refused:
    """The gateway did not take the message."""
    return Refused("accounts.message_not_sent")


def message_must_wait(until: object) -> Refused:
    """A message was sent lately; the next one may be asked for from `until` on."""
    return Refused("accounts.message_must_wait", until=until)


def wrong_phone_code(left: int) -> Invalid:
    """The code is wrong; so many tries are left."""
    return Invalid("accounts.wrong_phone_code", field="code", left=left)


def code_expired() -> Invalid:
    """The code is too old, was used, or was tried too often: a new one is needed."""
    return Invalid("accounts.code_expired", field="code")


def phone_not_proved() -> Refused:
    """No code of this browser was right lately."""
    return Refused("accounts.phone_not_proved")


def consent_missing() -> Invalid:
    """An account is opened only with consent to what is kept of the person (个人信息保护法 13)."""
    return Invalid("accounts.consent_missing", field="consent")


def no_identity_check_here() -> Refused:
    """No register is joined: identity is checked at a window."""
    return Refused("accounts.no_identity_check_here")


def identity_differs() -> Invalid:
    """Name and number do not belong together, says the register."""
    return Invalid("accounts.identity_differs", field="name")


def identity_unknown() -> Invalid:
    """The register does not know this number."""
    return Invalid("accounts.identity_unknown", field="id_number")


def identity_unreachable() -> Refused:
    """The register did not answer."""
    return Refused("accounts.identity_unreachable")


def already_proved() -> Conflict:
    """The login has real-name assurance already."""
    return Conflict("accounts.already_proved")


def somebody_else() -> Refused:
    """The login belongs to a person with another ID number."""
    return Refused("accounts.somebody_else")


def link_at_window() -> Refused:
    """The registered person left no phone: who they are is shown at a window."""
    return Refused("accounts.link_at_window")


def nothing_to_link() -> Refused:
    """No registered person is waiting to be joined to this login, or not any more."""
    return Refused("accounts.nothing_to_link")


def token_needed() -> Refused:
    """This needs a token, and none was shown."""
    return Refused("accounts.token_needed")


def token_invalid() -> Refused:
    """The token is unknown, revoked, expired, or its login is closed; which of them is not told."""
    return Refused("accounts.token_invalid")


def scope_missing(wanted: str) -> Refused:
    """The token was not made for this; `wanted` names the scopes of which one is needed."""
    return Refused("accounts.scope_missing", wanted=wanted)


def no_such_token() -> NotFound:
    """There is no valid token with this prefix."""
    return NotFound("accounts.no_such_token")


def unknown_scope(scope: str) -> Invalid:
    """No scope has this name, or none was named."""
    return Invalid("accounts.unknown_scope", field="scopes", scope=scope)


def scope_beyond_owner(scope: str) -> Refused:
    """The login itself may not do this, so no token of it can."""
    return Refused("accounts.scope_beyond_owner", scope=scope)


def bad_token_life() -> Invalid:
    """A token lives for an hour at least and a year at most."""
    return Invalid("accounts.bad_token_life", field="days")


def no_citizen_tokens_here() -> Refused:
    """Tokens of citizens are made in demonstrations only."""
    return Refused("accounts.no_citizen_tokens_here")


def key_needed() -> Invalid:
    """What creates something needs the header Idempotency-Key: 1 to 128 visible characters."""
    return Invalid("accounts.key_needed", field="Idempotency-Key")


def key_reused() -> Invalid:
    """This key was used for another request."""
    return Invalid("accounts.key_reused", field="Idempotency-Key")


def still_working() -> Conflict:
    """The same request is being worked on right now."""
    return Conflict("accounts.still_working")


def too_many_requests(until: datetime) -> Refused:
    """The requests of this span are used up; `until` a new one begins."""
    return Refused("accounts.too_many_requests", until=until)


def bad_authority_until(latest: date) -> Invalid:
    """An authority holds until a day from today to `latest`."""
    return Invalid("accounts.bad_authority_until", field="until", latest=latest)


def no_such_helper() -> Invalid:
    """Nobody with this id helps anywhere now."""
    return Invalid("accounts.no_such_helper", field="helper")


def no_such_authority() -> NotFound:
    """There is no such authority, or not for this actor, or it does not hold any more."""
    return NotFound("accounts.no_such_authority")


def authority_stands(number: str) -> Conflict:
    """The person gave this helper an authority that still holds."""
    return Conflict("accounts.authority_stands", number=number)


def authority_over() -> Refused:
    """The authority the helper was working under was withdrawn or its day has passed."""
    return Refused("accounts.authority_over")


def authority_unsigned() -> Invalid:
    """The person has not said yes."""
    return Invalid("accounts.authority_unsigned", field="agree")


def only_themselves() -> Refused:
    """This nobody does in somebody else's name."""
    return Refused("accounts.only_themselves")


def own_helper() -> Refused:
    """A helper does not record an authority for themselves: the person gives it otherwise."""
    return Refused("accounts.own_helper")


def real_name_first() -> Refused:
    """An authority is signed at real-name level."""
    return Refused("accounts.real_name_first")


def cannot_send_to_person() -> Refused:
    """No code can be sent: the person is not known by this name and number, or left no phone;
    which of them is not told.
    """
    return Refused("accounts.cannot_send_to_person")


def unknown_met() -> Invalid:
    """Where helper and person meet must be said."""
    return Invalid("accounts.unknown_met", field="met")


def outside_deeds(deed: str) -> Refused:
    """The authority does not give this deed."""
    return Refused("accounts.outside_deeds", deed=deed)


def bad_ward_until(latest: date) -> Invalid:
    """A guardianship holds until a day from today to `latest`."""
    return Invalid("accounts.bad_ward_until", field="until", latest=latest)


def ward_of_age() -> Invalid:
    """The person acts alone by age: a guardianship needs a ruling, and its last day."""
    return Invalid("accounts.ward_of_age", field="until")


def own_agent() -> Invalid:
    """Nobody is their own agent or guardian."""
    return Invalid("accounts.own_agent", field="agent_number")


def mandate_stands() -> Conflict:
    """Exactly this was given to this agent and has not ended."""
    return Conflict("accounts.mandate_stands")


def not_legal_representative() -> Refused:
    """Only who represents the organisation by law gives agents a mandate for it."""
    return Refused("accounts.not_legal_representative")


def paper_needed() -> Invalid:
    """A guardianship recorded at a window names the number of the paper that was shown."""
    return Invalid("accounts.paper_needed", field="paper_number")


def no_family_register_here() -> Refused:
    """No register of families is joined here."""
    return Refused("accounts.no_family_register_here")


def family_unreachable() -> Refused:
    """The register of families does not answer now."""
    return Refused("accounts.family_unreachable")
