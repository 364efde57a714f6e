"""Where providers call: proven by their secret, stored, and only then acknowledged.

Public by nature: the guard is the provider's secret or signature. What is stored is answered 200,
whatever is in it; what the messages mean is the worker's business.
"""

import re
from hmac import compare_digest

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.http.state import Entrance
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import signed
from models.errors import DatabaseUnavailable

_SIGNATURE = re.compile("sha256=[0-9a-fA-F]{64}")

router = APIRouter()


async def telegram(request: Request) -> Response:
    """An update of one bot. The answer to a pressed button travels in our response."""
    entrance: Entrance = request.app.state.entrance
    name = request.path_params["name"]
    bot = entrance.bots.get(name)
    if bot is None:
        return Response(status_code=404)
    shown = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not compare_digest(shown.encode(), entrance.secrets[name].encode()):
        return Response(status_code=401)
    payload = await request.body()
    try:
        await entrance.ingest.keep(bot, payload)
    except DatabaseUnavailable:
        return Response(status_code=503)  # nothing is stored: Telegram tries again
    return _acknowledged(bot, payload)


def _acknowledged(bot: Telegram, payload: bytes) -> Response:
    if b'"callback_query"' not in payload:
        return Response()
    query = bot.press(payload)
    if query is None:
        return Response()
    return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": query})


router.add_route("/webhooks/telegram/{name}", telegram, methods=["POST"])
"""A plain route: FastAPI's reading of parameters would cost as much as all the rest."""


async def whatsapp(request: Request) -> Response:
    """A batch of events of the Cloud API, proven by the signature over its raw bytes."""
    entrance: Entrance = request.app.state.entrance
    door = entrance.whatsapp
    if door is None:
        return Response(status_code=404)
    signature = request.headers.get("x-hub-signature-256", "")
    if not _SIGNATURE.fullmatch(signature):
        return Response(status_code=401)  # before a byte of the body is read
    payload = await request.body()
    if not signed(door.app_secret, payload, signature):
        return Response(status_code=401)
    try:
        await entrance.ingest.keep(door.reader, payload)
    except DatabaseUnavailable:
        return Response(status_code=503)  # nothing is stored: Meta tries again for days
    return Response()


async def whatsapp_handshake(request: Request) -> Response:
    """Meta asks once whether this webhook is ours: the challenge goes back for the right token."""
    entrance: Entrance = request.app.state.entrance
    door = entrance.whatsapp
    if door is None:
        return Response(status_code=404)
    asked = request.query_params
    token = asked.get("hub.verify_token", "")
    known = compare_digest(token.encode(), door.verify_token.encode())
    if asked.get("hub.mode") != "subscribe" or not known:
        return Response(status_code=403)
    return Response(asked.get("hub.challenge", ""), media_type="text/plain")


router.add_route("/webhooks/whatsapp", whatsapp, methods=["POST"])
router.add_route("/webhooks/whatsapp", whatsapp_handshake, methods=["GET"])
