"""Looks for the tests' identity numbers in all of the suite: databases, logs, metrics.

Before a database is dropped, one statement in it looks over the tables in which something that
people wrote may stand; a dump of each would take minutes. Tests of the register dump theirs besides
(tests/voters/conftest).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.voters.leaks import EXAMPLE, metrics, numbers_in

_PLACES = (
    *("event", "inbox", "outbox", "contact", "notice", "audit_entry", "incident", "open_question"),
    *("voter_change", "voter_visit", "broadcast", "revision"),
)
FIND = f"""
do $$
declare place text; told text; found text := '';
begin
  if to_regclass('event') is null then return; end if;
  if not exists (select from outbox) and not exists (select from event)
     and not exists (select from voter_change) then return; end if;
  for place in select relname from pg_class where relkind = 'r' and relpages >= 0
      and relnamespace = 'public'::regnamespace and relname = any('{{{",".join(_PLACES)}}}')
  loop
    execute format('select string_agg(distinct left(m.hit, 40), '' '') from %I t,
        lateral (select replace(t::text, ''{EXAMPLE}'', '''') as row) r,
        lateral (select substring(r.row from ''(?:^|[^0-9a-f])(999999[0-9]{{10}})(?:[^0-9a-f]|$)'')
                 union all
                 select substring(r.row from ''(?:39){{6}}(?:3[0-9]){{10}}'')) m (hit)
        where m.hit is not null', place) into told;
    if told is not null then found := found || place || ': ' || told || '; '; end if;
  end loop;
  if found <> '' then raise exception 'identity numbers are left in %', found; end if;
end $$
"""
"""Raises where a number of region 999999 stands, plain or as the bytes of a payload (393939...)."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    """A test that passes and leaves an identity number in its output or its log has failed."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    found = numbers_in("\n".join(text for _, text in report.sections))
    if call.when == "teardown" and report.passed and found:
        report.outcome = "failed"
        report.longrepr = f"identity numbers are left in the output or the log: {sorted(found)}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """No metric holds one, whatever the tests of this process did."""
    if numbers_in(metrics()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("identity numbers are left in the metrics")
