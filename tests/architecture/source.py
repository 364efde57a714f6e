"""The product's source, read and walked once for all tests that look over it.

A tree of half a million nodes takes seconds to make and is asked a dozen questions. The tests that
ask share a worker (tests/collecting.py), so that it is made once a run.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("api", "bot", "models", "ocr")


@dataclass(slots=True)
class Source:
    """What stands in one file; a text is any string constant, docstrings included."""

    name: str
    """From the root of the project: "bot/engine/step.py"."""
    text: str
    texts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Texts that are no statement of their own: without docstrings."""
    names: list[str] = field(default_factory=list)
    """Names as they are used, once for each use."""
    called: set[str] = field(default_factory=set)
    imported: list[str] = field(default_factory=list)
    """What is imported, from wherever: once for each import."""
    sources: set[tuple[str, str]] = field(default_factory=set)
    """`from sqlalchemy import Row` is ("sqlalchemy", "Row")."""
    functions: dict[str, int] = field(default_factory=dict)
    """Lines of each function; of those of one name the longest."""
    silent: list[int] = field(default_factory=list)
    """Lines of handlers that do nothing with what they caught."""
    classes: dict[str, set[str]] = field(default_factory=dict)
    """Names of classes with the names of their parents."""


def product(*folders: str) -> Iterator[Source]:
    """Every module below these folders ("bot", "models/stores"), else of the whole product."""
    for source in _all():
        if not folders or source.name.startswith(tuple(f"{folder}/" for folder in folders)):
            yield source


@cache
def _all() -> tuple[Source, ...]:
    files = (file for part in PRODUCT for file in sorted((ROOT / part).rglob("*.py")))
    return tuple(_read(file) for file in files)


def _read(file: Path) -> Source:
    source = Source(str(file.relative_to(ROOT)), file.read_text("utf-8"))
    statements = set()
    for node in ast.walk(ast.parse(source.text)):  # a statement comes before what it consists of
        match node:
            case ast.Expr():
                statements.add(id(node.value))
            case ast.Constant(value=str(text)):
                source.texts.append(text)
                if id(node) not in statements:
                    source.said.append(text)
            case ast.Name():
                source.names.append(node.id)
            case ast.Call():
                source.called.add(getattr(node.func, "id", ""))
            case ast.alias():
                source.imported.append(node.name)
            case ast.ImportFrom():
                source.sources |= {(node.module or "", one.name) for one in node.names}
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                lines = (node.end_lineno or 0) - node.lineno + 1
                source.functions[node.name] = max(lines, source.functions.get(node.name, 0))
            case ast.ExceptHandler(body=[ast.Pass()]):
                source.silent.append(node.lineno)
            case ast.ClassDef():
                source.classes[node.name] = {getattr(base, "id", "") for base in node.bases}
    return source
