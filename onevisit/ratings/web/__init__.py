"""Pages of the ratings room: five faces for who was served, a list of what must be put right."""
