"""A form that nobody prepared for is read from its blank page and boxes marked by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from api.cli.forms import layout, read_form
from ocr.evaluate import as_messenger
from ocr.synthetic import Photo, photograph
from tests.ocr.foreign_forms import Form, ghana_poll, kenya_34a

app = typer.Typer()
app.command("layout")(layout)
app.command("read")(read_form)


def kenyan(rng: np.random.Generator) -> dict[str, int]:
    votes = {f"candidate_{n}": int(rng.integers(0, 220)) for n in range(1, 6)}
    valid = sum(votes.values())
    return votes | {"valid": valid, "rejected": 7, "disputed": 0, "registered": valid + 95}


def ghanaian(rng: np.random.Generator) -> dict[str, int]:
    b = [int(n) for n in rng.integers(3, 150, 5)]
    cast = sum(b)
    votes = {f"b{place}": n for place, n in enumerate(b, 1)}
    return votes | {"b6": cast, "a1": cast + 61, "a2": cast - 9, "a3": 9, "a4": cast}


FORMS = [(kenya_34a, kenyan), (ghana_poll, ghanaian)]


@pytest.mark.parametrize(("draw", "numbers"), FORMS, ids=["kenya", "ghana"])
def test_a_form_of_another_country_is_read_from_its_blank(
    draw: Callable[[], Form], numbers: Callable[[np.random.Generator], dict[str, int]],
    tmp_path: Path,
) -> None:  # fmt: skip
    form = draw()
    cv2.imwrite(str(tmp_path / "blank.png"), form.blank)
    (tmp_path / "marked.json").write_text(json.dumps(form.description(5)))
    made = run("layout", str(tmp_path / "blank.png"), "--description",
               str(tmp_path / "marked.json"), "--out", str(tmp_path))  # fmt: skip
    assert form.id in made
    right = asked = 0
    photos = (Photo(tilt=0.3, side=1500, shadow=0.4), Photo(side=1500, turn=174, blur=0.7))
    for seed, photo in enumerate(photos):
        values = numbers(np.random.default_rng(seed))
        data = photograph(form.filled(values, seed), photo, seed)
        (tmp_path / "photo.jpg").write_bytes(as_messenger(data))
        out = run("read", str(tmp_path / "photo.jpg"), "--json", "--layouts", str(tmp_path))
        (reading,) = json.loads(out)
        assert reading["form"] == form.id
        given = {name: got["value"] for name, got in reading["fields"].items()}
        assert {n: v for n, v in given.items() if v is not None}.items() <= values.items()
        right += sum(value is not None for value in given.values())
        asked += len(values)
    assert right >= 0.85 * asked


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout
