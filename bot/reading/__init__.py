"""Reading forms (baca formulir): photos kept, and what the reader proposes."""

from bot.base.capability import Capability
from bot.reading import doers
from bot.reading.talk import caption, form_read, photo

CAPABILITY = Capability(
    "reading",
    steps=(
        caption.SPEC,
        photo.SPEC,
        form_read.SPEC,
    ),
    doers=doers.DOERS,
)
