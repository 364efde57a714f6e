"""Photos of the forms of a rehearsal: drawn, filled by a hand of ours, and photographed."""

from api.rehearsal.truth import FormFigures
from ocr.layout import known_layouts
from ocr.synthetic import Photo, fill, photograph, signs_for

_PAGES = {"ppwp": "c-hasil-ppwp-2024-2"}
"""The page with the votes, of forms whose layout is known."""
_LIGHT = Photo(side=1600, tilt=0.25, shadow=0.25, quality=80)


def of_form(ballot: str, form: FormFigures, seed: int) -> bytes:
    """A JPEG of the page with these votes; b"" for forms that have no layout."""
    layout = next((one for one in known_layouts() if one.id == _PAGES.get(ballot)), None)
    if layout is None:
        return b""
    votes = {f"suara_{code}": number for code, number in form.votes.items()}
    signs = {name: signs_for(number, 3) for name, number in votes.items()}
    return photograph(fill(layout, signs, seed), _LIGHT, seed)
