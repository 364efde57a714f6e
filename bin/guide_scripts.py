"""What bin/guide changes in what MkDocs made: browsers run no script written into our pages."""

import hashlib
import re
from pathlib import Path
from typing import Any

INSIDE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def on_post_build(config: Any) -> None:
    """Each script of a page becomes a file; the page for what is not there is Saksi's own."""
    site = Path(config["site_dir"])
    (site / "404.html").unlink(missing_ok=True)
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        page.write_text(_without_scripts(page.read_text("utf-8"), site, up), "utf-8")


def _without_scripts(text: str, site: Path, up: str) -> str:
    return INSIDE.sub(lambda found: _file(site, up, found[1]), text)


def _file(site: Path, up: str, script: str) -> str:
    name = f"assets/javascripts/page-{hashlib.sha256(script.encode()).hexdigest()[:12]}.js"
    (site / name).write_text(script, "utf-8")
    return f'<script src="{up}{name}"></script>'
