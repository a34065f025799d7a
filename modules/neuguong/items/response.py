"""Responses, one shape per interaction, and their JSON form in the log. Knows nothing of right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BestWorstResponse:
    """The choices named most and least suitable."""

    best: str
    worst: str


Response = str | frozenset[str] | tuple[str, ...] | BestWorstResponse | Mapping[str, int] | Mapping[str, str]
"""Single choice: id. Multiple response, hottext: set of ids. Ranking: all ids, best first.
Best/worst: two ids. Rating: id → scale point. Matching: id → target id."""


def response_to_json(response: Response) -> object:
    """Plain JSON value of a response: sets sorted, best/worst as an object. `scoring.parse_response` reads it back."""
    if isinstance(response, str):
        return response
    if isinstance(response, frozenset):
        return sorted(response)
    if isinstance(response, tuple):
        return list(response)
    if isinstance(response, BestWorstResponse):
        return {"best": response.best, "worst": response.worst}
    return dict(sorted(response.items()))
