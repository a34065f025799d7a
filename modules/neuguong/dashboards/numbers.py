"""Numbers as a Vietnamese reader writes them. Knows nothing of what they count."""

from ..analysis.estimates import Estimate
from .blocks import Cell, Tone


def whole(n: int) -> str:
    """
    >>> whole(1234567)
    '1.234.567'
    """
    return f"{n:,}".replace(",", ".")


def percent(share: float) -> str:
    """
    >>> percent(0.714), percent(-0.2)
    ('71%', '0%')
    """
    return f"{round(100 * max(0.0, share))}%"


def hundredths(share: float) -> str:
    """A rate as offices write it.

    >>> hundredths(0.28333)
    '28,33%'
    """
    return f"{100 * share:z.2f}%".replace(".", ",")


def decimal(value: float) -> str:
    """
    >>> decimal(-0.254), decimal(0.999), decimal(-0.001)
    ('−0,25', '1,00', '0,00')
    """
    return f"{value:z.2f}".replace(".", ",").replace("-", "−")


def share_cell(found: Estimate, tone: Tone | None = None) -> Cell:
    """A share with its interval, in per cent."""
    made: Cell = {
        "text": percent(found.value), "note": f"{percent(clip(found.low))}–{percent(clip(found.high))}",
        "bar": clip(found.value), "low": clip(found.low), "high": clip(found.high),
    }  # fmt: skip
    return {**made, "tone": tone} if tone else made


def clip(share: float) -> float:
    return min(1.0, max(0.0, round(share, 4)))


def time_text(seconds: float) -> str:
    """
    >>> time_text(42.4), time_text(95)
    ('42 giây', '1 phút 35 giây')
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} phút {rest} giây" if minutes else f"{rest} giây"
