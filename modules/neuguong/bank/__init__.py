"""The only reader of data/: shapes, loading, checking. Knows nothing of learners, answers or screens.

What authors and reviewers ask of it (check, coverage, sign, unread) is in files of their own: who shows a lesson does
not read them.
"""

from .loader import load_pack
from .location import default_data_folder, kit_folder
from .problems import Problem

__all__ = ["Problem", "default_data_folder", "kit_folder", "load_pack"]
