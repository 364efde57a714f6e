"""Everything that is wrong with a pack, told at once: whoever mends it starts over once only."""

from collections import Counter

from models.errors import BadPack

MOST = 100
"""Faults of one file that are told; the others are counted."""


class Faults:
    """Collects faults, and knows what is uncertain because of them.

    A reference to an area in a broken line is no fault of the line that refers to it: telling it,
    too, would bury the one thing to mend.
    """

    def __init__(self) -> None:
        self.found: list[BadPack] = []
        self._by_file: Counter[str] = Counter()
        self._unread: set[str] = set()
        self._doubted: set[tuple[str, str]] = set()

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.found)

    def add(self, fault: BadPack, *doubted: str) -> None:
        """Keep a fault; `doubted`: the codes that its line may have defined."""
        file = str(fault.facts["file"])
        self._doubted.update((file, code) for code in doubted)
        self._by_file[file] += 1
        if self._by_file[file] <= MOST:
            self.found.append(fault)

    def doubt(self, file: str, code: str) -> None:
        """What the file says of this code is not known, for a fault that is told already."""
        self._doubted.add((file, code))

    def unread(self, file: str) -> None:
        """What this file defines is not known as a whole."""
        self._unread.add(file)

    def doubts(self, file: str, code: str) -> bool:
        """Whether a code that is not known may stand in a broken line of the file."""
        return file in self._unread or (file, code) in self._doubted

    def settle(self) -> None:
        """Raise BadPack with all of them, where there are any."""
        if self.found:
            raise self.together()

    def together(self) -> BadPack:
        """One refusal with a line for each fault; its facts `faults` hold file, line, reason."""
        first = self.found[0].facts
        more = [
            f"{file}: ... and {count - MOST:,} more"
            for file, count in self._by_file.items()
            if count > MOST
        ]
        told = BadPack(str(first["file"]), None, str(first["reason"]))
        told.args = ("\n".join([*(str(one) for one in self.found), *more]),)
        told.facts = {**first, "faults": [one.facts for one in self.found], "more": more}
        return told


class AtOnce(Faults):
    """Raises each fault where it is found: for readers of one file."""

    def add(self, fault: BadPack, *_doubted: str) -> None:
        """Raise it."""
        raise fault

    def doubt(self, file: str, code: str) -> None:
        """Nothing: the first fault ends the reading."""

    def unread(self, file: str) -> None:
        """Nothing, as above."""


AT_ONCE = AtOnce()
