"""In which language a page speaks to whoever opens it."""

from typing import Annotated

from fastapi import Cookie, Depends

from api.phone.desk import TheDesk


def the_language(
    desk: TheDesk, lang: str = "", saksi_language: Annotated[str, Cookie()] = ""
) -> str:
    """Indonesian unless the reader chose English, here or before."""
    chosen = lang or saksi_language or desk.language
    return chosen if chosen in ("id", "en") else "id"


Language = Annotated[str, Depends(the_language)]
