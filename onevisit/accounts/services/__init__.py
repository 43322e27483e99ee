"""Writes of the accounts room: people, logins, grants, signing in, showing a sealed field."""

from onevisit.accounts.services.answers import Answer, checked_key, forget_answers, once
from onevisit.accounts.services.authorities import (
    Asked,
    Wanted,
    ask_for_authority,
    find_principal,
    give_by_code,
    hold_authority,
    record_authority,
    sign_authority,
    withdraw_authority,
)
from onevisit.accounts.services.citizens import NewAccount, register_by_phone, sign_in_by_phone
from onevisit.accounts.services.grants import grant_role, grant_roles, revoke_role
from onevisit.accounts.services.guardians import (
    end_guardian,
    family_register_open,
    find_wards,
    record_guardian,
)
from onevisit.accounts.services.helping import (
    FirstUse,
    begin_acting,
    begin_helping,
    end_helping,
    first_use,
)
from onevisit.accounts.services.linking import TypedCode, link_person, send_link_code
from onevisit.accounts.services.logins import (
    close_login,
    create_citizen_login,
    create_citizen_logins,
    create_machine,
    create_staff,
    create_staff_logins,
    seat,
)
from onevisit.accounts.services.mandates import (
    MandateAsked,
    accept_mandate,
    ask_giver,
    decline_mandate,
    record_mandate,
    renounce_mandate,
    sign_mandate,
    withdraw_mandate,
)
from onevisit.accounts.services.organisations import (
    appoint,
    appoint_many,
    choose_organisation,
    end_representation,
    register_organisation,
    register_organisations,
)
from onevisit.accounts.services.passwords import change_password
from onevisit.accounts.services.people import (
    change_phone,
    find_person_by_id_number,
    register_person,
    register_persons,
    unmask,
)
from onevisit.accounts.services.phone_codes import (
    messages_open,
    phone_asked,
    phone_proved,
    send_code,
)
from onevisit.accounts.services.real_name import identity_check_open, prove_identity
from onevisit.accounts.services.second_factor import (
    check_second_factor,
    enrol,
    enrolment_uri,
    new_secret,
    open_secret,
    reset_second_factor,
)
from onevisit.accounts.services.sign_in import Passed, note_login, note_logout, sign_in
from onevisit.accounts.services.telling import tell_phone
from onevisit.accounts.services.tokens import authenticate_token, issue_token, revoke_token
from onevisit.accounts.services.uses import Budget, count_use, forget_uses

__all__ = [
    "Answer",
    "Asked",
    "Budget",
    "FirstUse",
    "MandateAsked",
    "NewAccount",
    "Passed",
    "TypedCode",
    "Wanted",
    "accept_mandate",
    "appoint",
    "appoint_many",
    "ask_for_authority",
    "ask_giver",
    "authenticate_token",
    "begin_acting",
    "begin_helping",
    "change_password",
    "change_phone",
    "check_second_factor",
    "checked_key",
    "choose_organisation",
    "close_login",
    "count_use",
    "create_citizen_login",
    "create_citizen_logins",
    "create_machine",
    "create_staff",
    "create_staff_logins",
    "decline_mandate",
    "end_guardian",
    "end_helping",
    "end_representation",
    "enrol",
    "enrolment_uri",
    "family_register_open",
    "find_person_by_id_number",
    "find_principal",
    "find_wards",
    "first_use",
    "forget_answers",
    "forget_uses",
    "give_by_code",
    "grant_role",
    "grant_roles",
    "hold_authority",
    "identity_check_open",
    "issue_token",
    "link_person",
    "messages_open",
    "new_secret",
    "note_login",
    "note_logout",
    "once",
    "open_secret",
    "phone_asked",
    "phone_proved",
    "prove_identity",
    "record_authority",
    "record_guardian",
    "record_mandate",
    "register_by_phone",
    "register_organisation",
    "register_organisations",
    "register_person",
    "register_persons",
    "renounce_mandate",
    "reset_second_factor",
    "revoke_role",
    "revoke_token",
    "seat",
    "send_code",
    "send_link_code",
    "sign_authority",
    "sign_in",
    "sign_in_by_phone",
    "sign_mandate",
    "tell_phone",
    "unmask",
    "withdraw_authority",
    "withdraw_mandate",
]
