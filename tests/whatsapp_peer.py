"""WhatsApp as the tests know it: webhooks in the documented shapes, signed, and the API's calls on this machine."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs

from helpdesk_core.adapters.whatsapp import GraphApi, WhatsAppChannel
from helpdesk_core.ports import InboundRequest
from peers import Calls, serving

NUMBER, TOKEN, SECRET, VERIFY, OWN = "100200300400", "EAAG-test-token", "app secret", "made up", "48500100200"
JAN, EWA = "48600100200", "48600100201"
SAID = "Dzień dobry, żółw"
SILENT = dict.fromkeys(("chat_welcome", "chat_status", "chat_person"), False)
"""A shop that sends no automatic answers in chats, as its setting says it."""


def channel(api: str = "http://127.0.0.1:1", **options: Any) -> WhatsAppChannel:
    return WhatsAppChannel(
        **(
            {"api": GraphApi(number=NUMBER, token=TOKEN, api=api), "app_secret": SECRET, "verify_token": VERIFY}
            | options
        )
    )


def message(id: str = "wamid.1", kind: str = "text", sender: str = JAN, **values: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"from": sender, "id": id, "timestamp": "1795000000", "type": kind}
    return found | ({"text": {"body": SAID}} if kind == "text" else {}) | values


def report(id: str, status: str, key: str | None = None, code: int | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": id, "status": status, "timestamp": "1795000000", "recipient_id": JAN}
    if key is not None:
        found["biz_opaque_callback_data"] = key
    if code is not None:
        details = {"details": "It was not delivered."}
        found["errors"] = [{"code": code, "title": "Error", "message": "Error", "error_data": details}]
    return found


def payload(messages: Any = (), statuses: Any = (), *, number: str = NUMBER, field: str = "messages") -> bytes:
    senders = dict.fromkeys(one.get("from") for one in messages if isinstance(one, dict))
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": OWN, "phone_number_id": number},
    }
    if messages:
        value["contacts"] = [{"profile": {"name": "Jan Kern"}, "wa_id": one} for one in senders if one]
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": field}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, ensure_ascii=False).encode()


def signed(body: bytes, secret: str = SECRET) -> InboundRequest:
    made = hmac.new(secret.encode(), body, "sha256").hexdigest()
    headers = {"x-hub-signature-256": f"sha256={made}", "content-type": "application/json"}
    return InboundRequest(path="/inbound/whatsapp", headers=headers, body=body)


def file(kind: str, media_type: str, id: str = "m1", **values: Any) -> dict[str, Any]:
    return {kind: {"id": id, "mime_type": media_type, "sha256": "x"} | values}


def error(code: int) -> dict[str, Any]:
    """A refusal as the API words one."""
    return {"error": {"message": f"(#{code}) Refused", "type": "OAuthException", "code": code, "fbtrace_id": "A1"}}


@attrs.define
class Peer:
    """The API: checks what it is given as its maker does, and answers as it is told."""

    sent: list[dict[str, Any]] = attrs.field(factory=list)
    tries: int = 0
    answer: tuple[int, dict[str, Any]] | None = None
    answers: list[tuple[int, dict[str, Any]]] = attrs.field(factory=list)
    hangs_up: bool = False
    files: dict[str, bytes] = attrs.field(factory=dict)
    elsewhere: str = ""
    templates: dict[tuple[str, str], int] = attrs.field(
        factory=lambda: {("new_message", one): 3 for one in ("en", "pl")}
    )
    server: Any = None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v23.0"

    def take(self, path: str, token: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One message."""
        self.tries += 1
        if token != f"Bearer {TOKEN}":
            return 401, error(190)
        if path != f"/v23.0/{NUMBER}/messages":
            return 400, error(100)
        if self.answer is not None:
            return self.answer
        if self.answers:
            return self.answers.pop(0)
        if body.get("messaging_product") != "whatsapp" or body.get("recipient_type") != "individual":
            return 400, error(131008)
        if not str(body.get("to", "")).isdigit() or len(body.get("biz_opaque_callback_data", "")) > 512:
            return 400, error(131009)
        if body["type"] == "text" and not 0 < len(body["text"]["body"]) <= 4096:
            return 400, error(100)
        if body["type"] == "interactive" and _is_wrong(body["interactive"]):
            return 400, error(131009)
        if body["type"] == "template" and (wrong := self._wrong_template(body["template"])):
            return 400, error(wrong)
        self.sent.append(body)
        made = f"wamid.OUT{len(self.sent)}"
        contact = {"input": body["to"], "wa_id": body["to"]}
        return 200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": made}]}

    def _wrong_template(self, template: dict[str, Any]) -> int:
        wanted = self.templates.get((template["name"], template["language"]["code"]))
        if wanted is None:
            return 132001
        given = template["components"][0]["parameters"]
        if len(given) != wanted or any("\n" in one["text"] or not one["text"] for one in given):
            return 132000
        return 0

    def get(self, path: str, token: str) -> tuple[int, bytes]:
        if token != f"Bearer {TOKEN}":
            return 401, json.dumps(error(190)).encode()
        name = path.removeprefix("/v23.0/").partition("?")[0]
        if name == NUMBER:
            return 200, json.dumps({"verified_name": "Shop", "display_phone_number": OWN, "id": NUMBER}).encode()
        if path.startswith("/files/"):
            return 200, self.files[path.removeprefix("/files/")]
        if name not in self.files:
            return 400, json.dumps(error(100)).encode()
        url = self.elsewhere or self.api.replace("/v23.0", f"/files/{name}")
        found = {"messaging_product": "whatsapp", "url": url, "file_size": len(self.files[name]), "id": name}
        return 200, json.dumps(found).encode()


def _is_wrong(asked: dict[str, Any]) -> bool:
    """Whether an interactive message goes beyond its maker's bounds."""
    action = asked["action"]
    if asked["type"] == "button":
        shown = [one["reply"] for one in action["buttons"]]
        most, longest, longest_id = 3, 20, 256
    else:
        shown = [row for part in action["sections"] for row in part["rows"]]
        most, longest, longest_id = 10, 24, 200
        if not 0 < len(action["button"]) <= 20:
            return True
    titles = [one["title"] for one in shown]
    texts = all(0 < len(one["title"]) <= longest and 0 < len(one["id"]) <= longest_id for one in shown)
    body = 0 < len(asked["body"]["text"]) <= 1024
    return not (0 < len(shown) <= most and len(set(titles)) == len(titles) and texts and body)


@contextmanager
def running() -> Iterator[Peer]:
    """A peer that answers while the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_GET(self) -> None:
            self.answer(*made.get(self.path, self.headers["Authorization"]))

        def do_POST(self) -> None:
            body = json.loads(self.asked())
            if made.hangs_up:
                made.tries += 1
                self.connection.close()
                return
            status, content = made.take(self.path, self.headers["Authorization"], body)
            self.answer(status, json.dumps(content).encode())

    with serving(made, Answers) as peer:
        yield peer
