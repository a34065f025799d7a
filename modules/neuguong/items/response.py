"""The JSON form in which a response is logged. Knows nothing of interactions, nor of right or wrong."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass


def response_to_json(response: object) -> object:
    """Plain JSON value of a response, the same for equal ones; `scoring.parse_response` reads it back.

    Sets sorted, tuples as lists, dataclasses as objects, objects by name; a string, number or boolean as it is.
    """
    if is_dataclass(response) and not isinstance(response, type):
        return asdict(response)
    if isinstance(response, frozenset):
        return sorted(response)
    if isinstance(response, tuple):
        return list(response)
    if isinstance(response, Mapping):
        return dict(sorted(response.items()))
    return response
