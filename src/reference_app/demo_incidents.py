"""An incident of the demo's shop that is over: announced, solved, and told of in a report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import PublishIncident, SaveIncident

_DAYS = 5
_TITLE = {"en": "Our telephone is out of order", "pl": "Nasz telefon nie działa"}
_AFFECTED = {"en": "Calls to both shops", "pl": "Rozmowy z obydwoma punktami"}
_TEXT = {
    "en": "Calls do not reach us. Please write to us here: every request is read today as usual.",
    "pl": "Nie można się do nas dodzwonić. Prosimy o wiadomość tutaj: każde zgłoszenie czytamy dziś jak zwykle.",
}
_OVER = {
    "en": "You can call us again. Who wrote to us was answered the same day.",
    "pl": "Można już do nas dzwonić. Na każdą wiadomość odpowiedzieliśmy tego samego dnia.",
}
_REPORT = {
    "en": "A cable was cut by works in the street. Our provider mended it within three hours. From now on calls are "
    "passed on to a mobile phone when the line is silent.",
    "pl": "Podczas prac na ulicy przecięto kabel. Operator naprawił go w ciągu trzech godzin. Od teraz, gdy linia "
    "milczy, rozmowy są przekierowywane na telefon komórkowy.",
}


def publish_incident(desk: Helpdesk, admin: Actor) -> None:
    """Open it some days ago, publish it, and publish its report three hours later.

    Args:
        desk: A desk on which the admin may do both.
        admin: Who decides.
    """
    present = desk.clock
    began = present() - timedelta(days=_DAYS)
    desk.clock = lambda: began + timedelta(minutes=10)
    local = began.astimezone(desk.settings.zone)
    fields: dict[str, Any] = {"began_day": local.date(), "began_time": f"{local:%H:%M}"}
    made = _publish(desk, admin, **fields, stage="looking", words=_words(_TEXT))
    desk.clock = lambda: began + timedelta(hours=3)
    over = {"incident": made.incident, "seen": made.seen, "stage": "solved", "words": _words(_OVER, _REPORT)}
    _publish(desk, admin, **fields, **over)
    desk.clock = present


def _words(text: dict[str, str], report: dict[str, str] | None = None) -> list[dict[str, str]]:
    return [
        {"language": one, "title": _TITLE[one], "affected": _AFFECTED[one], "text": text[one]}
        | ({"report": report[one]} if report else {})
        for one in text
    ]


def _publish(desk: Helpdesk, admin: Actor, **fields: Any) -> Any:
    made = desk.do(desk.read(SaveIncident, fields), admin)
    desk.do(desk.read(PublishIncident, {"version": made.version, "digest": made.digest}), admin)
    return made
