"""Long questions for news must not hold up the server's end: they are let go when it is told to."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def when_told_to_end(call: Callable[[], None]) -> Iterator[None]:
    """Call this as soon as the process is told to end, then whatever was to happen anyway.

    The web server itself only tells the application once every answer is out.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def told(number: int, frame: FrameType | None) -> None:
        call()
        earlier = before[signal.Signals(number)]
        if callable(earlier):
            earlier(number, frame)

    for number in SIGNALS:
        signal.signal(number, told)
    try:
        yield
    finally:
        for number, earlier in before.items():
            if signal.getsignal(number) is told:
                signal.signal(number, earlier)
