"""Outside systems of the cases room: the maker of documents."""
