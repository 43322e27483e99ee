"""How an officer changes a definition by hand: section by section, each by itself."""
