"""Writes of the accounts room: people, logins, grants, signing in, showing a sealed field."""

from onevisit.accounts.services.grants import grant_role, grant_roles, revoke_role
from onevisit.accounts.services.logins import (
    close_login,
    create_citizen_login,
    create_citizen_logins,
    create_staff,
    create_staff_logins,
    seat,
)
from onevisit.accounts.services.organisations import (
    appoint,
    appoint_many,
    choose_organisation,
    end_representation,
    register_organisation,
    register_organisations,
)
from onevisit.accounts.services.people import (
    change_phone,
    find_person_by_id_number,
    register_person,
    register_persons,
    unmask,
)
from onevisit.accounts.services.sign_in import note_login, note_logout, sign_in

__all__ = [
    "appoint",
    "appoint_many",
    "change_phone",
    "choose_organisation",
    "close_login",
    "create_citizen_login",
    "create_citizen_logins",
    "create_staff",
    "create_staff_logins",
    "end_representation",
    "find_person_by_id_number",
    "grant_role",
    "grant_roles",
    "note_login",
    "note_logout",
    "register_organisation",
    "register_organisations",
    "register_person",
    "register_persons",
    "revoke_role",
    "seat",
    "sign_in",
    "unmask",
]
