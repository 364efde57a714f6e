"""Prints the form reader's figures by cross-validation: no network answers for what it saw."""

import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.values import Ballot, Choice, Contest
from ocr.derive import copy_pages
from ocr.evaluate import Score, Total, evaluate, upper_bound
from ocr.folds import fold_of, fold_readers
from ocr.page import decode, resize
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for, values_for

FOLDS = Path(__file__).parents[1] / "ocr" / "folds"
PAGE_2, PAGE_1 = "C1-PPWP lembar 2", "C1-PPWP lembar 1"
ANNEX_2014, PHONE_2017 = "C1-PPWP lampiran 1", "C1-KWK Plano"
_TOTALS = {"A4_jumlah_J", "B4_jumlah_J"}


def main() -> int:
    """Print the table; 1 where the material is not at hand."""
    cv2.setNumThreads(1)
    data = material()
    if data is None:
        print("no material (SAKSI_SHARED): only the forms of our own making")
    readers = fold_readers(FOLDS)
    rows: list[tuple[str, str, str]] = []
    if data is not None:
        rows += _open_half(data, readers)
    rows.append(_own_making())
    rows += _speed()
    width = max(len(name) for name, _, _ in rows)
    print(f"{'':{width}}  measured{'':26}to reach")
    for name, value, goal in rows:
        print(f"{name:{width}}  {value:34}{goal}")
    print(f"machine: {platform.machine()}, Python {platform.python_version()}, one thread")
    return 0 if data is not None else 1


def material() -> Path | None:
    """The folder with `forms` and `digits`, or None where it is not at hand."""
    beside = Path(__file__).parents[3] / "shared"
    folder = Path(os.environ.get("SAKSI_SHARED", beside)) / "data"
    return folder if (folder / "forms" / "manifest.json").exists() else None


def _open_half(data: Path, readers: Callable[[str], FormReader]) -> list[tuple[str, str, str]]:
    scores = [score for score, _, _ in evaluate(data / "forms", readers)]
    small = [score for score, _, _ in evaluate(data / "forms", readers, messenger=True)]
    second, annex = _of(scores, PAGE_2), _of(scores, ANNEX_2014)
    phone, first = _of(scores, PHONE_2017), _of(scores, PAGE_1)
    both = sum(not (_TOTALS & set(score.misread)) for score in first)
    every = Total("all", tuple(scores))
    known = Total("known", tuple(s for s in scores if s.read_as is not None))
    silent, numbers = sum(s.silent for s in scores), sum(s.numbers for s in scores)
    point = _points(second, _of(small, PAGE_2))
    phone_point = _points(phone, _of(small, PHONE_2017))
    return [
        ("digits, 2019 page 2", _share(second, "digits_right", "digits"), "99.3 %"),
        ("numbers right, 2019 page 2", _share(second, "right", "numbers"), "96 %"),
        ("whole page right, 2019 page 2", _whole(second), "88 %"),
        ("questions per page, 2019 page 2", _questions(second), "0.25"),
        ("2019 page 1 totals, whole page", f"{both}/{len(first)}", "90 %"),
        ("2014 lampiran, whole page", _whole(annex), "80 %"),
        ("questions per page, 2014 lampiran", _questions(annex), ""),
        ("questions per page, forms with a layout", _questions(known.scores), ""),
        ("2017 phone photos, numbers", _share(phone, "right", "numbers"), "85 %"),
        ("2024 boxes, digits and X", _boxes(data), "99.3 %"),
        (
            "wrong given as certain, all forms",
            f"{silent}/{numbers}, 95 %: < {100 * upper_bound(silent, numbers):.2f} %",
            "none",
        ),
        ("refused, forms with a layout", _share(known.scores, "abstained", "numbers"), "< 12 %"),
        ("refused, all forms", _share(every.scores, "abstained", "numbers"), ""),
        ("messenger quality, page 2", f"{point:+.1f} points of numbers", "-3 at most"),
        ("messenger quality, 2017", f"{phone_point:+.1f} points of numbers", "-3 at most"),
    ]


def _of(scores: Sequence[Score], form: str) -> tuple[Score, ...]:
    return tuple(score for score in scores if score.form == form)


def _share(scores: Sequence[Score], part: str, whole: str) -> str:
    total = Total("", tuple(scores))
    of = sum(getattr(score, whole) for score in scores)
    return f"{total.share(part, whole):.1f} % of {of}"


def _points(scores: Sequence[Score], small: Sequence[Score]) -> float:
    before, after = Total("", tuple(scores)), Total("", tuple(small))
    return after.share("right", "numbers") - before.share("right", "numbers")


def _whole(scores: Sequence[Score]) -> str:
    right = sum(score.whole for score in scores)
    return f"{100 * right / max(len(scores), 1):.1f} % of {len(scores)}"


def _questions(scores: Sequence[Score]) -> str:
    """How many numbers a person is asked for, and how many pages need none, one, more."""
    none, one, more = Total("", tuple(scores)).pages_asked()
    asked = sum(score.asked for score in scores)
    return f"{asked / max(len(scores), 1):.2f} (none {none}, one {one}, more {more})"


def _boxes(data: Path) -> str:
    """The single boxes of 2024, each by the network that has not seen its block of files."""
    from ocr.digits import DigitNetwork, softmax
    from ocr.training.samples import LOOKS, boxes_2024

    samples = boxes_2024(data / "digits")
    ink = samples.ink[:, 6:54, 6:54].astype(np.float32) / 255
    mask = samples.mask[:, 6:54, 6:54].astype(np.float32) / 255
    folds = np.array([fold_of(str(group)) for group in samples.group])
    labels = samples.label[::LOOKS]
    right = 0
    for fold in range(5):
        mine = folds == fold
        network = DigitNetwork(FOLDS / f"fold{fold}.onnx", 1.0)
        looks = softmax(network.logits(np.stack([ink[mine], mask[mine]], axis=1)))
        answers = looks.reshape(-1, LOOKS, looks.shape[1]).mean(axis=1)
        right += int((answers.argmax(axis=1) == labels[mine[::LOOKS]]).sum())
    return f"{100 * right / len(labels):.2f} % of {len(labels)}"


def _own_making() -> tuple[str, str, str]:
    """Party pages and the A4 copy, filled by the generator of the tests."""
    pages = _own_pages()
    reader = FormReader(form_reader().network, pages)
    right = numbers = silent = 0
    for seed in range(12):
        layout = pages[seed % len(pages)]
        values = values_for(layout, np.random.default_rng(seed))
        signs = {name: signs_for(value) for name, value in values.items()}
        photo = Photo(tilt=0.05 * seed, shadow=0.03 * seed, blur=0.05 * seed)
        reading = reader.read(photograph(fill(layout, signs, seed), photo, seed))[0]
        for name, value in values.items():
            got = reading.fields.get(name)
            numbers += 1
            right += got is not None and got.value == value
            silent += got is not None and got.value not in (None, value)
    share = 100 * right / numbers
    return ("party pages, A4 copy (own making)", f"{share:.1f} %, {silent} wrong", "95 %")


def _own_pages() -> tuple[Any, ...]:
    pairs = tuple(Choice(str(n), f"Pasangan Contoh {n}") for n in (1, 2, 3))
    president = Contest(Ballot.PPWP, "0", "Presiden dan Wakil Presiden", 1, pairs)
    party = (
        Choice("1", "Partai Contoh Satu"),
        Choice("1.0", "Partai Contoh Satu"),
        *(Choice(f"1.{n}", f"Calon Contoh {n}") for n in range(1, 9)),
    )
    house = Contest(Ballot.DPR, "9901", "Dapil Contoh 1", 8, party)
    return (*copy_pages(president, 2024), copy_pages(house, 2024)[1])


def _speed() -> list[tuple[str, str, str]]:
    """Seconds of one process for a page of 12 megapixels, and its memory."""
    layout = _own_pages()[1]
    values = values_for(layout, np.random.default_rng(1))
    page = decode(
        photograph(fill(layout, {n: signs_for(v) for n, v in values.items()}, 1), Photo(), 1)
    )[0]
    large = resize(page, (12e6 / page.size) ** 0.5)
    data = cv2.imencode(".jpg", large)[1].tobytes()
    reader = form_reader()
    reader = FormReader(reader.network, (*reader.layouts, layout))
    reader.read(data)
    used = []
    for _ in range(7):
        started = time.process_time()
        reader.read(data)
        used.append(time.process_time() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        ("CPU seconds per page, 12 megapixels", f"{sorted(used)[3]:.2f}", "0.5"),
        ("peak memory of this whole run", f"{memory:.0f} MB", "400 MB (one reader)"),
    ]


if __name__ == "__main__":
    sys.exit(main())
