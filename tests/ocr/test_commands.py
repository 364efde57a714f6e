"""What `saksi forms read`, `evaluate-forms` and `layout` print, and how they refuse."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from api.cli.forms import evaluate_forms, layout, read_form
from models.errors import BadInput
from ocr.derive import copy_votes_page
from ocr.drawing import draw_blank
from ocr.layout import known_layouts
from ocr.newform import make_layout, prepared
from ocr.read import form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for
from tests.ocr.test_synthetic_forms import PAIRS

app = typer.Typer()
for command in (read_form, evaluate_forms, layout):
    app.command(command.__name__.replace("_", "-"))(command)
VALUES = {"suara_1": 120, "suara_2": 48, "suara_3": 7, "sah": 175, "tidak_sah": 4, "total": 179}


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def new_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the layout of a form nobody has seen, made from its blank."""
    folder = tmp_path_factory.mktemp("layouts")
    page = copy_votes_page(PAIRS, "UJI", 2029)
    blank = draw_blank(page)
    zoom = prepared(blank).shape[1] / blank.shape[1]
    fields = [
        {
            "name": box.name,
            "box": [
                round(v * zoom) + nudge for v, nudge in zip(box.box, (3, -2, 0, 0), strict=True)
            ],
            "means": box.means,
        }
        for box in page.fields
    ]
    sums = [[line.total, "=", *line.parts] for line in page.sums]
    described = {"id": "uji-2029-2", "title": "Uji", "year": 2029, "ballot": "ppwp", "page": 2}
    make_layout(blank, described | {"fields": fields, "sums": sums}, folder)
    return folder


def photo_of_new_form(folder: Path) -> Path:
    page = copy_votes_page(PAIRS, "UJI", 2029)
    signs = {name: signs_for(value) for name, value in VALUES.items()}
    path = folder / "photo.jpg"
    path.write_bytes(photograph(fill(page, signs, 21), Photo(tilt=0.2), 21))
    return path


def test_a_form_of_2029_is_read_from_its_blank_and_a_description(new_form: Path) -> None:
    data = photo_of_new_form(new_form).read_bytes()
    reading = form_reader("uji-2029-2", new_form).read(data)[0]
    assert reading.form == "uji-2029-2"
    given = {name: got.value for name, got in reading.fields.items() if got.value is not None}
    assert given.items() <= VALUES.items()
    assert len(given) >= 4


def test_boxes_are_moved_onto_the_lines_that_were_meant(new_form: Path) -> None:
    made = next(item for item in known_layouts(new_form) if item.id == "uji-2029-2")
    meant = copy_votes_page(PAIRS, "UJI", 2029)
    zoom = made.size[0] / meant.size[0]
    for box in meant.fields:
        assert made.field(box.name).box == pytest.approx([v * zoom for v in box.box], abs=3)


@pytest.mark.parametrize(
    "change",
    [{"id": "../x"}, {"fields": []}, {"fields": [{"name": "a", "box": [0, 0, 9000, 20]}]}],
)
def test_a_description_that_cannot_be_is_refused(change: dict[str, object], tmp_path: Path) -> None:
    described = {"id": "uji", "title": "Uji", "year": 2029, "ballot": "ppwp", "page": 1}
    fields = {"fields": [{"name": "a", "box": [10, 10, 90, 40]}]}
    with pytest.raises(BadInput):
        make_layout(np.full((900, 700), 255, np.uint8), described | fields | change, tmp_path)


def test_read_form_prints_the_agreed_document(new_form: Path) -> None:
    code, out, _ = run("read-form", str(photo_of_new_form(new_form)), "--json")
    assert code == 0
    document = json.loads(out)
    assert [list(item) for item in document] == [
        ["file", "form", "fields", "findings", "seconds"],
    ]


def test_read_form_refuses_what_is_no_photo_and_keeps_the_rest(new_form: Path) -> None:
    bad = new_form / "bad.jpg"
    bad.write_text("no photo")
    good = str(photo_of_new_form(new_form))
    code, out, err = run("read-form", good, str(bad), "--json")
    assert code == 2
    assert [item["file"] for item in json.loads(out)] == [good]
    assert "bad.jpg" in err
    assert run("read-form", good, "--form", "c1-of-2055")[0] == 2
    assert run("read-form", str(new_form / "none.jpg"))[0] == 2


def test_evaluate_forms_scores_a_folder_and_shows_what_was_misread(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((900, 700), 255, np.uint8))
    entry = {"file": "a.png", "form": "paper", "truth": {"sah": 12}, "box_chars": {"sah": "X12"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"entries": [entry]}))
    sheet = tmp_path / "misread.png"
    code, out, _ = run("evaluate-forms", str(tmp_path), "--json", "--sheet", str(sheet))
    assert code == 0
    row = json.loads(out)[0]
    assert (row["numbers"], row["numbers_right"], row["abstained"], row["silent"]) == (1, 0, 100, 0)
    assert sheet.read_bytes().startswith(b"\x89PNG")
    assert run("evaluate-forms", str(tmp_path / "nowhere"))[0] == 2


def test_the_table_of_evaluate_forms_can_be_read_on_a_narrow_screen(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((900, 700), 255, np.uint8))
    entry = {"file": "a.png", "form": "C1-PPWP lembar 2", "truth": {"sah": 12}}
    (tmp_path / "manifest.json").write_text(json.dumps({"entries": [entry]}))
    code, out, _ = run("evaluate-forms", str(tmp_path))
    assert code == 0
    line = next(row for row in out.splitlines() if "C1-PPWP lembar 2" in row)
    assert line.split()[3:9] == ["1", "-", "0.00", "100.00", "1.00", "0"]
    assert max(len(row) for row in out.splitlines()) <= 80


def test_the_marking_page_holds_the_form_and_needs_nothing_else(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((900, 700), 255, np.uint8))
    code, _, _ = run("layout", str(tmp_path / "blank.png"), "--id", "uji", "--out", str(tmp_path))
    assert code == 0
    page = (tmp_path / "uji.html").read_text()
    assert "data:image/png;base64," in page
    assert "http" not in page
