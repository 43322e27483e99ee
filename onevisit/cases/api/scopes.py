"""Which scopes the operations of this room need."""

from onevisit.accounts.bearer import needs
from onevisit.accounts.rules.tokens import ApiScope

FILLS_IN = needs(ApiScope.OWN_WRITE, ApiScope.CASES_INTAKE)
RECEIVES = needs(ApiScope.CASES_INTAKE)
SIGNS = needs(ApiScope.OWN_SIGN, ApiScope.CASES_INTAKE)
READS_DRAFTS = needs(ApiScope.OWN_READ, ApiScope.CASES_INTAKE)
FOLLOWS = needs(ApiScope.OWN_READ, ApiScope.CASES_LOOK_UP, ApiScope.CASES_REVIEW)
TAKES_PART = needs(ApiScope.OWN_READ, ApiScope.CASES_REVIEW)
OWN_LISTS = needs(ApiScope.OWN_READ)
OWN_WRITES = needs(ApiScope.OWN_WRITE)
OWN_SIGNS = needs(ApiScope.OWN_SIGN)
CHOOSES = needs(ApiScope.OWN_WRITE, ApiScope.CASES_HAND_OUT)
LOOKS_UP = needs(ApiScope.CASES_LOOK_UP)
READS_CASES = needs(ApiScope.CASES_REVIEW, ApiScope.CASES_LOOK_UP)
REVIEWS = needs(ApiScope.CASES_REVIEW)
ACCEPTS = needs(ApiScope.CASES_ACCEPT)
DECIDES = needs(ApiScope.CASES_DECIDE)
COSIGNS = needs(ApiScope.CASES_COSIGN)
EXTENDS = needs(ApiScope.CASES_EXTEND, ApiScope.CASES_EXTEND_JOINT)
HANDS_OUT = needs(ApiScope.CASES_HAND_OUT)
