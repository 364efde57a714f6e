"""Prints how hands are read that the networks have seen, and hands they have never seen."""

import sys
from collections.abc import Iterable

import cv2

from ocr.evaluate import Score, Total, evaluate
from ocr.folds import fold_readers, station_of
from ocr.read import form_reader
from tests.bench.forms import FOLDS, material

_ORIGINS = (
    ("c1ppwp_p1_aceh", "2019 page 1, Aceh"),
    ("c1ppwp_p2_aceh", "2019 page 2, Aceh"),
    ("c1ppwp_p2_rzwck", "2019 page 2, elsewhere"),
    ("2014_", "2014 annex"),
    ("2015_", "2015 annex"),
    ("2017_", "2017 Jakarta, phone"),
    ("2019_c1plano", "2019 wall sheets"),
    ("2024_", "2024"),
)


def main() -> int:
    """Print the table; 1 where the material is not at hand."""
    cv2.setNumThreads(1)
    data = material()
    if data is None:
        print("no material (SAKSI_SHARED)")
        return 1
    shipped = form_reader()
    readers = {"never seen": fold_readers(FOLDS), "seen": lambda file: shipped}
    for hands, reader_for in readers.items():
        scores = [score for score, _, _ in evaluate(data / "forms", reader_for)]
        known = [score for score in scores if score.read_as is not None]
        print(f"\nhands {hands}: {len(known)} forms with a layout, {_writers(known)} writers")
        print(f"{'':26}{'forms':>6}{'whole':>7}{'0/1/+':>10}{'asked':>7}{'numbers':>9}{'wrong':>7}")
        for origin, mine in _by_origin(known):
            print(_line(origin, Total(origin, tuple(mine))))
        print(_line("all", Total("all", tuple(known))))
        print(_line("writers, not forms", Total("", tuple(_joined(known)))))
    return 0


def _by_origin(scores: Iterable[Score]) -> Iterable[tuple[str, list[Score]]]:
    for part, name in _ORIGINS:
        mine = [score for score in scores if part in score.file]
        if mine:
            yield name, mine


def _line(name: str, total: Total) -> str:
    row = total.row()
    asked = "/".join(map(str, row["pages_asked"]))
    return (
        f"{name:26}{row['forms']:>6}{row['whole_right']:>6.1f}%{asked:>10}{row['asked']:>7.2f}"
        f"{row['numbers_right']:>8.1f}%{row['silent']:>7}"
    )


def _writers(scores: Iterable[Score]) -> int:
    return len({station_of(score.file) for score in scores})


def _joined(scores: Iterable[Score]) -> list[Score]:
    """One score for each station, whose sheets one hand wrote: all its pages as one."""
    by: dict[str, list[Score]] = {}
    for score in scores:
        by.setdefault(station_of(score.file), []).append(score)
    counts = ("numbers", "right", "abstained", "silent", "asked")
    return [
        Score(name, "", "", **{what: sum(getattr(one, what) for one in mine) for what in counts})
        for name, mine in by.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
