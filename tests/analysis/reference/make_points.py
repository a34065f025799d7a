"""Writes points.csv: 180 people × 9 items, right, wrong or part of the points, a quarter missing. Run by hand, once."""

import csv
import random
from pathlib import Path

SEED, PEOPLE, ITEMS = 20261126, 180, 9


def main() -> None:
    draw = random.Random(SEED)
    with (Path(__file__).parent / "points.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([f"i{n}" for n in range(1, ITEMS + 1)])
        for _ in range(PEOPLE):
            ability = draw.gauss(0, 1)
            row = []
            for n in range(ITEMS):
                level = ability + draw.gauss(0, 1.2) - (n - 4) / 3
                graded = "1" if level > 0.5 else "0.5" if level > -0.2 else "0"
                right = "1" if level > 0 or draw.random() < 0.25 else "0"
                row.append("" if draw.random() < 0.25 else graded if n % 3 == 2 else right)
            writer.writerow(row)


if __name__ == "__main__":
    main()
