"""Rules of the payments room: what is charged, how orders move, how notices are signed."""
