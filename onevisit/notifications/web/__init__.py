"""Pages of the notifications room: one's own messages and choices; what was sent, and its words."""
