"""The whole reader: photo bytes in, FormReading out; touches no database and no network."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from models.values import FieldReading, Finding, FormReading, Severity
from ocr import photo_findings as faults
from ocr.agree import BAR, Agreed, broken_sums, weigh
from ocr.align import FlatPage, Placement, certain, flatten, place, place_beside, place_by_marks
from ocr.bubbles import read_bubbles, weigh_in
from ocr.cells import least_ink
from ocr.crammed import with_crammed
from ocr.digits import DigitNetwork, Probabilities, digit_network
from ocr.header import Expected, another_kelurahan, kelurahan_written, model_printed
from ocr.layout import Layout, known_layouts, layout_by_id
from ocr.page import decode
from ocr.party_rows import shown_rows
from ocr.plausible import plausible
from ocr.questions import questions
from ocr.scans import Grey
from ocr.signs import Candidate, averaged, reweighed
from ocr.table import find_annex
from ocr.tally import tallied, tally_weight
from ocr.two_sheets import parts_beside
from ocr.which_page import which_page

_LINES = 0.05
NOTHING_EXPECTED = Expected()
_UNPROVEN_BAR = 0.99


@dataclass(frozen=True, slots=True)
class FormReader:
    """Reads photos with one network and a set of layouts; use one per process, one thread each."""

    network: DigitNetwork
    layouts: Sequence[Layout]
    wanted: Layout | None = field(default=None)

    def read(self, data: bytes, expected: Expected = NOTHING_EXPECTED) -> list[FormReading]:
        """One reading per page of a photo or PDF, two of a photo of two; raises UnreadablePhoto."""
        started = time.perf_counter()
        out: list[FormReading] = []
        for number, picture in enumerate(decode(data)):
            sheets = self.read_sheets(picture, started, expected)
            out += [replace(one, picture=number) for one in sheets]
            started = time.perf_counter()
        return out

    def read_sheets(
        self,
        picture: Grey,
        started: float | None = None,
        expected: Expected = NOTHING_EXPECTED,
    ) -> list[FormReading]:
        """The reading of one decoded picture, and those of other sheets that lie beside it.

        Where the first sheet leaves no room for another, looking for one costs nothing.
        """
        first = self.read_picture(picture, started, expected)
        layout = next((one for one in self.layouts if one.id == first.form), None)
        if layout is None:
            return [first]
        out = [first]
        matrix = np.array(first.matrix).reshape(3, 3)
        for part in parts_beside(picture, layout, matrix):
            started = time.perf_counter()
            found = place_beside(part, self.layouts)
            placement = which_page(picture, found, expected.party) if found else None
            if placement is not None:
                page = shown_rows(flatten(picture, placement))
                out.append(self._read_page(picture, page, started, expected))
        return out

    def read_picture(
        self,
        picture: Grey,
        started: float | None = None,
        expected: Expected = NOTHING_EXPECTED,
    ) -> FormReading:
        """The reading of one decoded picture (see ocr.page.decode).

        With something expected, the header is read too and compared with it.
        """
        started = time.perf_counter() if started is None else started
        found = locate(picture, self.layouts, self.wanted)
        if not found:
            return _no_form(picture, started, expected)
        placement = which_page(picture, found, expected.party)
        if placement is None:
            return _one_of_several(found, started)
        page = shown_rows(flatten(picture, placement))
        return self._read_page(picture, page, started, expected)

    def _read_page(
        self, picture: Grey, page: FlatPage, started: float, expected: Expected
    ) -> FormReading:
        seen, differing = self._look(page)
        sums = [(item.total, item.parts) for item in page.layout.sums]
        agreed = weigh(seen, sums)
        if not all(item.certain for item in agreed.values()):
            seen = self._look_again(picture, page, seen)
            agreed = weigh(seen, sums)
        problems = faults.page_findings(picture, page)
        cut = {name for item in problems if item.code == faults.CUT_OFF for name in item.fields}
        readings = {
            box.name: self._reading(page, box.name, agreed[box.name], box.name in cut)
            for box in page.layout.fields
        }
        header, wrong = _header(page, expected)
        open_ = [name for name, reading in readings.items() if reading.value is None]
        plain = {name for name in open_ if name not in cut and _in_place(page, name, agreed[name])}
        return FormReading(
            page.layout.id,
            readings,
            (*problems, *differing, *_sum_findings(page.layout, readings), *wrong),
            time.perf_counter() - started,
            page.layout.page,
            header,
            matrix=tuple(float(v) for v in page.matrix.ravel()),
            questions=questions(seen, sums, open_, plain),
        )

    def _look_again(
        self, picture: Grey, page: FlatPage, seen: Mapping[str, tuple[Candidate, ...]]
    ) -> dict[str, tuple[Candidate, ...]]:
        """A doubtful page laid flat anew by its marks alone: the mean of both looks.

        A part of a pixel turns a sign that is near two others; two ways to lie flat differ by that.
        """
        placement = place_by_marks(picture, page.layout)
        if placement is None:
            return dict(seen)
        other, _ = self._look(shown_rows(flatten(picture, placement)))
        return {
            name: averaged(one, other[name]) if name in other else one for name, one in seen.items()
        }

    def _look(self, page: FlatPage) -> tuple[dict[str, tuple[Candidate, ...]], list[Finding]]:
        """What boxes, bubbles and tally say of each field, weighed together but without sums."""
        cells = [cell for box in page.layout.fields for cell in page.fields[box.name].cells]
        signs = self.network.read(page.image, cells)
        least = least_ink(page.image, cells)
        seen: dict[str, tuple[Candidate, ...]] = {}
        differing = []
        at = 0
        for box in page.layout.fields:
            found = page.fields[box.name]
            mine = signs[at : at + box.cells]
            at += box.cells
            bubbles = read_bubbles(page.image, box, found)
            if bubbles is not None:
                if _against(mine, bubbles):
                    differing.append(Finding(faults.MARKS_DIFFER, Severity.ASK, (box.name,)))
                mine = weigh_in(mine, bubbles)
            candidates = with_crammed(page.image, found, mine, self.network, least)
            candidates = plausible(candidates, box, page.layout)
            allowed = tallied(page.image, box, found)
            if allowed is not None:
                candidates = reweighed(candidates, partial(tally_weight, allowed=allowed))
            seen[box.name] = candidates
        return seen, differing

    def _reading(self, page: FlatPage, name: str, agreed: Agreed, cut: bool) -> FieldReading:
        found = page.fields[name]
        first, last = found.cells[0], found.cells[-1]
        place_ = (
            round(first.x),
            round(first.y),
            round(last.x + last.width - first.x),
            round(first.height),
        )
        if not agreed.seen or cut:
            return FieldReading(None, "", 0.0, place_)
        best = agreed.seen[0]
        certain = agreed.certain and _in_place(page, name, agreed)
        if not page.layout.proven:
            certain = certain and agreed.confidence >= _UNPROVEN_BAR
        options = [(c.value, c.probability) for c in agreed.seen[:4] if c.value is not None]
        return FieldReading(
            best.value if certain else None,
            best.signs,
            round(agreed.confidence, 4),
            place_,
            tuple((value, round(p, 4)) for value, p in options),
        )


def _in_place(page: FlatPage, name: str, agreed: Agreed) -> bool:
    """Whether a number's boxes were found by their lines, or what is in them is plain anyway."""
    lines = page.fields[name].strength >= _LINES
    return lines or (bool(agreed.seen) and agreed.seen[0].probability >= BAR)


def locate(
    picture: Grey, layouts: Sequence[Layout], wanted: Layout | None = None
) -> list[Placement]:
    """The pages that a picture may show, best first, by printed marks or else the annex's table."""
    found = [item for item in place(picture, [wanted] if wanted else layouts) if certain(item)]
    annex = find_annex(picture) if not found and wanted is None else None
    return [Placement(annex[0], annex[1], 0, 1.0)] if annex else found


def _one_of_several(found: Sequence[Placement], started: float) -> FormReading:
    """A page of a known form, but which of those that look alike cannot be told."""
    pages = {str(place): one.layout.page for place, one in enumerate(found[:4], 1)}
    problems = (Finding(faults.WHICH_PAGE, Severity.ASK, numbers=pages),)
    return FormReading(None, {}, problems, time.perf_counter() - started)


def _no_form(picture: Grey, started: float, expected: Expected) -> FormReading:
    """No known page: what is wrong with the photo, and which form it may be instead."""
    problems = [Finding(faults.NOT_A_FORM, Severity.ASK), *faults.photo_findings(picture)]
    model = model_printed(picture) if expected != NOTHING_EXPECTED else ""
    if model:
        problems[0] = Finding(faults.WRONG_PAGE, Severity.ASK)
    header = {"model": model} if model else {}
    return FormReading(None, {}, tuple(problems), time.perf_counter() - started, header=header)


def _header(page: FlatPage, expected: Expected) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """What the header says and how it differs from what was expected."""
    problems: tuple[Finding, ...] = ()
    if expected.ballot and page.layout.ballot != expected.ballot:
        problems += (Finding(faults.WRONG_PAGE, Severity.ASK, numbers={"page": page.layout.page}),)
    written = kelurahan_written(page) if expected.kelurahan else ""
    if written and another_kelurahan(written, expected.kelurahan):
        problems += (Finding(faults.OTHER_STATION, Severity.ASK),)
    return ({"kelurahan": written} if written else {}), problems


def _against(signs: Probabilities, bubbles: Probabilities) -> bool:
    """True when a clear bubble and a clear box name different digits."""
    as_digit = np.concatenate(
        [signs[:, :1] + signs[:, 10:].sum(axis=1, keepdims=True), signs[:, 1:10]], axis=1
    )
    clear = (bubbles.max(axis=1) > 0.5) & (as_digit.max(axis=1) > 0.9)
    return bool(np.any(clear & (bubbles.argmax(axis=1) != as_digit.argmax(axis=1))))


def _sum_findings(layout: Layout, readings: Mapping[str, FieldReading]) -> list[Finding]:
    values = {name: reading.value for name, reading in readings.items()}
    broken = broken_sums(values, [(item.total, item.parts) for item in layout.sums])
    return [
        Finding(
            faults.BROKEN_SUM,
            Severity.ASK,
            (total, *parts),
            {"written": values[total] or 0, "sum": made},
        )
        for total, parts, made in broken
    ]


def form_reader(form: str | None = None, more: Path | None = None) -> FormReader:
    """The reader that comes with Saksi, for one layout or for all; raises NotFound.

    `more` is a folder with layouts of one's own, as `saksi forms layout` writes them.
    """
    cv2.setNumThreads(1)
    wanted = layout_by_id(form, more) if form else None
    return FormReader(digit_network(), known_layouts(more), wanted)


def read_form(data: bytes, form: str | None = None) -> list[FormReading]:
    """Read a photo or PDF scan of result forms. Raises UnreadablePhoto, NotFound (form)."""
    return form_reader(form).read(data)
