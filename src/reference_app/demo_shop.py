"""The settings of the demo's shop."""

from __future__ import annotations

from helpdesk_core import Location, SavedReply, Settings, Status
from helpdesk_core.settings import DeviceWarning, Question, QuestionChoice, ShippingMethod

from .demo_checklists import CHECKLISTS

_LAPTOPS = ("laptop", "notebook", "macbook", "thinkpad", "ideapad", "zenbook", "xps 13")
SETTINGS = Settings(
    shop_name="Fix & Go",
    languages=("en", "pl"),
    time_zone="Europe/Warsaw",
    country_code="48",
    currency="PLN",
    tax_rates=(2300, 800, 0),
    answer_hours={"cannot_wait": 4, "soon": 24, "no_hurry": 72},
    phone="+48 22 123 45 67",
    company="Fix & Go sp. z o.o., NIP 000-000-00-00",
    privacy_contact="privacy@fix-and-go.example",
    address="ul. Próżna 12, 00-107 Warszawa",
    bank_account="Bank Przykładowy, PL63 9999 0000 0000 0000 1234 5678",
    working_hours=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("9:00-18:00",)),
    appointment_kinds=frozenset({"drop_off", "pick_up"}),
    appointments_at_once=2,
    shipping_methods=(
        ShippingMethod(id="courier", labels={"en": "Courier", "pl": "Kurier"}),
        ShippingMethod(
            id="locker", labels={"en": "Parcel locker", "pl": "Paczkomat"}, asks_point=True, point_is_code=True
        ),
    ),
    lends_devices=True,
    collect_first_days=7,
    collect_second_days=21,
    storage_days=30,
    storage_terms={
        "en": "From then on storing it costs PLN 2 a day, PLN 120 at the most.",
        "pl": "Od tego dnia przechowanie kosztuje 2 zł za dzień, najwyżej 120 zł.",
    },
    storage_terms_version="1.0",
    checklists=CHECKLISTS,
    device_warnings=(
        DeviceWarning(
            id="tab_battery",
            devices=("Galaxy Tab",),
            labels={
                "en": "A swollen battery can catch fire. Please switch the tablet off and do not charge it.",
                "pl": "Spuchnięta bateria może się zapalić. Prosimy wyłączyć tablet i nie ładować go.",
            },
        ),
    ),
    saved_replies=(
        SavedReply(
            id="bring",
            labels={"en": "Bring it with the charger", "pl": "Prośba o przyniesienie z ładowarką"},
            texts={
                "en": "Hello {name},\n\nplease bring the device ({device}) with its charger. Our shop: {location}.",
                "pl": "Dzień dobry,\n\nproszę przynieść urządzenie ({device}) z ładowarką. Nasz punkt: {location}.",
            },
        ),
        SavedReply(
            id="backup",
            labels={"en": "Data and backup", "pl": "Dane i kopia zapasowa"},
            texts={
                "en": "Your data stay on the device. If you can, please make a backup before you bring it in.",
                "pl": "Dane pozostają na urządzeniu. Jeśli to możliwe, proszę przed oddaniem zrobić kopię zapasową.",
            },
        ),
    ),
    questions=(
        Question(
            id="backup",
            labels={"en": "Is there a copy of your data?", "pl": "Czy istnieje kopia danych?"},
            hints={
                "en": "On another device or in the cloud. We touch data only when it cannot be avoided.",
                "pl": "Na innym urządzeniu lub w chmurze. Danych dotykamy tylko wtedy, gdy nie da się inaczej.",
            },
            type="yes_no",
            devices=_LAPTOPS,
        ),
        Question(
            id="keep",
            labels={"en": "What must not be lost?", "pl": "Czego nie wolno stracić?"},
            devices=_LAPTOPS,
            depends_on="backup",
            when=("no",),
        ),
        Question(
            id="brought",
            labels={"en": "What do you bring along?", "pl": "Co jest w komplecie?"},
            type="choices",
            choices=(
                QuestionChoice(id="charger", labels={"en": "Charger", "pl": "Ładowarka"}),
                QuestionChoice(id="bag", labels={"en": "Bag or sleeve", "pl": "Torba lub pokrowiec"}),
                QuestionChoice(id="receipt", labels={"en": "Proof of purchase", "pl": "Dowód zakupu"}),
            ),
            devices=_LAPTOPS,
        ),
        Question(id="shelf", labels={"en": "Shelf", "pl": "Półka"}, filled_by="staff"),
    ),
    statuses=(
        Status(id="diagnosis", phase="in_progress", labels={"en": "Diagnosis", "pl": "Diagnoza"}),
        Status(
            id="waiting_for_parts", phase="in_progress", labels={"en": "Waiting for parts", "pl": "Czeka na części"}
        ),
        Status(id="ready_for_pick_up", phase="ready", labels={"en": "Ready for pick-up", "pl": "Gotowe do odbioru"}),
    ),
    locations=(
        Location(id="centrum", labels={"en": "Warsaw, Centre", "pl": "Warszawa, Centrum"}, turnaround_days=(2, 3)),
        Location(id="praga", labels={"en": "Warsaw, Praga", "pl": "Warszawa, Praga"}, turnaround_days=(3, 5)),
    ),
)
