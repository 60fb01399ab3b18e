"""Checklists of a repair shop for phones and laptops, for the demo and for whoever wants to begin with some."""

from __future__ import annotations

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import WorkChecklist
from helpdesk_core.settings import Checklist, Moment
from helpdesk_core.views import view_checklists

from .demo_photos import Do

_PHONES = ("phone", "smartphone", "telefon", "smartfon", "iphone", "galaxy s", "galaxy a", "pixel", "redmi", "xiaomi")
_LAPTOPS = ("laptop", "notebook", "macbook", "thinkpad", "ideapad", "zenbook", "xps")


def _list(
    id: str, moment: Moment, devices: tuple[str, ...], names: tuple[str, str], *items: tuple[str, str]
) -> Checklist:
    """English and Polish side by side."""
    return Checklist(
        id=id,
        labels={"en": names[0], "pl": names[1]},
        moment=moment,
        items={"en": "\n".join(en for en, _ in items), "pl": "\n".join(pl for _, pl in items)},
        devices=devices,
    )


CHECKLISTS = (
    _list(
        "phone_intake",
        Moment.INTAKE,
        _PHONES,
        ("Phone", "Telefon"),
        ("It switches on", "Włącza się"),
        ("IMEI on the device is the one on the request", "IMEI w urządzeniu zgadza się ze zgłoszeniem"),
        ("Touch answers everywhere on the screen", "Dotyk działa na całym ekranie"),
        ("Screen, frame and back: damage written down", "Ekran, ramka i tył: uszkodzenia zapisane"),
        ("Liquid indicator in the SIM slot is white", "Wskaźnik zalania w gnieździe SIM jest biały"),
        ("Cameras, loudspeaker, microphone and buttons work", "Aparaty, głośnik, mikrofon i przyciski działają"),
        ("SIM and memory card went back to the customer", "Karty SIM i pamięci wróciły do klienta"),
        ("Activation lock is off, or the customer knows how", "Blokada aktywacji wyłączona albo klient wie, jak"),
        ("Asked whether there is a copy of the data", "Zapytano o kopię danych"),
    ),
    _list(
        "phone_bench",
        Moment.BENCH,
        _PHONES,
        ("Phone", "Telefon"),
        ("Battery is not swollen", "Bateria nie jest spuchnięta"),
        ("Battery disconnected before any other plug", "Bateria odłączona przed innymi złączami"),
        ("Each screw back in its own hole", "Każda śruba na swoim miejscu"),
        ("New part tried before the seal is closed", "Nowa część sprawdzona przed zaklejeniem"),
        ("Seal and adhesive renewed", "Uszczelka i klej wymienione"),
    ),
    _list(
        "phone_final",
        Moment.FINAL_CHECK,
        _PHONES,
        ("Phone", "Telefon"),
        ("What the customer described is mended", "Usterka opisana przez klienta usunięta"),
        ("Touch, brightness and colours are even", "Dotyk, jasność i kolory są równe"),
        ("A call: earpiece, both microphones, loudspeaker", "Rozmowa: słuchawka, oba mikrofony, głośnik"),
        ("Screen goes dark at the ear", "Ekran gaśnie przy uchu"),
        ("Both cameras focus", "Oba aparaty łapią ostrość"),
        ("It charges by cable, and without one if it can", "Ładuje się kablem, a jeśli umie, to i bez"),
        ("Wi-Fi, Bluetooth and mobile network", "Wi-Fi, Bluetooth i sieć komórkowa"),
        ("Fingerprint or face still recognised", "Odcisk palca lub twarz nadal rozpoznawane"),
        ("Nothing of our tests is left on it; it is clean", "Po naszych testach nic nie zostało; jest czysty"),
    ),
    _list(
        "laptop_intake",
        Moment.INTAKE,
        _LAPTOPS,
        ("Laptop", "Laptop"),
        ("It switches on", "Włącza się"),
        (
            "Serial number on the housing is the one on the request",
            "Numer seryjny na obudowie zgadza się ze zgłoszeniem",
        ),
        ("Housing, lid and hinges: damage written down", "Obudowa, klapa i zawiasy: uszkodzenia zapisane"),
        ("No trace of liquid on keyboard and ports", "Brak śladów zalania na klawiaturze i złączach"),
        ("Charger and what else came along written down", "Ładowarka i reszta kompletu zapisane"),
        (
            "If the drive is encrypted: the customer can unlock it",
            "Jeśli dysk jest szyfrowany: klient umie go odblokować",
        ),
        ("Asked whether there is a copy of the data", "Zapytano o kopię danych"),
    ),
    _list(
        "laptop_bench",
        Moment.BENCH,
        _LAPTOPS,
        ("Laptop", "Laptop"),
        ("Battery disconnected first, and not swollen", "Bateria odłączona na początku i niespuchnięta"),
        ("Health of the drive read before anything is written to it", "Stan dysku odczytany przed każdym zapisem"),
        ("Memory test without an error", "Test pamięci bez błędu"),
        ("Fan clean, thermal paste renewed where it was opened", "Wentylator czysty, pasta wymieniona po otwarciu"),
        ("Cables and antennas plugged in, no screw left over", "Taśmy i anteny wpięte, żadna śruba nie została"),
    ),
    _list(
        "laptop_final",
        Moment.FINAL_CHECK,
        _LAPTOPS,
        ("Laptop", "Laptop"),
        ("What the customer described is mended", "Usterka opisana przez klienta usunięta"),
        ("Starts cold three times in a row", "Uruchamia się na zimno trzy razy z rzędu"),
        ("Temperature holds under load for 15 minutes", "Temperatura pod obciążeniem w normie przez 15 minut"),
        ("It charges, and runs without the charger", "Ładuje się i działa bez ładowarki"),
        ("Every key, the touchpad, the lid sensor", "Każdy klawisz, płytka dotykowa, czujnik klapy"),
        (
            "Screen, camera, sound, Wi-Fi, Bluetooth, every port",
            "Ekran, kamera, dźwięk, Wi-Fi, Bluetooth, każde złącze",
        ),
        ("Nothing of our tests is left on it; it is clean", "Po naszych testach nic nie zostało; jest czysty"),
        ("Charger and all that came along lies with it", "Ładowarka i cały komplet leżą przy nim"),
    ),
)


def check_in(desk: Helpdesk, do: Do, by: Actor, request: str) -> None:
    """What was found on a phone whose screen is cracked: one item fails, the last one nobody has answered yet.

    Args:
        desk: The demo's.
        do: Carries out a command.
        by: Who looks at it.
        request: The request's id.
    """
    one = desk.show(view_checklists, by, request).rows[0]
    found: list[dict[str, str]] = [{"item": row.item, "outcome": "done"} for row in one.rows[:-1]]
    found[2] |= {"outcome": "fails", "note": "Dolna połowa ekranu nie reaguje."}
    found[6] |= {"outcome": "not_applicable", "note": "Tylko eSIM."}
    do(WorkChecklist, by, request=request, device=one.device, checklist=one.checklist, answers=tuple(found))
