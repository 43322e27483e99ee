"""Settings of the three ways to run: ``demo`` (also for development), ``test``, ``production``."""
