"""`make bench`: every measurement in turn, or those named (`make bench ARGS="ingest recap"`)."""

import importlib
import pkgutil
import sys
import traceback

import tests.bench

NOT_MEASURES = {"__main__", "client", "machine"}


def main(wanted: list[str]) -> int:
    """Run the measurements; the number of those that could not be taken."""
    known = {m.name for m in pkgutil.iter_modules(tests.bench.__path__)} - NOT_MEASURES
    unknown = set(wanted) - known
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
        return 2
    failed = 0
    for name in wanted or sorted(known):
        print(f"\n== {name}", flush=True)
        try:
            importlib.import_module(f"tests.bench.{name}").main()
        except Exception:
            traceback.print_exc()
            failed += 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
