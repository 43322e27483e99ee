"""Pages of staff: window, out-window, desk, look-up. Thin: each calls the rooms below once."""
