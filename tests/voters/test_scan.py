"""The look that ends every test with a database finds what should not be there."""

import subprocess

import pytest

from models.embedded import binaries
from tests.voters.scan import FIND


def _run(url: str, statement: str) -> subprocess.CompletedProcess[str]:
    command = [binaries.path("psql"), url, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
    return subprocess.run(command, env=binaries.environment(), capture_output=True, text=True)


@pytest.mark.parametrize(
    "left",
    [
        "insert into voter_change (at, election_id, contact_id, receipt, kind, text, photos,"
        " status, layer)"
        " values (now(), 1, 1, 'U-1', 'baru', 'NIK 9999990202900002', '[]', 'reported', 0)",
        "insert into event (id, channel, account, payload) values"
        " (gen_random_uuid(), 'x', 'x', convert_to('{\"text\":\"9999990202900002\"}', 'UTF8'))",
    ],
)
def test_a_number_that_is_left_fails_the_test_that_left_it(database_url: str, left: str) -> None:
    assert _run(database_url, FIND).returncode == 0
    assert _run(database_url, left).returncode == 0
    done = _run(database_url, FIND)
    assert done.returncode != 0
    assert "identity numbers are left in" in done.stderr
    emptied = "truncate voter_change; set session_replication_role = replica; delete from event"
    assert _run(database_url, emptied).returncode == 0
