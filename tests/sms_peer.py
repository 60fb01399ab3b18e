"""SMSAPI and Twilio as the tests know them: the calls on this machine, and webhooks in the documented shapes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import attrs

from helpdesk_core.adapters.sms import SmsapiChannel, SmsapiNotifier, TwilioChannel, TwilioNotifier
from helpdesk_core.ports import InboundRequest
from peers import Calls, serving

SID, TOKEN, SECRET = "AC" + "0a" * 16, "twilio-token", "a-made-up-secret-of-the-shop"
OWN, JAN, EWA = "48500100200", "48600100200", "48600100201"
ADDRESS = "https://shop.example/inbound/twilio"
SAID = "Dzień dobry, żółw"


def smsapi_channel(**options: Any) -> SmsapiChannel:
    return SmsapiChannel(**({"secret": SECRET, "own": (OWN,)} | options))


def twilio_channel(**options: Any) -> TwilioChannel:
    return TwilioChannel(**({"token": TOKEN, "address": ADDRESS, "own": (f"+{OWN}",)} | options))


def smsapi_notifier(peer: Peer, **options: Any) -> SmsapiNotifier:
    given = {"token": TOKEN, "sender": "Serwis", "reports": f"https://shop.example/inbound/smsapi/{SECRET}"}
    return SmsapiNotifier(timeout=5, **({"api": peer.address} | given | options))


def twilio_notifier(peer: Peer, **options: Any) -> TwilioNotifier:
    given = {"account": SID, "token": TOKEN, "sender": f"+{OWN}", "reports": ADDRESS}
    return TwilioNotifier(timeout=5, **({"api": f"{peer.address}/2010-04-01"} | given | options))


def of_smsapi(fields: Mapping[str, str], secret: str = SECRET, client: str = "203.0.113.7") -> InboundRequest:
    """A message as a form; a report, as an address that is asked for."""
    path, said = f"/inbound/smsapi/{secret}", urlencode(fields)
    if "sms_text" in fields:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return InboundRequest(path=path, body=said.encode(), headers=headers, client=client)
    return InboundRequest(method="GET", path=path, query=said, client=client)


def smsapi_message(sender: str = JAN, text: str = SAID, date: str = "1795000000", **more: str) -> dict[str, str]:
    return {"sms_to": OWN, "sms_from": sender, "sms_text": text, "sms_date": date, "username": "shop", **more}


def smsapi_report(id: str, status: str, idx: str = "", date: str = "1795000000") -> dict[str, str]:
    return {"MsgId": id, "status": status, "donedate": date, "username": "shop", "points": "0.16", "idx": idx}


def of_twilio(body: bytes | Mapping[str, str], query: str = "", token: str = TOKEN) -> InboundRequest:
    """A form as Twilio signs it: its address, then each name and value, sorted by name."""
    raw = urlencode(body).encode() if isinstance(body, Mapping) else body
    text = ADDRESS + (f"?{query}" if query else "")
    try:
        found = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        found = {}
    for name in sorted(found):
        text += "".join(f"{name}{value}" for value in sorted(set(found[name])))
    made = base64.b64encode(hmac.new(token.encode(), text.encode("utf-8", "replace"), hashlib.sha1).digest())
    headers = {"x-twilio-signature": made.decode(), "content-type": "application/x-www-form-urlencoded"}
    return InboundRequest(path="/inbound/twilio", query=query, body=raw, headers=headers)


def twilio_message(id: str = "SM" + "1" * 32, sender: str = JAN, text: str = SAID, **more: str) -> dict[str, str]:
    said = {"MessageSid": id, "SmsSid": id, "AccountSid": SID, "From": f"+{sender}", "To": f"+{OWN}", "Body": text}
    return said | {"NumMedia": "0", "NumSegments": "1", "FromCity": "", "ApiVersion": "2010-04-01"} | more


def twilio_report(id: str, status: str, error: str = "") -> dict[str, str]:
    said = {"MessageSid": id, "SmsSid": id, "AccountSid": SID, "MessageStatus": status, "SmsStatus": status}
    return said | ({"ErrorCode": error} if error else {})


@attrs.define
class Peer:
    """Both providers: each checks what it is given as its maker does, and answers as it is told."""

    sent: list[dict[str, str]] = attrs.field(factory=list)
    keys: dict[str, str] = attrs.field(factory=dict)
    tries: int = 0
    answer: tuple[int, dict[str, Any]] | None = None
    answers: list[tuple[int, dict[str, Any]]] = attrs.field(factory=list)
    hangs_up: bool = False
    points: float = 10
    server: Any = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def take(self, path: str, proof: str, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """One message."""
        self.tries += 1
        if self.answer is not None:
            return self.answer
        if self.answers:
            return self.answers.pop(0)
        if path == "/sms.do":
            return self._smsapi(proof, said)
        return self._twilio(path, proof, said)

    def _smsapi(self, proof: str, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if proof != f"Bearer {TOKEN}":
            return 401, {"error": 101, "message": "Authorization failed"}
        if not said["to"].isdigit() or len(said.get("from", "")) > 11 or not said["message"]:
            return 200, {"error": 13, "message": "No correct phonenumbers"}
        if not said["idx"].replace("-", "").isalnum() or said["format"] != "json" or said["encoding"] != "utf-8":
            return 200, {"error": 20, "message": "wrong idx"}
        if said["idx"] in self.keys and said.get("check_idx") == "1":
            return 200, {"error": 53, "message": "Not unique idx parameter"}
        self.sent.append(said)
        self.keys[said["idx"]] = id = f"{len(self.sent):024d}"
        row = {"id": id, "points": 0.16, "number": said["to"], "status": "QUEUE", "error": None, "idx": said["idx"]}
        return 200, {"count": 1, "list": [row]}

    def _twilio(self, path: str, proof: str, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if proof != "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode():
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if path != f"/2010-04-01/Accounts/{SID}/Messages.json":
            return 404, {"code": 20404, "status": 404}
        if not said["To"].startswith("+") or len(said["Body"]) > 1600:
            return 400, {"code": 21211 if len(said["Body"]) <= 1600 else 21617, "status": 400}
        self.sent.append(said)
        return 201, {"sid": f"SM{len(self.sent):032d}", "status": "queued", "error_code": None}

    def get(self, path: str, proof: str) -> tuple[int, dict[str, Any]]:
        if path == "/profile":
            return (200, {"points": self.points}) if proof == f"Bearer {TOKEN}" else (401, {"error": 101})
        good = proof.startswith("Basic ") and base64.b64decode(proof[6:]) == f"{SID}:{TOKEN}".encode()
        return (200, {"status": "active"}) if good else (401, {"code": 20003})

    @property
    def texts(self) -> list[str]:
        return [one.get("message") or one["Body"] for one in self.sent]

    @property
    def receivers(self) -> list[str]:
        return ["+" + (one.get("to") or one["To"]).removeprefix("+") for one in self.sent]


@contextmanager
def running() -> Iterator[Peer]:
    """A peer that answers while the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_GET(self) -> None:
            self._answer(*made.get(urlsplit(self.path).path, self.headers["Authorization"]))

        def do_POST(self) -> None:
            raw = self.asked().decode()
            if made.hangs_up:
                made.tries += 1
                self.connection.close()
                return
            said = {
                name: values[0] for name, values in parse_qs(raw, keep_blank_values=True, strict_parsing=True).items()
            }
            self._answer(*made.take(self.path, self.headers["Authorization"], said))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            self.answer(status, json.dumps(content).encode())

    with serving(made, Answers) as peer:
        yield peer
