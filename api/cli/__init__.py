"""The command line: one `saksi` with its commands; each command imports what it needs when run."""

import sys


def main() -> None:
    """Run the command line; known refusals become one sentence on standard error and exit 2."""
    from api.cli.commands import app
    from models.errors import SaksiError

    try:
        app()
    except SaksiError as refusal:
        print(str(refusal), file=sys.stderr)
        raise SystemExit(2) from None
