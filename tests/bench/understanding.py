"""How well messages are understood: the corpus by group and hand, generated ones, the longest ones.

The corpus (tests/understanding/hand*.jsonl) was written by several hands without sight of the
grammar. 20,000 generated messages carry true tallies: real ones of SAKSI_SHARED where it is there,
else made-up ones. `python -m tests.bench.understanding A B` shows what is not right of those hands;
SAKSI_GENERATED sets another number of generated messages.
"""

import csv
import gzip
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Scope
from bot.filling.pages import pages
from models.values import Detail
from tests.understanding.judge import Item, Verdict, corpus, judge, table
from tests.understanding.place import contest, contests
from tests.understanding.styles import closed, made_up, typed

_PRESIDENT = "sirekap2024_ppwp_34-di-yogyakarta.csv.gz"
_HOUSES = "sirekap2024_dprdprov_banyumas.csv.gz"
_LONG = (
    "pkb 12 ",
    "anis 45 prabwo 102 ",
    "1=12 ",
    "satu dua tiga ",
    "eh bukan 12 ",
    "kata 1x, ",
    "12 ",
)


def main() -> None:
    """Judge and print."""
    judged = [judge(item) for item in corpus()]
    print(table(judged))
    print(table(judged, "hand"))
    _generated(int(os.environ.get("SAKSI_GENERATED", "20000")))
    _long()


def _generated(count: int) -> None:
    """True tallies in styles drawn by chance."""
    named = {str(one.contest.ballot): one.contest for one in contests()}
    real = _real()
    verdicts: Counter[Verdict] = Counter()
    for seed in range(count):
        chance = Random(seed)
        tallies = made_up(chance, named)
        for ballot, found in real.items():
            kept = {n: v for n, v in tallies[ballot].items() if "." in n}
            tallies[ballot] = {**kept, **chance.choice(found)}
        one = typed(chance, named, tallies)
        judged = judge(Item(f"G-{seed}", "generated", one.place, one.say, one.means))
        verdicts[judged.verdict] += 1
        if judged.verdict in (Verdict.WRONG, Verdict.LOST):
            print(f"  {judged.verdict} {seed}: {judged.why} {one.say!r}")
    of = "real tallies (DPD made up)" if real else "made-up tallies"
    told = ", ".join(f"{one} {100 * verdicts[one] / count:.2f} %" for one in Verdict)
    print(f"generated: {count} messages of {of}: {told}")


def _real() -> dict[str, list[dict[str, int]]]:
    """Tallies of real stations by ballot; empty without the shared material."""
    folder = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "election" / "open"
    if not (folder / _PRESIDENT).is_file():
        return {}
    with gzip.open(folder / _PRESIDENT, "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["p1"] and row["tidak_sah"]]
    president = [
        closed({n: int(row[f"p{n}"]) for n in "123"}, int(row["tidak_sah"])) for row in rows
    ]
    with gzip.open(folder / _HOUSES, "rt") as file:
        lines = [
            {k: int(v) if v.isdigit() else 0 for k, v in row.items() if k != "kode"}
            for row in csv.DictReader(file)
        ]
    houses = [closed(line, place % 15) for place, line in enumerate(lines)]
    usual = [one for one in president if all(one[n] < 260 for n in "123")]
    seldom = [one for one in houses if max(one.values()) < 260]
    return {"ppwp": usual, "dpr": seldom, "dprd_prov": seldom, "dprd_kab": seldom}


def _long() -> None:
    """The slowest of 5,000 characters, in processor time."""
    ballot = contest("dpr")
    asked = pages(ballot, Detail.TOTALS, None)
    slowest = 0.0
    for piece in _LONG:
        for length in (2000, 3500, 5000):
            text = (piece * 5000)[:length]
            best = 9.0
            for _ in range(3):
                begin = time.process_time()
                parse(text, Scope(ballot, asked, asked[0], "1"))
                best = min(best, time.process_time() - begin)
            slowest = max(slowest, best)
    print(f"longest: {1000 * slowest:.0f} ms of processor time for up to 5,000 characters")


def show(hands: list[str], kinds: set[str]) -> None:
    """What is not right, with the answers."""
    for hand in hands:
        for one in map(judge, corpus(f"hand{hand}.jsonl")):
            if one.verdict is not Verdict.RIGHT and (not kinds or one.verdict in kinds):
                item = one.item
                print(f"{one.verdict} {item.id} {item.group} {item.place} {item.say!r}")
                print(f"   means {dict(item.means)} {'ASK' if item.ask else ''} | {one.why}")
                print("   > " + " || ".join(one.replies).replace("\n", " / "))


if __name__ == "__main__":
    words = sys.argv[1:]
    hands = [word for word in words if word.isupper()]
    show(hands, {word for word in words if not word.isupper()}) if hands else main()
