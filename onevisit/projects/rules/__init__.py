"""Pure rules of projects: codes, phases, steps, and whose time a day was."""
