"""What stands in for a page that could not be opened. Knows no page in particular."""

from IPython.display import Markdown, display


class FailedPage:
    """Says in plain words, wherever a card would be, that the page could not be opened."""

    def __init__(self, message: str) -> None:
        self._message = message

    def show(self) -> None:
        display(Markdown(self._message))

    show_scenarios = show
