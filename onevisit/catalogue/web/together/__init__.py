"""One change of many items: the table of changes, and the page on which one is made."""
