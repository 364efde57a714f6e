"""A sign that only looks like a figure is no number: nothing breaks of it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reports.talk.report import _id
from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import desk, screen_of

__all__ = ["desk"]
ROOT = Path(__file__).parents[2]
FILES = [file for layer in ("api", "bot", "models", "ocr") for file in (ROOT / layer).rglob("*.py")]


def _calls(tree: ast.AST, name: str) -> Iterator[str]:
    """What a method of this name is called of."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=asked, attr=called)) if called == name:
                yield ast.unparse(asked)


def _numbers(tree: ast.AST) -> Iterator[str]:
    """What `int` is called of."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="int"), args=[told, *_]):
                yield ast.unparse(told)


def guarded_badly(source: str) -> list[str]:
    """What one function asks `isdigit` of, and turns into a number: "²" is a digit, and no int."""
    return [
        f"{function.name}: {told}"
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for told in sorted(
            (set(_calls(function, "isdigit")) - set(_calls(function, "isascii")))
            & set(_numbers(function))
        )
    ]


def test_what_is_turned_into_a_number_was_asked_whether_it_is_one() -> None:
    assert guarded_badly("def f(a):\n return int(a) if a.isdigit() else 0") == ["f: a"]
    assert guarded_badly("def f(a):\n return int(a) if a.isdecimal() else 0") == []
    found = {
        f"{file.relative_to(ROOT)}: {one}"
        for file in FILES
        for one in guarded_badly(file.read_text("utf-8"))
    }
    assert found == {"api/http/body_limits.py: _announced: value"}, "bytes know ASCII alone"


@pytest.mark.parametrize("odd", ["²", "①", "٣" * 15, "9" * 15, "-1", "", "1e3", "\ud7ff"])
async def test_a_handle_that_is_no_number_is_refused_as_a_page(desk: Desk, odd: str) -> None:
    screen = await screen_of(desk, Role.ADMINISTRATOR)
    assert await screen.post("/screen/witnesses/phone", handle=odd) in (400, 403, 404)


def test_nor_is_one_on_a_pressed_button() -> None:
    assert _id("²") is None
    assert _id("12") == 12
