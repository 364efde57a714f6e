"""Commands of the form reader: read photos, measure, train, lay out; knows no database."""

import json
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from models.values import FormReading
    from ocr.evaluate import Total
    from ocr.read import FormReader


def read_form(
    photos: Annotated[list[Path], typer.Argument(help="Photos or PDF scans of result forms.")],
    form: Annotated[str | None, typer.Option(help="Id of the form layout, if known.")] = None,
    layouts: Annotated[
        Path | None, typer.Option(help="Folder of layouts of one's own, made by `layout`.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Read the numbers from photos of result forms (C1, C.HASIL)."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more threads wait for each other on a page
    from models.errors import SaksiError
    from ocr.read import form_reader

    try:
        reader = form_reader(form, layouts)
    except SaksiError as error:
        _refuse(str(error))
    found, bad = [], []
    for photo in photos:
        try:
            found += [(photo, reading) for reading in reader.read(_bytes_of(photo))]
        except SaksiError as error:
            bad.append(f"{photo}: {error}")
    if json_:
        print(json.dumps([_document(photo, reading) for photo, reading in found], indent=1))
    else:
        for photo, reading in found:
            _show(photo, reading)
    if bad:
        _refuse("\n".join(bad))


def _bytes_of(photo: Path) -> bytes:
    from models.errors import UnreadablePhoto

    try:
        return photo.read_bytes()
    except OSError as error:
        raise UnreadablePhoto(error.strerror or "cannot be read") from error


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(2)


def _document(photo: Path, reading: "FormReading") -> dict[str, object]:
    return {
        "file": str(photo),
        "form": reading.form,
        "fields": {
            name: {"value": got.value, "digits": got.digits, "confidence": got.confidence}
            for name, got in reading.fields.items()
        },
        "findings": [finding.code for finding in reading.findings],
        "seconds": round(reading.seconds, 3),
    }


def _show(photo: Path, reading: "FormReading") -> None:
    from api.cli.screen_table import room, table

    print(f"{photo.name}: {reading.form or 'no known form'}, {reading.seconds:.2f} s")
    rows = [
        (name, "?" if got.value is None else str(got.value), got.digits, f"{got.confidence:.3f}")
        for name, got in reading.fields.items()
    ]
    print(table(("field", "value", "boxes", "confidence"), rows, room(), names=1))
    for finding in reading.findings:
        print(f"{finding.code} {' '.join(finding.fields)}".rstrip())


def train_digits(
    data: Annotated[Path, typer.Argument(help="Folder with digits/ and forms/.")],
    out: Annotated[Path, typer.Option(help="Where network and model card go.")] = Path("var/model"),
    folds: Annotated[bool, typer.Option(help="Also the five networks that test it.")] = True,
) -> None:
    """Train the digit network (needs ocr/training/requirements.txt; two cores, under an hour)."""
    try:
        from ocr.training.make import Recipe, make_network
    except ModuleNotFoundError as error:
        _refuse(f"{error.name} is missing: pip install -r ocr/training/requirements.txt")
    if not (data / "digits").is_dir() or not (data / "forms").is_dir():
        _refuse(f"{data} has no digits/ and forms/")
    make_network(data, out, Recipe(), typer.echo, folds)


def evaluate_forms(
    folder: Annotated[Path, typer.Argument(help="Folder with manifest.json and its images.")],
    sheet: Annotated[Path | None, typer.Option(help="Write misread boxes to this PNG.")] = None,
    folds: Annotated[
        Path | None, typer.Option(help="Folder of fold0..4.onnx: score stations unseen by them.")
    ] = None,
    messenger: Annotated[bool, typer.Option(help="Shrink photos as a chat app does.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Measure the reader on forms with known numbers: a table, and the misread boxes to look at."""
    from models.errors import SaksiError
    from ocr.evaluate import evaluate_folder

    try:
        with _progress() as step:
            lines, picture = evaluate_folder(
                folder, _readers(folds), messenger, sheet is not None, step
            )
    except SaksiError as error:
        _refuse(str(error))
    if sheet is not None and picture is not None:
        sheet.write_bytes(picture)
    if json_:
        print(json.dumps([line.row() for line in lines], indent=1))
    else:
        _table(lines)


def _readers(folds: Path | None) -> "Callable[[str], FormReader]":
    from ocr.read import form_reader

    if folds is None:
        reader = form_reader()
        return lambda file: reader
    from ocr.folds import fold_readers

    return fold_readers(folds)


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None]]":
    """A bar on the error stream, so that the table alone can be piped on."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading forms", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


_COLUMNS = {
    "forms": "forms",
    "digits_right": "digits",
    "numbers_right": "numbers",
    "abstained": "open",
    "asked": "asked",
    "silent": "wrong",
    "whole_right": "whole",
    "pages_asked": "0/1/+",
    "seconds": "s",
}

_CAPTION = (
    "%, but forms, asked (questions a form), wrong (given, yet not so), s; open: not given; "
    "0/1/+: forms with no question, one, more"
)


def _table(lines: "list[Total]") -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table("form", box=SIMPLE, padding=0, caption=_CAPTION)
    for title in _COLUMNS.values():
        table.add_column(title, justify="right", no_wrap=True)
    for row in (line.row() for line in lines):
        table.add_row(row["form"], *(_cell(row[key]) for key in _COLUMNS))
    Console().print(table)


def _cell(value: float | tuple[int, ...]) -> str:
    """A figure for the table; a dash for a share of nothing."""
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    if isinstance(value, int):
        return str(value)
    return "-" if math.isnan(value) else f"{value:.2f}"


def layout(
    blank: Annotated[Path, typer.Argument(help="Picture or PDF of one blank form.")],
    id_: Annotated[str, typer.Option("--id", help="Id of the layout to mark.")] = "new-form",
    description: Annotated[
        Path | None, typer.Option(help="JSON with the boxes; without it a marking page is made.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the result.")] = Path("var/layouts"),
) -> None:
    """Make a form layout from a blank form: first a page to mark its boxes, then the layout."""
    from models.errors import SaksiError
    from ocr.newform import make_layout, marking_page
    from ocr.page import decode

    try:
        page = decode(_bytes_of(blank), drawn=True)[0]
        if description is None:
            out.mkdir(parents=True, exist_ok=True)
            target = out / f"{id_}.html"
            target.write_text(marking_page(page, id_), "utf-8")
            typer.echo(f"Open {target} in a browser, mark the boxes, save the description.")
            return
        made = make_layout(page, _description(description), out)
    except SaksiError as error:
        _refuse(str(error))
    typer.echo(f"{out / made.id}.json: {len(made.fields)} numbers, {len(made.rules)} lines")


def _description(path: Path) -> dict[str, object]:
    from models.errors import BadInput

    try:
        loaded = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise BadInput(f"{path} holds no JSON object")
    return loaded
