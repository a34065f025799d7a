"""Coverage-guided fuzzing, started by hand (see `run.py`); no part of the suite."""
