"""The command line: one `saksi` with its commands; each command imports what it needs when run."""

import gc
import io
import os
import sys


def main() -> None:
    """Run the command line; known refusals become one sentence on standard error and exit 2."""
    if sys.argv[1:] in ([], ["-h"], ["--help"]):  # at once: no command is loaded
        from api.cli.first_page import PAGE

        print(PAGE)
        raise SystemExit(0 if sys.argv[1:] else 2)
    if sys.argv[1:] == ["--version"]:
        from importlib.metadata import version

        print(f"saksi {version('saksi')}")
        return
    _as_text()
    _environment()
    gc.set_threshold(50_000)  # what is imported stays: looking through it costs a tenth of a start
    from api.cli.commands import app
    from api.processes.private import keep_private
    from models.errors import SaksiError

    keep_private()
    try:
        app()
    except SaksiError as refusal:
        print(str(refusal), file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:  # whoever reads our answer (head, less) has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as refusal:  # a path that was named and cannot be read or written
        if refusal.filename is None or refusal.strerror is None:
            raise
        print(f"{refusal.filename}: {refusal.strerror.lower()}", file=sys.stderr)
        raise SystemExit(2) from None


def _environment() -> None:
    """What stands in .env (or the file that SAKSI_ENV names); the shell's own variables go before.

    Ends with one sentence where a file that was named is not there.
    """
    from dotenv import load_dotenv

    named = os.environ.get("SAKSI_ENV", "")
    file = named or ".env"
    if named and not os.path.isfile(named):
        print(f"SAKSI_ENV: there is no file {named}", file=sys.stderr)
        raise SystemExit(2)
    if os.path.isfile(file):
        load_dotenv(file, override=False, interpolate=False)


def _as_text() -> None:
    """What is typed and told is text: bytes that are none become the sign for them, not an error.

    Ends with one sentence where a word of the command holds such bytes: a name would be kept so.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for word in sys.argv[1:]:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            print("a word of the command is no text in UTF-8: type it again", file=sys.stderr)
            raise SystemExit(2)
