"""Pages that people open: templates, their texts, and the files they load; all served by us."""

import hashlib
import json
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.filters import FILTERS
from bot.engine.texts import LANGUAGES, read

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
GUIDE = Path(__file__).parent / "guide"
"""The documentation as a site, which `bin/guide` makes."""
LIBRARIES = (
    *("htmx.min.js", "sse.min.js"),
    *("d3-array.min.js", "d3-geo.min.js", "topojson-client.min.js"),
)
"""What `bin/vendor` fetches for the war room: without them it is neither live nor has a map."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script or style of others, none written into the page, and no frame around it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def _version() -> str:
    """Changes whenever a file does, so that files may be kept for ever under it."""
    digest = hashlib.sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _version()


def missing_libraries() -> tuple[str, ...]:
    """The libraries that were not set up on this machine."""
    return tuple(name for name in LIBRARIES if not (VENDOR / name).is_file())


def has_guide() -> bool:
    """Whether the guide was made on this machine."""
    return (GUIDE / "index.html").is_file()


_FOLDERS = [Path(__file__).parent / "texts", *sorted((Path(__file__).parent / "texts").glob("*/"))]
_TOLD = {language: read(_FOLDERS, language) for language in LANGUAGES}
TEXTS = {key.removeprefix("page."): (text, _TOLD["en"][key]) for key, text in _TOLD["id"].items()}
"""What the pages say: key -> (Indonesian, English). The chat has its own.

From texts/ those of the phone and the front door ("title"); from its folders, one for each page of
the war room, with the name of their table ("frame.count").
"""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(FILTERS)


def page(template: str, language: str, **values: object) -> HTMLResponse:
    """A page in a language ("id", "en"); `t` gives its texts, which the page's script has too."""
    return HTMLResponse(rendered(template, language, **values), headers=HEADERS)


def rendered(template: str, language: str, **values: object) -> str:
    """A page, or a part of one, as HTML."""

    def t(key: str, **named: object) -> str:
        return TEXTS[key][0 if language == "id" else 1].format(**named)

    return _templates.get_template(template).render(
        t=t, language=language, version=VERSION, texts=_for_scripts, **values
    )


def _for_scripts() -> str:
    """The phone's texts as JSON that cannot end the element it stands in."""
    own = {key: texts for key, texts in TEXTS.items() if "." not in key}
    return json.dumps(own, ensure_ascii=False).replace("<", "\\u003c")
