"""The same points, a quarter of them missing, by R: stored values always, R itself where it is there.

`reference/points.csv` is drawn by `reference/make_points.py`; `reference/reference.csv` is what `reference/psych.R`
printed of it with R 4.2 and psych of Debian 12.
"""

import csv
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from neuguong.analysis.first_answers import Answers, points_matrix
from neuguong.analysis.frames import first_answers
from neuguong.analysis.item_analysis import analyse_items
from neuguong.analysis.reliability import measure_reliability

from tests.samples import INTERACTIONS, make_item

FOLDER = Path(__file__).parent / "reference"
CLOSE = 1e-9
NAMES = [f"i{n}" for n in range(1, 10)]
GRADED = ("i3", "i6", "i9")
RESPONSES = {
    (False, 0.0): "a", (False, 1.0): "b",
    (True, 0.0): ["b"], (True, 0.5): ["a"], (True, 1.0): ["a", "d"],
}  # fmt: skip
"""Of an item that is graded or not, what earns a share of the points: keys of `tests.samples`."""


def read_reference(lines: list[str]) -> dict[str, list[float]]:
    return {row[0]: [float("nan" if cell.strip() == "NA" else cell) for cell in row[1:]] for row in csv.reader(lines)}


@pytest.fixture(scope="module")
def reference() -> dict[str, list[float]]:
    return read_reference((FOLDER / "reference.csv").read_text().splitlines())


@pytest.fixture(scope="module")
def answers() -> Answers:
    points = pd.read_csv(FOLDER / "points.csv")
    rows = points.reset_index(names="person").melt("person", var_name="item_id", value_name="score").dropna()
    frame = pd.DataFrame(
        {
            "actor": rows["person"].astype(str),
            "item_id": rows["item_id"],
            "item_version": 1,
            "context": "study",
            "attempt_number": 1,
            "response": [
                RESPONSES[name in GRADED, score] for name, score in rows[["item_id", "score"]].to_numpy().tolist()
            ],
            "duration_ms": pd.array([pd.NA] * len(rows), dtype="Int64"),
        }
    )
    items = [make_item(INTERACTIONS["multiple" if name in GRADED else "single"], name=name) for name in NAMES]
    return first_answers(frame, items, dict.fromkeys(NAMES, "bai"))


def test_alpha_and_alpha_without_each_item_are_those_of_psych(
    answers: Answers, reference: dict[str, list[float]]
) -> None:
    found = measure_reliability(points_matrix(answers, answers.items))
    assert found.people == 180
    assert found.alpha == pytest.approx(reference["alpha"][0], abs=CLOSE)
    assert found.if_dropped == pytest.approx(reference["dropped"], abs=CLOSE)


def test_correlations_with_the_rest_and_their_intervals_are_those_of_r(
    answers: Answers, reference: dict[str, list[float]]
) -> None:
    found = [one.discrimination for one in analyse_items(answers)]
    assert [one.n for one in found if one] == reference["n"]
    for name, told in (("rest", "value"), ("low", "low"), ("high", "high")):
        assert [getattr(one, told) for one in found] == pytest.approx(reference[name], abs=CLOSE)


def test_facilities_and_their_intervals_are_those_of_r(answers: Answers, reference: dict[str, list[float]]) -> None:
    found = [one.facility for one in analyse_items(answers)]
    assert [one.value for one in found if one] == pytest.approx(reference["facility"], abs=CLOSE)
    for one, half, low, high in zip(
        found, reference["half"], reference["wilson_low"], reference["wilson_high"], strict=True
    ):
        assert one is not None
        expected = (one.value - half, one.value + half) if np.isnan(low) else (low, high)
        assert (one.low, one.high) == pytest.approx(expected, abs=CLOSE)


def test_right_answers_by_fifths_of_the_people_are_those_of_r(
    answers: Answers, reference: dict[str, list[float]]
) -> None:
    expected = list(zip(*(reference[f"fifth{n}"] for n in range(1, 6)), strict=True))
    for one, fifths in zip(analyse_items(answers), expected, strict=True):
        if one.item.identifier not in GRADED:
            (key,) = (choice for choice in one.choices if choice.is_key)
            assert key.fifths == pytest.approx(fifths, abs=CLOSE)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here: the stored values hold")
def test_the_stored_values_are_what_r_says(reference: dict[str, list[float]]) -> None:
    run = subprocess.run(
        ["Rscript", str(FOLDER / "psych.R"), str(FOLDER / "points.csv")], capture_output=True, text=True, timeout=60
    )
    if "there is no package" in run.stderr:
        pytest.skip("R is here without psych: the stored values hold")
    said = read_reference(run.stdout.splitlines())
    assert {name: pytest.approx(values, abs=1e-12, nan_ok=True) for name, values in said.items()} == reference
