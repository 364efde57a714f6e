"""How forms and people err in a rehearsal: a sum broken on paper, a digit misread by one witness.

Shares and kinds are of real forms: domain.md of the project, "Sums on the form".
"""

import random
from dataclasses import dataclass, replace

from api.rehearsal.truth import FormFigures


@dataclass(frozen=True, slots=True)
class Profile:
    """How often what goes wrong, as shares of 1.

    `broken`: forms on which a sum does not hold. `misread`: ballots that one of two witnesses
    copies with one wrong digit; `looks_again`: of these witnesses who see it when asked about a
    sum; `stubborn`: who read the same again when asked about the cell, so that a reviewer decides.
    `late`: witnesses one of whose messages arrives after newer ones. All but the first are assumed.
    """

    broken: float = 1 / 12
    misread: float = 1 / 12
    looks_again: float = 0.5
    stubborn: float = 0.25
    late: float = 0.05


NONE = Profile(0, 0, 0, 0, 0)
REAL = Profile()
_CHOICES = 0.76
"""Of the broken sums those of the choices: 4.5 % of the forms, 1.4 % break valid + invalid."""
_CROSSED = 0.1
"""How often the wrong digit is read into a crossed box, where there is one."""
_TAKEN = {"0": "1", "2": "7", "3": "78", "6": "5", "9": "4"}
"""Digits and what they are taken for, the usual ones."""


def on_paper(form: FormFigures, boxes: int, chance: random.Random) -> FormFigures:
    """The form with a sum broken on it, if it held."""
    if not form.sums_hold:
        return form
    name = "valid" if chance.random() < _CHOICES else "total"
    wrong = misread(form.cells()[name], boxes, chance)
    return replace(form.with_cell(name, wrong), published=False)


def copied(form: FormFigures, boxes: int, chance: random.Random) -> FormFigures:
    """The form as somebody copies it who takes one digit for another."""
    cells = form.cells()
    name = chance.choice(list(cells))
    return form.with_cell(name, misread(cells[name], boxes, chance))


def misread(number: int, boxes: int, chance: random.Random) -> int:
    """The number with one digit taken for another; never the same number."""
    digits = str(number)
    places = [place for place, digit in enumerate(digits) if digit in _TAKEN]
    if len(digits) < boxes and (not places or chance.random() < _CROSSED):
        return int(f"8{digits.zfill(boxes - 1)}")  # a cross in the first box, read as an 8
    if not places:
        return number - 1 if digits[-1] == "9" else number + 1
    place = chance.choice(places)
    return int(f"{digits[:place]}{chance.choice(_TAKEN[digits[place]])}{digits[place + 1 :]}")
