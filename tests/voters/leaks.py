"""Looks for identity numbers where none may be: in a dump of the database, in logs, in metrics."""

import re
import subprocess

from prometheus_client import generate_latest

from models.embedded import binaries

_REGION = "999999"
_PLAIN = re.compile(r"(?<![0-9a-f])" + _REGION + r"[0-9]{10}(?![0-9a-f])")
_SPACED = re.compile(r"9999[ .-]9901[ .-][0-9]{4}[ .-][0-9]{4}")
_HEX = re.compile(_REGION.encode().hex() + "(?:3[0-9]){10}")
"""Bytes are dumped as hex: a payload with a NIK in it shows as 393939..."""
EXAMPLE = "9999990101900001"
"""What replies give as an example of what to type."""


def dump(url: str) -> str:
    """The whole database as pg_dump writes it."""
    command = [binaries.path("pg_dump"), "--dbname", url]
    done = subprocess.run(command, env=binaries.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def numbers_in(told: str) -> set[str]:
    """The made-up NIKs in a text, plain, grouped or as hex; without the example of our replies."""
    found = set(_PLAIN.findall(told)) | set(_SPACED.findall(told))
    found |= {bytes.fromhex(one).decode() for one in _HEX.findall(told)}
    return found - {EXAMPLE}


def metrics() -> str:
    """The metrics of this process."""
    return generate_latest().decode()
