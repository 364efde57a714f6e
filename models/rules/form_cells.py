"""What a form's fields mean for a ballot: field names of the reader to the cells of a report."""

import re

_CHOICE = re.compile(r"(?:suara|calon)_0*(\d+)")
_CANDIDATE = re.compile(r"caleg_0*(\d+)")
_CLOSING = {"sah": "valid", "tidak_sah": "invalid", "total": "total"}


def cell_of(field: str, party: str | None = None) -> str | None:
    """The cell that a field of a form fills, None for one that no report has.

    C.HASIL-PPWP: suara_1 is pair 1; page 3: sah, tidak_sah, total. Party page (A.1, A.2, B):
    partai, caleg_1 ..., jumlah belong to the page's `party` ("3" -> "3.0", "3.1", "3").
    """
    if field in _CLOSING:
        return _CLOSING[field]
    if found := _CHOICE.fullmatch(field):
        return found.group(1)
    if party is None:
        return None
    if found := _CANDIDATE.fullmatch(field):
        return f"{party}.{found.group(1)}"
    return {"partai": f"{party}.0", "jumlah": party}.get(field)
