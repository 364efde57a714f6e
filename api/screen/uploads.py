"""A form with a file in it (multipart/form-data), and spreadsheets that unpack to no end."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from models.errors import BadInput

LARGEST = 4 * 1024 * 1024
"""Bytes of an upload: 20,000 witnesses are about one."""
UNPACKED = 64 * 1024 * 1024
"""Bytes that a spreadsheet may hold inside: its reader takes all of them into memory."""
_MEMBERS = 500
_PIECE = 256 * 1024
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70})"?')
_NAME = re.compile(rb'name="([^"\r\n]*)"')
_FILE = re.compile(rb'filename="([^"\r\n]*)"')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it: its name there, and its bytes."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """ ".csv" or ".xlsx"; raises BadInput for every other kind."""
        suffix = Path(self.name).suffix.lower()
        if suffix not in (".csv", ".xlsx"):
            raise BadInput("send .csv or .xlsx", kind=suffix[:12], says="imports.kind")
        return suffix


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: its fields, each with all its values, and its file."""

    fields: dict[str, list[str]]
    file: Upload | None

    def one(self, name: str) -> str:
        """A field's first value; empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "")


def form_of(content_type: str, body: bytes) -> Form:
    """The form of a body; raises BadInput for one that is none."""
    found = _BOUNDARY.search(content_type)
    if found is None or not content_type.lower().startswith("multipart/form-data"):
        raise BadInput("this is no form with a file")
    fields: dict[str, list[str]] = {}
    file = None
    for part in body.split(b"--" + found[1].strip().encode())[1:-1]:
        head, empty, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head.replace(b"filename=", b""))
        if not empty or name is None:
            raise BadInput("a part of this form has no name")
        content = content.removesuffix(b"\r\n")
        named = _FILE.search(head)
        if named is not None:
            file = Upload(named[1].decode("utf-8", "replace"), content)
        else:
            key = name[1].decode("utf-8", "replace")
            fields.setdefault(key, []).append(content.decode("utf-8", "replace"))
    return Form(fields, file)


def keep(upload: Upload, folder: Path) -> Path:
    """The file on disk, for readers of lists; raises BadInput for one that unpacks to too much."""
    path = folder / f"list{upload.suffix}"
    path.write_bytes(upload.content)
    if upload.suffix == ".xlsx":
        _bounded(path)
    return path


def _bounded(path: Path) -> None:
    """Unpack every member, and stop where it is too much: what a file says of its size may lie."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            if len(members) > _MEMBERS:
                raise BadInput("this spreadsheet holds too many parts", says="imports.too_many")
            for member in members:
                member.file_size = UNPACKED * 2  # read to the real end, not to the one it says
                with book.open(member) as content:
                    while piece := content.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise BadInput(
                                "this spreadsheet is too large inside: send it as CSV",
                                says="imports.too_many",
                            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise BadInput("this is no spreadsheet that can be read", says="imports.broken") from None
