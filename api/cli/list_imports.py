"""What every import of a list shares: columns confirmed by --map, errors beside the file, codes."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from models.errors import BadInput
    from models.registers.headings import Headings

Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", help='A column by its heading, "Kontak Darurat=phone"; remembered from then on.'
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Say what is wrong; write nothing.")]
Election = Annotated[str | None, typer.Option(help="Code; the chosen election without.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Codes = Annotated[Path | None, typer.Option(help="Write the activation codes to this CSV file.")]
Done = TypeVar("Done")


def confirmed(headings: "Headings", words: Sequence[str] | None) -> "Headings":
    """The headings with what was confirmed now and before (in var/list-columns.json).

    Raises BadInput for a column that there is not.
    """
    from models.registers.headings import parsed
    from models.settings import settings

    file = settings().var / "list-columns.json"
    kept: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    given = parsed(words or ())
    found = headings.confirmed({**kept.get(headings.kind, {}), **given})
    if given:
        kept[headings.kind] = {**kept.get(headings.kind, {}), **given}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    return found


def opened(codes: Path | None) -> None:
    """Make the file of codes before anybody gets one; raises BadInput where it cannot be."""
    from models.errors import BadInput

    if codes is None:
        return
    try:
        codes.touch(0o600)
        codes.chmod(0o600)
    except OSError as problem:
        raise BadInput(f"--codes: {codes} cannot be written ({problem.strerror})") from None


def tell_codes(made: Sequence[tuple[str, str, str]], file: Path | None) -> None:
    """The codes on the screen, or where they were written."""
    if file is not None:
        print(f"{len(made)} activation codes in {file}: hand each to its person alone")
        return
    for name, phone, code in made:
        print(f"{code}  {phone}  {name}")
    if made:
        print("Each code is shown only now; hand it to its person alone.", file=sys.stderr)


def done_or_errors(file: Path, do: Callable[[], Done], as_json: bool) -> Done:
    """What was done; where lines are wrong all of them stand in a file beside the list.

    Raises BadInput.
    """
    from models.errors import BadInput
    from models.registers.wrong_lines import WRONG, by_column

    try:
        return do()
    except BadInput as refused:
        if as_json and refused.facts.get("proposed"):
            print(json.dumps({"proposed": refused.facts["proposed"]}, ensure_ascii=False))
        wrong = by_column(refused)
        if not wrong:
            raise
        beside = file.with_name(f"{file.stem}-salah.csv")
        head = (*WRONG, "alasan")
        lines = [(*one, _in_indonesian(refused, at, one[-1])) for at, one in enumerate(wrong)]
        with beside.open("w", newline="", encoding="utf-8-sig") as out:
            csv.writer(out).writerows([head, *lines])
        if as_json:
            told = [dict(zip(head, one, strict=True)) for one in lines]
            print(json.dumps({"errors": told}, ensure_ascii=False))
        raise BadInput(f"{refused}\nall {len(wrong)} wrong lines: {beside}") from None


def _in_indonesian(refused: "BadInput", at: int, english: str) -> str:
    """The reason of the n-th wrong line as people say it who keep the list; else as it is."""
    from api.pages import TEXTS
    from api.screen.desks.desk_words import Words
    from api.screen.desks.import_faults import told

    faults = refused.facts.get("faults")
    facts = faults[at][1] if isinstance(faults, list) else {}
    return told(facts, Words("id")) if f"imports.x_{facts.get('fault')}" in TEXTS else english


@contextmanager
def reading(what: str) -> Iterator[Callable[[int], None]]:
    """Lines so far on standard error, where somebody watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with shown:
        task = shown.add_task(what, total=None)
        yield lambda lines: shown.update(task, description=f"{what}: {lines:,} lines")
