"""Outside systems the accounts room speaks to, each behind a Protocol."""
