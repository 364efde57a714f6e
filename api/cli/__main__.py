"""`python -m api.cli` is `saksi`: how `saksi run` starts its processes."""

from api.cli import main

main()
