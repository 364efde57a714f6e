"""The process that opens files: when whoever asked is gone, it ends without a word."""

import json
import subprocess
import sys

CHILD = "from ocr.child import main; main(700_000_000)"


def test_an_answer_that_nobody_waits_for_leaves_no_trace() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", CHILD], stdin=pipe, stdout=pipe, stderr=pipe
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(8)  # it is ready
        child.stdout.close()
        asked = json.dumps({"do": "ocr.file_kinds:file_kind", "seconds": 5, "about": []}).encode()
        child.stdin.write(len(asked).to_bytes(8, "big") + asked + bytes(8))
        child.stdin.close()
        assert (child.wait(20), child.stderr.read()) == (0, b"")
