"""The whole reader on photos of forms of our own making: no material from outside is needed."""

import numpy as np
import pytest

from models.values import Ballot, Choice, Contest, FormReading
from ocr.derive import copy_pages
from ocr.header import Expected
from ocr.layout import Layout, layout_by_id
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for, values_for

PAIRS = Contest(
    Ballot.PPWP,
    "0",
    "Presiden dan Wakil Presiden",
    1,
    tuple(Choice(str(n), f"Pasangan Contoh {n}") for n in (1, 2, 3)),
)
PARTY = Contest(
    Ballot.DPR,
    "9901",
    "Dapil Contoh 1",
    6,
    (
        Choice("1", "Partai Contoh Satu", "PCS"),
        Choice("1.0", "Partai Contoh Satu"),
        *(Choice(f"1.{n}", f"Calon Contoh {n}") for n in range(1, 7)),
        Choice("2", "Partai Contoh Dua", "PCD"),
        Choice("2.0", "Partai Contoh Dua"),
        *(Choice(f"2.{n}", f"Caleg Peraga {n}") for n in range(1, 6)),
    ),
)


@pytest.fixture(scope="module")
def known() -> FormReader:
    return form_reader()


def read(reader: FormReader, layout: Layout, values: dict[str, int], photo: Photo, seed: int,
         filler: str = "X") -> FormReading:  # fmt: skip
    signs = {name: signs_for(value, 3, filler) for name, value in values.items()}
    data = photograph(fill(layout, signs, seed), photo, seed)
    return reader.read(data)[0]


def reader_of(reader: FormReader, layouts: tuple[Layout, ...]) -> FormReader:
    return FormReader(reader.network, layouts)


def given(reading: FormReading) -> dict[str, int]:
    return {name: got.value for name, got in reading.fields.items() if got.value is not None}


@pytest.mark.parametrize(
    ("photo", "seed"),
    [
        (Photo(), 1),
        (Photo(tilt=0.5, shadow=0.4), 2),
        (Photo(turn=180), 3),
        (Photo(side=1150, quality=70, blur=0.6), 4),
    ],
    ids=["flat", "tilted with shadow", "upside down", "as a messenger sends it"],
)
def test_wall_sheet_of_2024_is_read_and_never_wrongly(
    known: FormReader, photo: Photo, seed: int
) -> None:
    layout = layout_by_id("c-hasil-ppwp-2024-2")
    reader = reader_of(known, (drawn(layout),))
    values = values_for(layout, np.random.default_rng(seed)) | {"suara_2": 148}
    reading = read(reader, drawn(layout), values, photo, seed)
    assert reading.form == f"{layout.id}-drawn"
    found = given(reading)
    assert found.items() <= values.items()
    assert len(found) >= 2


def drawn(layout: Layout) -> Layout:
    """The layout with the words and frame that its blank would show, under an id of its own."""
    from dataclasses import replace

    words = (
        (90, 70, 22, "MODEL CONTOH"), (90, 120, 16, "Provinsi : Kecamatan : Kelurahan/Desa :"),
        (110, 200, 18, "IV. DATA RINCIAN PEROLEHAN SUARA PASANGAN CALON"),
        (130, 330, 26, "1"), (150, 380, 18, "Nama Calon Contoh A"), (130, 640, 26, "2"),
        (150, 690, 18, "Nama Peraga Contoh B"), (130, 950, 26, "3"),
        (150, 1000, 18, "Nama Calon Contoh C"), (130, 1300, 18, "TANDA TANGAN SAKSI DAN KPPS"),
        (130, 1500, 16, "Coret yang tidak perlu"), (700, 1600, 16, "Halaman contoh"),
    )  # fmt: skip
    return replace(layout, id=f"{layout.id}-drawn", words=words)


@pytest.mark.parametrize("seed", [11, 12])
def test_a4_copy_and_party_pages_are_read_and_flagged_as_unproven(
    known: FormReader, seed: int
) -> None:
    pages = (copy_pages(PAIRS, 2024)[1], copy_pages(PARTY, 2024)[2])
    right = numbers = 0
    for layout in pages:
        reader = reader_of(known, pages)
        values = values_for(layout, np.random.default_rng(seed))
        filler = "-" if layout is pages[1] else "X"
        reading = read(reader, layout, values, Photo(tilt=0.25), seed, filler)
        assert reading.form == layout.id
        assert "F109" in {finding.code for finding in reading.findings}
        found = given(reading)
        assert found.items() <= values.items()
        right += len(found)
        numbers += len(values)
    assert right >= 0.8 * numbers


def same_names(party: str) -> list[Choice]:
    names = [Choice(f"{party}.{n}", f"Calon Senama {n}") for n in range(1, 5)]
    return [Choice(party, "Partai Senama"), Choice(f"{party}.0", "Partai Senama"), *names]


def test_party_pages_that_cannot_be_told_apart_wait_for_the_number_that_the_sender_names(
    known: FormReader,
) -> None:
    choices = (*same_names("1"), *same_names("2"))
    pages = copy_pages(Contest(Ballot.DPR, "9901", "Dapil Contoh 1", 6, choices), 2024)
    reader, layout = reader_of(known, pages[1:3]), pages[2]
    values = values_for(layout, np.random.default_rng(4))
    signs = {name: signs_for(value, 3, "X") for name, value in values.items()}
    photo = photograph(fill(layout, signs, 4), Photo(), 4)
    unnamed = reader.read(photo)[0]
    assert (unnamed.form, unnamed.fields) == (None, {})
    assert [finding.code for finding in unnamed.findings] == ["F111"]
    named = reader.read(photo, Expected(party="2"))[0]
    assert named.form == layout.id
    assert given(named).items() <= values.items()


def test_a_broken_sum_is_given_as_written_or_not_at_all(known: FormReader) -> None:
    layout = copy_pages(PAIRS, 2024)[1]
    values = {"suara_1": 76, "suara_2": 89, "suara_3": 11, "sah": 176, "tidak_sah": 2, "total": 2}
    reading = read(reader_of(known, (layout,)), layout, values, Photo(), 5)
    assert given(reading).items() <= values.items()
    if len(given(reading)) == len(values):
        assert "F101" in {finding.code for finding in reading.findings}


def test_an_empty_form_gives_no_number(known: FormReader) -> None:
    layout = copy_pages(PAIRS, 2024)[1]
    reading = reader_of(known, (layout,)).read(photograph(fill(layout, {}, 1), Photo(), 1))[0]
    assert reading.form == layout.id
    assert given(reading) == {}


def test_another_paper_is_no_form(known: FormReader) -> None:
    paper = np.full((1600, 1100), 250, np.uint8)
    rng = np.random.default_rng(3)
    for _ in range(40):
        x, y = (int(v) for v in rng.integers(50, 1000, 2))
        paper[y : y + 4, x : x + int(rng.integers(20, 90))] = 40
    reading = known.read(photograph(paper, Photo(), 2))[0]
    assert reading.form is None
    assert reading.fields == {}
    assert "F103" in {finding.code for finding in reading.findings}


def test_a_dark_photo_says_so(known: FormReader) -> None:
    reading = known.read(photograph(np.full((1600, 1100), 60, np.uint8), Photo(table=20), 2))[0]
    assert {"F103", "F104"} <= {finding.code for finding in reading.findings}
