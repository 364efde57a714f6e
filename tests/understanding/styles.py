"""Renders a true tally as somebody would type it: labels, names, slips, order, words, noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from models.values import Contest

Tally = Mapping[str, int]

NICKNAMES = {
    "ppwp": {
        "1": ["anies", "amin", "cak imin", "Anies-Muhaimin"],
        "2": ["prabowo", "bowo", "gibran"],
        "3": ["ganjar", "mahfud", "pranowo"],
    },
    "dpd": {
        "1": ["syauqi"],
        "2": ["khudhori"],
        "3": ["cinde"],
        "4": ["hemas", "gkr hemas"],
        "5": ["hilmy"],
        "6": ["yashinta"],
        "7": ["sindu"],
        "8": ["trisno"],
        "9": ["tugiman"],
    },
    "party": {
        "1": ["pkb"],
        "2": ["gerindra"],
        "3": ["pdip", "pdi", "banteng", "PDI Perjuangan"],
        "4": ["golkar", "beringin"],
        "5": ["nasdem"],
        "6": ["buruh"],
        "7": ["gelora"],
        "8": ["pks"],
        "9": ["pkn"],
        "10": ["hanura"],
        "11": ["garuda"],
        "12": ["pan"],
        "13": ["pbb"],
        "14": ["demokrat"],
        "15": ["psi"],
        "16": ["perindo"],
        "17": ["ppp"],
        "24": ["ummat"],
    },
}
"""What people say for the choices of the sample pack; written here, not read from it."""

SPOKEN = {
    "ppwp": ["PPWP", "presiden", "pilpres", "hasil presiden"],
    "dpr": ["DPR", "DPR RI", "dpr ri"],
    "dpd": ["DPD", "dpd ri"],
    "dprd_prov": ["DPRD Provinsi", "dprd prov"],
    "dprd_kab": ["DPRD Kota", "dprd kab"],
}
_GREETINGS = [
    "",
    "",
    "",
    "pak ",
    "assalamualaikum, ",
    "mohon ijin lapor pak, ",
    "selamat malam bu\n",
    "min, ",
]
_THANKS = ["", "", "", " 🙏", ", terima kasih", " suwun", "\nterima kasih pak", " nggih"]
_LABELS = [
    "{n}=",
    "{n}: ",
    "0{n} ",
    "no {n} ",
    "nomor urut {n} ",
    "{n}. ",
    "{n}) ",
    "({n}) ",
    "#{n} ",
    "no.{n} : ",
]
_BETWEEN = [", ", "\n", "\n", " / ", "; ", " "]
_LINKS = [" ", " ", ": ", " = ", " dapat ", "=", " : ", " - "]
_UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_SECTIONS = {
    "valid": ["sah", "suara sah", "jumlah suara sah", "sahnya"],
    "invalid": ["tidak sah", "tdk sah", "suara tidak sah", "batal", "rusak", "gak sah"],
    "total": ["jumlah", "total", "jml", "jumlah seluruh suara sah dan tidak sah", "totalnya"],
}


def spell(number: int) -> str:
    """A number in words, as forms carry it."""
    if number < 10:
        return _UNITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_UNITS[number - 10]} belas")
    if number < 100:
        rest = f" {_UNITS[number % 10]}" if number % 10 else ""
        return f"{_UNITS[number // 10]} puluh{rest}"
    head = "seratus" if number < 200 else f"{_UNITS[number // 100]} ratus"
    return f"{head} {spell(number % 100)}" if number % 100 else head


@dataclass(frozen=True, slots=True)
class Typed:
    """A message, where the talk stood, and what it means by ballot and field."""

    place: str
    say: str
    means: Mapping[str, Mapping[str, int]]


class Hand:
    """One person's way of typing, drawn once for a message."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.upper = chance.random() < 0.1
        self.words = chance.random() < 0.08
        self.both = chance.random() < 0.05
        self.slips = chance.random() < 0.2
        self.value_first = chance.random() < 0.12
        self.letters = chance.random() < 0.04

    def number(self, value: int) -> str:
        """A figure as this hand writes it."""
        if value == 0 and self.chance.random() < 0.4:
            return self.chance.choice(["nol", "nihil", "0", "kosong", "NOL"])
        if self.words:
            return spell(value)
        if self.both:
            return f"{value} ({spell(value)})"
        if self.letters and value > 9:
            return str(value).replace("0", "O")
        return str(value)

    def slip(self, name: str) -> str:
        """A name with one slip of the thumb, where it is long enough to be known all the same."""
        if not self.slips or len(name) < 6 or " " in name or "-" in name:
            return name
        at = self.chance.randrange(1, len(name) - 1)
        kind = self.chance.randrange(3)
        if kind == 0:
            return name[:at] + name[at + 1 :]
        if kind == 1:
            return name[:at] + name[at] + name[at:]
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    def finish(self, text: str) -> str:
        """Capitals, greetings and thanks around."""
        told = text.upper() if self.upper else text
        return self.chance.choice(_GREETINGS) + told + self.chance.choice(_THANKS)


def typed(chance: Random, contests: Mapping[str, Contest], tallies: Mapping[str, Tally]) -> Typed:
    """A message about one ballot or several, in a style drawn by chance."""
    kind = chance.random()
    if kind < 0.12:
        return _several(chance, contests, tallies)
    if kind < 0.24:
        return _page(chance, tallies)
    ballot = chance.choice(sorted(contests))
    return _one(chance, contests[ballot], ballot, tallies[ballot])


def _one(chance: Random, contest: Contest, ballot: str, tally: Tally) -> Typed:
    hand = Hand(chance)
    text, means = _body(hand, contest, ballot, tally)
    at = {"ppwp": "ppwp", "dpr": "dpr", "dpd": "dpd"}.get(ballot)
    if at is not None and chance.random() < 0.5:
        return Typed(at, hand.finish(text), {ballot: means})
    head = chance.choice(SPOKEN[ballot]) + chance.choice([" ", ": ", "\n", " ya\n"])
    return Typed("home", hand.finish(head + text), {ballot: means})


def _several(
    chance: Random, contests: Mapping[str, Contest], tallies: Mapping[str, Tally]
) -> Typed:
    hand = Hand(chance)
    hand.words = hand.both = False
    parts, means = [], {}
    for ballot in chance.sample(sorted(contests), chance.choice([2, 2, 3])):
        text, meant = _body(hand, contests[ballot], ballot, tallies[ballot])
        head = chance.choice(SPOKEN[ballot])
        parts.append(f"{head}{chance.choice([' ', ': ', chr(10)])}{text}")
        means[ballot] = meant
    return Typed("home", hand.finish("\n".join(parts)), means)


def _body(hand: Hand, contest: Contest, ballot: str, tally: Tally) -> tuple[str, dict[str, int]]:
    """The figures of a ballot: all choices or some, with its sums or without."""
    chance = hand.chance
    codes = [choice.code for choice in contest.parties()]
    sections = _sections(hand, tally) if chance.random() < 0.5 else []
    style = chance.random()
    if style < 0.2 and not hand.words and not hand.both:
        between = chance.choice([" ", ", ", "\n", " / ", "; "])
        listed = between.join(hand.number(tally[code]) for code in codes)
        means = {code: tally[code] for code in codes}
        return _joined(listed, sections, chance), {**means, **_meant(sections, tally)}
    chosen = codes if chance.random() < 0.6 else chance.sample(codes, chance.randint(2, len(codes)))
    if chance.random() < 0.4:
        chosen = chance.sample(chosen, len(chosen))
    rest = len(chosen) < len(codes) and contest.has_parties and chance.random() < 0.5
    between = chance.choice(_BETWEEN)
    labelled = (
        _numbered(hand, chosen, tally) if style < 0.5 else _named(hand, ballot, chosen, tally)
    )
    if style < 0.5 and between == " " and hand.value_first:
        between = ", "
    text = between.join(labelled)
    means = {code: tally[code] for code in chosen}
    if rest:
        last = chance.choice(["sisanya 0", "lainnya nol", "yang lain 0"])
        text += f"{between if between.strip() else ', '}{last}"
        means |= {code: 0 for code in codes if code not in chosen}
        return text, means
    return _joined(text, sections, chance), {**means, **_meant(sections, tally)}


def _numbered(hand: Hand, chosen: Sequence[str], tally: Tally) -> list[str]:
    """By number: "1=45", "no 1 45", "45 untuk no 1"."""
    style = hand.chance.choice(_LABELS)
    if style.startswith("0") and any(len(code) > 1 for code in chosen):
        style = "{n}="
    if hand.value_first:
        return [f"{hand.number(tally[code])} untuk nomor {code}" for code in chosen]
    if hand.words and style in ("{n}. ", "#{n} ", "0{n} "):
        style = "{n}: "
    return [style.format(n=code) + hand.number(tally[code]) for code in chosen]


def _named(hand: Hand, ballot: str, chosen: Sequence[str], tally: Tally) -> list[str]:
    """By name: "anies 45", "1 PKB 12", "45 suara untuk anies"."""
    chance = hand.chance
    names = NICKNAMES.get(ballot, NICKNAMES["party"])
    link = chance.choice(_LINKS)
    numbered = chance.random() < 0.2
    made = []
    for code in chosen:
        name = hand.slip(chance.choice(names[code]))
        if hand.value_first:
            link_back = chance.choice([" untuk ", " suara untuk ", " buat ", " "])
            made.append(f"{hand.number(tally[code])}{link_back}{name}")
        else:
            head = f"{code}. " if numbered else ""
            made.append(f"{head}{name}{link}{hand.number(tally[code])}")
    return made


def _sections(hand: Hand, tally: Tally) -> list[tuple[str, str]]:
    fields = hand.chance.choice(
        [["valid"], ["valid", "invalid"], ["valid", "invalid", "total"], ["invalid"]]
    )
    link = hand.chance.choice([" ", ": ", " = "])
    return [(f, f"{hand.chance.choice(_SECTIONS[f])}{link}{hand.number(tally[f])}") for f in fields]


def _meant(sections: Sequence[tuple[str, str]], tally: Tally) -> dict[str, int]:
    return {name: tally[name] for name, _ in sections}


def _joined(text: str, sections: Sequence[tuple[str, str]], chance: Random) -> str:
    between = chance.choice(["\n", ", ", " "]) if sections else ""
    return text + between + between.join(words for _, words in sections)


def _page(chance: Random, tallies: Mapping[str, Tally]) -> Typed:
    """A party's page, candidate by candidate (PDIP of the DPR, eight candidates)."""
    hand = Hand(chance)
    hand.value_first = False
    votes = [tallies["dpr"][f"3.{n}"] for n in range(9)]
    means = {f"3.{n}": vote for n, vote in enumerate(votes)}
    whole = chance.random() < 0.5
    style = chance.choice(["list", "labels", "rows", "zero"])
    if style == "list" and not hand.words and not hand.both:
        text = chance.choice([" ", ", ", "\n"]).join(map(hand.number, votes))
    elif style == "zero":
        few = [n for n in range(1, 9) if votes[n]]
        text = f"suara partai {hand.number(votes[0])}, "
        text += "".join(f"caleg {n} {hand.number(votes[n])}, " for n in few) + "sisanya nol"
        return Typed("dpr-full", hand.finish(text), {"dpr": means})
    else:
        head = {"labels": "caleg {n} ", "rows": "{n} = "}.get(style, "caleg no {n}: ")
        lines = [f"suara partai{chance.choice([' ', ': '])}{hand.number(votes[0])}"]
        lines += [head.format(n=n) + hand.number(votes[n]) for n in range(1, 9)]
        text = ("\n" if style == "rows" else chance.choice([", ", "\n"])).join(lines)
    if whole:
        text += f"{chance.choice([', ', chr(10)])}jumlah {hand.number(sum(votes))}"
        means["3"] = sum(votes)
    return Typed("dpr-full", hand.finish(text), {"dpr": means})


def made_up(chance: Random, contests: Mapping[str, Contest]) -> dict[str, dict[str, int]]:
    """Plausible figures of a station of at most 258 voters for every ballot."""
    found: dict[str, dict[str, int]] = {}
    for ballot, contest in contests.items():
        codes = [choice.code for choice in contest.parties()]
        voters = chance.randint(120, 240)
        weights = [chance.random() ** 3 for _ in codes]
        votes = {c: int(voters * w / sum(weights)) for c, w in zip(codes, weights, strict=True)}
        found[ballot] = closed(votes, chance.randint(0, 14))
    parts = [chance.choice([0, 0, 1, 2, 5, 7, 12, 23, 40]) for _ in range(9)]
    found["dpr"] |= {f"3.{n}": part for n, part in enumerate(parts)}
    return found


def closed(votes: Mapping[str, int], invalid: int) -> dict[str, int]:
    """Votes with the sums of the form."""
    valid = sum(votes.values())
    return {**votes, "valid": valid, "invalid": invalid, "total": valid + invalid}
