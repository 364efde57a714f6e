"""Pages that people open: templates, their texts, and the files they load; all served by us."""

import hashlib
import json
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.engine.texts import LANGUAGES, read

STATIC = Path(__file__).parent / "static"

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

_TOLD = {language: read([Path(__file__).parent / "texts"], language) for language in LANGUAGES}
TEXTS = {key.partition(".")[2]: (text, _TOLD["en"][key]) for key, text in _TOLD["id"].items()}
"""What the pages say, from texts/: key -> (Indonesian, English). The chat has its own."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, language: str, **values: Any) -> HTMLResponse:
    """A page in a language ("id", "en"); `t` gives its texts, which the page's script has too."""

    def t(key: str, **named: object) -> str:
        return TEXTS[key][0 if language == "id" else 1].format(**named)

    html = _templates.get_template(template).render(
        t=t, language=language, version=VERSION, texts=_for_scripts(), **values
    )
    return HTMLResponse(html, headers=HEADERS)


def _for_scripts() -> str:
    """The texts as JSON that cannot end the element it stands in."""
    return json.dumps(TEXTS, ensure_ascii=False).replace("<", "\\u003c")
