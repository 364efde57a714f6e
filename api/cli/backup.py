"""Commands that copy the whole database into a file and back."""

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="The backup, for example saksi-2024-02-14.dump")]


def backup(file: File) -> None:
    """Write the whole database into FILE; Saksi may go on running."""
    from api.processes.place import database_url
    from models.embedded.backup import dump
    from models.settings import settings

    with database_url(settings()) as url:
        dump(url, file)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB. Keep the photos and the key file too.")


def restore(file: File) -> None:
    """Read FILE into an empty database; refused when it holds anything."""
    from api.processes.place import database_url
    from models.embedded.backup import restore as read
    from models.settings import settings

    with database_url(settings()) as url:
        read(url, file)
    print(f"{file} is restored. Start with: saksi run")
