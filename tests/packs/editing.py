"""Small edits of a pack folder, which fail when there is nothing to edit."""

from pathlib import Path


def edit(pack: Path, file: str, old: str, new: str) -> None:
    """Replace one piece of text that must be there once."""
    text = (pack / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (pack / file).write_text(text.replace(old, new), "utf-8")


def append_line(pack: Path, file: str, line: str) -> None:
    """Add a row at the end of a file."""
    with (pack / file).open("a", encoding="utf-8") as out:
        out.write(f"{line}\n")


def drop_lines(pack: Path, file: str, *beginnings: str) -> None:
    """Take out the rows that begin so; each must be there."""
    lines = (pack / file).read_text("utf-8").splitlines(keepends=True)
    for beginning in beginnings:
        assert any(line.startswith(beginning) for line in lines), beginning
    kept = [line for line in lines if not line.startswith(beginnings)]
    (pack / file).write_text("".join(kept), "utf-8")
