"""Webhook to durable 200: how many a second at 64 connections, and how long the slowest wait.

Twice: on the disk as it is, and with 2 ms added to every sync. The delay is PostgreSQL's own
`commit_delay`, set for the database: each flush of the log waits 2 ms longer, also for a single
commit (`commit_siblings = 0`). The worker that runs beside has nothing to do: it has no bot.
"""

import re
import shutil
import statistics
import subprocess
import tempfile

from tests.bench.client import load
from tests.bench.machine import SECRET, TOKEN, Place, free_port, machine, place, wait_for

CONNECTIONS, SECONDS, ROUNDS = 64, 8, 3

_SCRIPT = """
local n = {first}
request = function()
  n = n + 1
  local sender = 500000 + n % 5000
  local body = string.format('{{"update_id":%d,"message":{{"message_id":%d,"date":1707900000,' ..
    '"from":{{"id":%d,"is_bot":false,"first_name":"Siti","language_code":"id"}},' ..
    '"chat":{{"id":%d,"type":"private","first_name":"Siti"}},' ..
    '"text":"PPWP 102 87 33 sah 222 tidak sah 4"}}}}', n, n, sender, sender)
  return wrk.format("POST", "/webhooks/telegram/saksi", {{
    ["Content-Type"] = "application/json",
    ["X-Telegram-Bot-Api-Secret-Token"] = "{secret}" }}, body)
end
"""


def main() -> None:
    """Measure and print."""
    print(f"webhook to durable 200, {CONNECTIONS} connections; {machine()}")
    with place() as there:
        port = free_port()
        bot = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(port),
            "SAKSI_PUBLIC_URL": "http://x.invalid",
        }
        with there.process("web", **bot), there.process("worker"):
            address = f"http://127.0.0.1:{port}"
            wait_for(address)
            _measure("disk as it is", address, there, 1)
            _slower(there)
        with there.process("web", **bot), there.process("worker"):
            wait_for(address)
            _measure("2 ms more a sync", address, there, 2)


def _slower(there: Place) -> None:
    name = there.sql("select current_database()")
    there.sql(f"alter database {name} set commit_delay = 2000")
    there.sql(f"alter database {name} set commit_siblings = 0")


def _measure(label: str, address: str, there: Place, series: int) -> None:
    rates, tails = [], []
    for turn in range(ROUNDS + 1):
        before = int(there.sql("select count(*) from inbox"))
        rate, p99, answered = _round(address, (series * 100 + turn) * 10_000_000)
        stored = int(there.sql("select count(*) from inbox")) - before
        if stored < answered:
            raise SystemExit(f"{answered} were answered 200, only {stored} are stored")
        if turn:  # the first round warms up
            rates.append(rate)
            tails.append(p99)
    rate, tail = statistics.median(rates), statistics.median(tails)
    print(f"  {label:18} {rate:6.0f}/s  p99 {tail:5.1f} ms  (median of {ROUNDS}, {SECONDS} s each)")


def _round(address: str, first: int) -> tuple[float, float, int]:
    """Rate, 99th percentile in ms, and how many were answered with 200."""
    if shutil.which("wrk") is None:
        return load(f"{address}/webhooks/telegram/saksi", SECRET, CONNECTIONS, SECONDS, first)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT.format(first=first, secret=SECRET))
        script.flush()
        line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script.name]
        said = subprocess.run([*line, address], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    return _read(said)


def _read(said: str) -> tuple[float, float, int]:
    rate = float(_find(r"Requests/sec:\s+([\d.]+)", said))
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]
    in_ms = float(p99) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]
    return rate, in_ms, int(_find(r"(\d+) requests in", said))


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(text)
    return found[1]


if __name__ == "__main__":
    main()
