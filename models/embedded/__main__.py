"""The guard's process (`guard.spawn` starts it); no command for people."""

import sys

from models.embedded.guard import main

main(*sys.argv[1:])
