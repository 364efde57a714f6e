"""Phone numbers as people write them, and the one form in which they are kept (E.164)."""

import phonenumbers

from models.errors import BadInput


def e164(text: str, region: str = "ID") -> str:
    """The number as +62...; "0812 ..." and "62 812 ..." are understood. Raises BadInput."""
    cleaned = text.strip()
    if cleaned.startswith("62"):
        cleaned = f"+{cleaned}"
    try:
        number = phonenumbers.parse(cleaned, region)
    except phonenumbers.NumberParseException:
        raise BadInput("not a phone number: write it like +62 812 3456 7890") from None
    if not phonenumbers.is_possible_number(number):
        raise BadInput("not a phone number: it has too few or too many digits")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
