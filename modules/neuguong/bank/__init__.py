"""The only reader of data/: shapes, loading, what refers to what. Knows nothing of style, learners or screens."""

from .loader import load_pack
from .location import default_data_folder, kit_folder
from .problems import Problem

__all__ = ["Problem", "default_data_folder", "kit_folder", "load_pack"]
