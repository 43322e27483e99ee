"""How long cases are kept, what a package is, and how it is verified. Pure."""
