"""The quiz of witnesses as a pack gives it, with a default of five questions from the field."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

LETTERS = "ABCD"


class QuizQuestion(BaseModel):
    """One question with its choices A, B, C (D), the right one, and why; in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z0-9_]{1,30}$")
    question: str = Field(min_length=1, max_length=300)
    question_en: str = ""
    choices: tuple[str, ...] = Field(min_length=2, max_length=4)
    choices_en: tuple[str, ...] = ()
    right: str = Field(pattern=r"^[A-D]$")
    why: str = Field(default="", max_length=300)
    why_en: str = ""

    @model_validator(mode="after")
    def _fits(self) -> "QuizQuestion":
        if LETTERS.index(self.right) >= len(self.choices):
            raise ValueError(f"right = {self.right!r} is none of the choices")
        if self.choices_en and len(self.choices_en) != len(self.choices):
            raise ValueError("choices_en has another number of choices")
        return self


@cache
def default_quiz() -> tuple[QuizQuestion, ...]:
    """The five questions of quiz.toml beside this file."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    found: list[dict[str, object]] = tomllib.loads(text)["quiz"]
    return tuple(QuizQuestion.model_validate(one) for one in found)
