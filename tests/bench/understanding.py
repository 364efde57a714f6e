"""How well messages are understood: the corpus by group and hand (right, asked, lost, wrong).

The corpus (tests/understanding/hand*.jsonl) was written by several hands without sight of the
grammar. `python -m tests.bench.understanding A B` shows what is not right of those hands.
"""

import sys

from tests.understanding.judge import Verdict, corpus, judge, table


def main() -> None:
    """Judge and print."""
    judged = [judge(item) for item in corpus()]
    print(table(judged))
    print(table(judged, "hand"))


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
