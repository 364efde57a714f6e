"""Phone numbers as people write them, and the one form in which they are kept (E.164)."""

import re

import phonenumbers

from models.errors import BadInput

_SIGNS = re.compile(r"\+?[\d\s().-]+")
_BETWEEN = re.compile(r"[/,;&|\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:no(?:mor|mer)?[. ]*)?(?:hp|wa|whats ?app|telp?|tlp|telepon|hape)\b\s*[:.=]?\s*(?=[+(\d])",
    re.IGNORECASE,
)
"""What the column's heading says, once more in the cell: "WA: 0812 ..."."""
_SHORTEST = 8
"""Digits of an Indonesian number behind the country code; five are an office's own number."""


def e164(text: str, region: str = "ID") -> str:
    """The number as +62...; "0812 ...", "62 812 ...", "0062 812 ..." and what spreadsheets make of
    them (812..., 812... .0, '0812 ...) are understood.

    Raises BadInput for anything that is not one whole number: words behind it, two numbers, too few
    digits.
    """
    cleaned = _plain(text)
    if not cleaned:
        raise BadInput("there is no phone number", fault="phone_none")
    if sum(_digits(part) >= _SHORTEST for part in _BETWEEN.split(cleaned)) > 1:
        raise BadInput("there are two numbers: one line, or one cell, for each", fault="phone_two")
    if not _SIGNS.fullmatch(cleaned):
        raise BadInput(
            "not a phone number alone: write it like +62 812 3456 7890, nothing beside it",
            fault="phone_words",
        )
    if cleaned.startswith("00"):
        cleaned = f"+{cleaned[2:]}"
    elif cleaned.startswith("62"):
        cleaned = f"+{cleaned}"
    return _kept(cleaned, region)


def international(text: str) -> str:
    """A number as a messenger gives it, with its plus: always whole, with the country's code."""
    plain = _plain(text)
    return f"+{plain}" if plain.isdigit() and not plain.startswith("0") else plain


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _plain(text: str) -> str:
    """Without a spreadsheet's marks: 'text, no-break spaces, ".0" at the end, invisible signs."""
    told = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", text).replace("\u00a0", " ")
    told = told.strip().lstrip("'’‘`").strip()
    label = _LABEL.match(told)
    return re.sub(r"\.0$", "", told[label.end() :] if label else told)


def _kept(cleaned: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(cleaned, region)
    except phonenumbers.NumberParseException:
        raise BadInput(
            "not a phone number: write it like +62 812 3456 7890", fault="phone_wrong"
        ) from None
    whole = phonenumbers.is_possible_number_with_reason(number)
    short = number.country_code == 62 and len(str(number.national_number)) < _SHORTEST
    if short or whole != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadInput(
            "not a phone number: it has too few or too many digits", fault="phone_digits"
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
