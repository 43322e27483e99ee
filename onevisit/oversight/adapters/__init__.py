"""How oversight puts things on paper."""
