"""Pure rules of reporting: tables, what changed, answers, when to try again."""
