"""Exports of the log for offices and programs. Knows nothing of screens."""
