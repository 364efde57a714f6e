"""Measures the reader on a folder of forms with known numbers; decides nothing about reading."""

import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.errors import BadInput, UnreadablePhoto
from models.values import FormReading
from ocr.page import cut_out, decode, resize
from ocr.read import FormReader
from ocr.scans import Grey

ReaderFor = Callable[[str], FormReader]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one form: counts of digits and numbers; `silent` are wrong and not asked.

    `asked` is how many numbers a person is asked for who answers what stands on the form: some
    answers settle other open numbers.
    """

    file: str
    form: str
    read_as: str | None
    digits: int = 0
    digits_right: int = 0
    numbers: int = 0
    right: int = 0
    abstained: int = 0
    silent: int = 0
    asked: int = 0
    seconds: float = 0.0
    misread: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True when every number was given and right, without a question."""
        return self.numbers > 0 and self.right == self.numbers


@dataclass(frozen=True, slots=True)
class Total:
    """Scores added up for one line of the table."""

    name: str
    scores: tuple[Score, ...] = field(repr=False)

    def _sum(self, what: str) -> int:
        return sum(getattr(score, what) for score in self.scores)

    def share(self, part: str, whole: str) -> float:
        """A share in percent, NaN for nothing of nothing."""
        of = self._sum(whole)
        return 100 * self._sum(part) / of if of else math.nan

    def pages_asked(self) -> tuple[int, int, int]:
        """How many pages need no question, one, and more."""
        asked = [score.asked for score in self.scores]
        none, one = asked.count(0), asked.count(1)
        return none, one, len(asked) - none - one

    def row(self) -> dict[str, Any]:
        """The line as plain values."""
        silent_numbers = self._sum("silent")
        return {
            "form": self.name,
            "forms": len(self.scores),
            "digits": self._sum("digits"),
            "digits_right": round(self.share("digits_right", "digits"), 2),
            "numbers": self._sum("numbers"),
            "numbers_right": round(self.share("right", "numbers"), 2),
            "abstained": round(self.share("abstained", "numbers"), 2),
            "asked": round(self._sum("asked") / len(self.scores), 2),
            "pages_asked": self.pages_asked(),
            "silent": silent_numbers,
            "silent_up_to": round(100 * upper_bound(silent_numbers, self._sum("numbers")), 2),
            "whole_right": round(100 * sum(s.whole for s in self.scores) / len(self.scores), 1),
            "seconds": round(sorted(s.seconds for s in self.scores)[len(self.scores) // 2], 3),
        }


def upper_bound(events: int, trials: int, level: float = 0.95) -> float:
    """Exact one-sided upper bound (Clopper-Pearson) of a rate after `events` in `trials`."""
    if trials == 0 or events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        below = sum(
            math.comb(trials, k) * middle**k * (1 - middle) ** (trials - k)
            for k in range(events + 1)
        )
        low, high = (middle, high) if below > 1 - level else (low, middle)
    return high


def entries(folder: Path) -> list[Mapping[str, Any]]:
    """The manifest's entries that have numbers; raises BadInput without a readable manifest."""
    try:
        loaded = json.loads((folder / "manifest.json").read_text("utf-8"))
        found = loaded["entries"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{folder} has no readable manifest.json: {error}") from error
    return [entry for entry in found if entry.get("truth")]


def evaluate(
    folder: Path,
    reader_for: ReaderFor,
    only: Sequence[str] | None = None,
    messenger: bool = False,
    step: Progress = lambda done, total: None,
) -> Iterator[tuple[Score, FormReading, Grey]]:
    """Read each form of a manifest and score it; `messenger` shrinks it as a chat app would."""
    wanted = [e for e in entries(folder) if only is None or e["form"] in only]
    for number, entry in enumerate(wanted, 1):
        data = (folder / str(entry["file"])).read_bytes()
        try:
            data = as_messenger(data) if messenger else data
            started = time.perf_counter()
            picture = decode(data)[0]
            reading = reader_for(str(entry["file"])).read_picture(picture, started)
        except UnreadablePhoto:
            continue
        yield score(entry, reading), reading, picture
        step(number, len(wanted))


def evaluate_folder(
    folder: Path,
    reader_for: ReaderFor,
    messenger: bool = False,
    sheet: bool = False,
    step: Progress = lambda done, total: None,
) -> tuple[list[Total], bytes | None]:
    """The whole table for a folder and, if asked for, the misread boxes as a PNG."""
    known = {str(entry["file"]): entry for entry in entries(folder)}
    scores, crops = [], []
    for item, reading, picture in evaluate(folder, reader_for, None, messenger, step):
        scores.append(item)
        for name in item.misread if sheet else ():
            crop = field_crop(picture, reading, name)
            if crop is not None:
                crops.append((caption(known[item.file], item, reading, name), crop))
    png = bytes(cv2.imencode(".png", contact_sheet(crops))[1].tobytes()) if sheet else None
    return totals(scores), png


def as_messenger(data: bytes) -> bytes:
    """A photo as a chat app delivers it: 1280 px on the long side, JPEG quality 70."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise UnreadablePhoto("no picture", reason="no_picture")
    scale = min(1.0, 1280 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes())


def score(entry: Mapping[str, Any], reading: FormReading) -> Score:
    """Compare a reading with the truth of its manifest entry; unsure fields are left out."""
    unsure = set(entry.get("unsure_fields") or ())
    truth = {name: value for name, value in entry["truth"].items() if name not in unsure}
    given = {name: reading.fields[name].value for name in truth if name in reading.fields}
    numbers = {name: value for name, value in truth.items() if value is not None}
    misread = tuple(name for name, value in numbers.items() if given.get(name) != value)
    wrong = sum(value not in (None, truth[name]) for name, value in given.items())
    digits, digits_right = _digits(entry.get("box_chars") or {}, truth, reading)
    asked, settled_wrong = questions_asked(reading, truth)
    return Score(
        str(entry["file"]),
        str(entry["form"]),
        reading.form,
        digits,
        digits_right,
        len(numbers),
        len(numbers) - len(misread),
        sum(given.get(name) is None for name in numbers),
        wrong + settled_wrong,
        asked,
        reading.seconds,
        misread,
        tuple(item.code for item in reading.findings),
    )


def _digits(
    chars: Mapping[str, str], names: Iterable[str], reading: FormReading
) -> tuple[int, int]:
    """How many boxes are known sign by sign, and how many were read as they are."""
    digits = right = 0
    for name in names:
        written = chars.get(name) or ""
        if "[" in written or "?" in written:
            continue
        digits += len(written)
        got = reading.fields[name].digits if name in reading.fields else ""
        right += sum(a == b for a, b in zip(got, written, strict=False))
    return digits, right


def questions_asked(reading: FormReading, truth: Mapping[str, int | None]) -> tuple[int, int]:
    """How many numbers a truthful person is asked for, and how many the answers settled wrongly.

    On a page that was not found the person types every number.
    """
    if reading.form is None:
        return sum(value is not None for value in truth.values()), 0
    settled: dict[str, int] = {}
    asked = 0
    for question in reading.questions:
        answer = truth.get(question.name)
        if answer is not None and question.name not in settled:
            asked += 1
            settled |= question.settles.get(answer, {})
    return asked, sum(truth.get(name, value) != value for name, value in settled.items())


def totals(scores: Sequence[Score]) -> list[Total]:
    """One line per form name of the manifest, and one for all."""
    names = sorted({item.form for item in scores})
    lines = [Total(name, tuple(s for s in scores if s.form == name)) for name in names]
    return [*lines, Total("all", tuple(scores))] if scores else []


def field_crop(picture: Grey, reading: FormReading, name: str, margin: float = 0.35) -> Grey | None:
    """The boxes of one field cut from the picture, upright; None where they were not found."""
    got = reading.fields.get(name)
    if got is None or got.box is None or not reading.matrix:
        return None
    return cut_out(picture, reading.matrix, got.box, margin)


def contact_sheet(items: Sequence[tuple[str, Grey]], columns: int = 4) -> Grey:
    """Captioned crops on one picture, for looking at what was misread."""
    tiles = []
    for caption, crop in items:
        tile = np.full((128, 420), 255, np.uint8)
        small = crop if crop.shape[1] <= 416 else resize(crop, 416 / crop.shape[1])
        tile[2 : 2 + small.shape[0], 2 : 2 + small.shape[1]] = small
        cv2.putText(tile, caption[:58], (2, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
        tiles.append(tile)
    while len(tiles) % columns or not tiles:
        tiles.append(np.full((128, 420), 255, np.uint8))
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    return np.asarray(np.vstack(rows), np.uint8)


def caption(entry: Mapping[str, Any], score_: Score, reading: FormReading, name: str) -> str:
    """File, field, what is written and what was read, for the contact sheet."""
    got = reading.fields.get(name)
    seen = f"{got.value} ({got.digits} {got.confidence:.2f})" if got else "-"
    return f"{Path(score_.file).stem[-24:]} {name}: {entry['truth'][name]} / {seen}"
