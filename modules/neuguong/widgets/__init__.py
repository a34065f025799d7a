"""The cards: JavaScript and CSS in files of their own, and the anywidgets that feed them. Knows nothing of lessons."""

from .card_widget import CARD_FOLDER, WIDGETS_FOLDER, CardWidget

__all__ = ["CARD_FOLDER", "WIDGETS_FOLDER", "CardWidget"]
