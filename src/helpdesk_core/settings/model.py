"""A shop's settings: plain frozen values, built in code, read from TOML, or edited in the app.

The defaults suit no shop in particular: until a shop says so there is no country code (a phone number is typed with
its own), no currency (nothing has a price) and the time is UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import attrs

from ..base.calendar import Calendar
from ..base.phases import Phase
from ..i18n import Wording
from .checklists import Checklist
from .hours import SpecialDays, Week, calendar_of, week_in_words
from .journey import REPAIR_JOURNEY, JourneyStep
from .kinds import PROBLEM_KINDS, ProblemKind
from .law import ByLaw
from .locations import Location, SavedReply
from .pictures import NO_PICTURE, Picture
from .questions import Question
from .shipping import ShippingMethod
from .statuses import Labels, Status, Transition
from .surveys import SurveyQuestion
from .warnings import DeviceWarning

MAX_QUOTE_DAYS = 730
"""For how many days a quote can be valid at most."""
RETENTION = ("inquiry", "order")
"""Classes of ended requests that are kept for different times (see `retention`)."""
NEEDED_DETAILS = ("device", "problem", "serial", "order", "location")
"""What a shop may say it needs to know about a request."""
APPOINTMENT_KINDS = ("drop_off", "pick_up", "visit")
"""What there can be appointments for: the device is brought, is collected, or is looked at where it stands."""
ROUTING = ("off", "suggest", "assign")


@attrs.frozen(kw_only=True, eq=False)
class Settings(ByLaw):
    """What one shop chooses. Everything has a default, so that ``Settings()`` is a shop already.

    Each field but ``locked`` is a setting that admins may change in the app; what they changed wins over the code.
    """

    shop_name: str = "Helpdesk"
    languages: tuple[str, ...] = ("en",)
    """The first is the one a person gets who has said nothing else."""
    country: str = "PL"
    """The country whose law holds ("CZ"); "" for none, and nothing is said that only a law says."""
    time_zone: str = "UTC"
    country_code: str = ""
    """Digits put before national phone numbers ("48"); without, numbers are typed with their own (+48 …)."""
    currency: str = ""
    """The currency of prices (ISO 4217, "PLN"); nothing can be priced before it is set."""
    tax_rates: tuple[int, ...] = ()
    """Tax rates to choose from, in basis points: 2300 is 23 %."""
    prices: str = "gross"
    """How prices are entered: "gross", tax included, or "net", with the tax of each rate added to their sum."""
    quote_valid_days: int = 14
    """For how many days a quote is valid when nobody says otherwise; 0: staff type the day each time."""
    invoice_series: str = "FV"
    """What the numbers of invoices begin with: ``FV/2026/1``. Another series begins at 1."""
    warranty_months: int = 0
    """For how many months a part of a repair is covered when nobody says otherwise; 0: staff type it each time."""
    payment_days: int = 14
    """Within how many days an invoice asks to be paid when nobody says otherwise."""
    bank_account: str = ""
    """The account that customers transfer money to, with the bank's name, in one line; it stands on every invoice,
    and its number is never redacted."""
    max_files: int = 40
    """How many photos and files a request can have; 0: none are taken."""
    max_file_mb: int = 20
    """How large one of them can be, in megabytes."""
    max_files_mb: int = 200
    """How large those of one request can be altogether, in megabytes."""
    proof_days: int = 14
    """For how many days after a code or a sign-in customers are shown files and quotes; then another code is asked for
    before them. 0: never, as long as the room is open."""
    phone: str = ""
    """The number behind "Call us"; shown, and never redacted."""
    address: str = ""
    """Where the shop is, in one line; it stands under every mail."""
    company: str = ""
    """Who runs the shop, as customers must be told: full name, legal form, seat and tax number, in one line."""
    privacy_contact: str = ""
    """The e-mail address for questions about personal data and for withdrawals."""
    retention_months: Mapping[str, int] = attrs.field(
        default=attrs.Factory(lambda made: made.law.months, takes_self=True)
    )
    """For how many months what is personal in ended requests is kept, by class: after them the desk proposes that it
    goes, and a person decides. A class without a number is never proposed. Customers are told the same periods.
    Without any they are those of the country's law."""
    logo: Picture = NO_PICTURE
    """Stands beside the shop's name on every page."""
    photo: Picture = NO_PICTURE
    """Of the shop, for the start page."""
    powered_by: bool = False
    """Whether customers read at the foot of a page which program this is, and the installation's number."""
    opening_hours: Labels = attrs.field(factory=dict)
    """What customers read of when it is open, in the shop's words; without them it follows from ``working_hours``."""
    working_hours: Week = attrs.field(factory=dict)
    """The hours of each weekday: ``{"monday": ("9:00-12:00", "13:00-17:00")}``. Where there are none all are worked."""
    special_days: tuple[SpecialDays, ...] = ()
    """Days with other hours than usual, or closed."""
    holidays: str = ""
    """The country on whose public holidays the shop is closed (``PL``, ``DE-BY``); it needs the extra ``calendar``."""
    published_numbers: tuple[str, ...] = ()
    """The shop's own account numbers and phones: they survive redaction."""
    redaction: str = "balanced"
    """How sure redaction must be of what no rule finds: "balanced" keeps most numbers, "careful" removes more."""
    statuses: tuple[Status, ...] = ()
    transitions: tuple[Transition, ...] = ()
    locations: tuple[Location, ...] = ()
    journey: tuple[JourneyStep, ...] = REPAIR_JOURNEY
    """The steps on the page that shows customers the whole way."""
    testimonials_by_two: bool = False
    """Whether somebody else than who asked for a testimonial has to check it, where a shop has two such people."""
    needed_details: frozenset[str] = frozenset({"device", "problem"})
    """What the shop needs to know before it can respond, of `NEEDED_DETAILS`; customers and staff read what is
    missing. A confirmed contact and an answer to a question are always needed."""
    tags: tuple[str, ...] = ()
    """Tags that staff are offered for requests, in small letters, with hyphens for blanks."""
    saved_replies: tuple[SavedReply, ...] = ()
    """Replies that staff choose from, each in the shop's languages."""
    questions: tuple[Question, ...] = ()
    """What the shop asks besides the fixed questions, in this order; none by default."""
    answer_hours: Mapping[str, int] = attrs.field(factory=dict)
    """Within how many hours a customer is answered, by how urgent they say it is (``cannot_wait``, ``soon``,
    ``no_hurry``), in working time where the shop names hours; where none are named nothing is ever due."""
    promise_reminder_hours: int = 3
    """How many working hours before a promise breaks staff are reminded of it."""
    stuck_days: int = 3
    """After how many working days on which nobody said a word a request counts as stuck; 0: none ever does."""
    team_email: str = ""
    """Where news about requests go that are nobody's; without it the host is asked (`Helpdesk.staff_recipient`)."""
    mail_makes_requests: bool = True
    """Whether a mail of somebody unknown becomes a request, with a code for its sender; else a person sorts it."""
    chat_makes_requests: bool = True
    """The same of chat messages, such as WhatsApp's; their number is proved by that."""
    problem_kinds: tuple[ProblemKind, ...] = PROBLEM_KINDS
    """What an automatic answer in a chat offers to choose from; none: it asks at once what is wrong."""
    chat_number: str = ""
    """The number that customers can write to, with its country code. Empty: nothing leads there."""
    chat_by: str = "whatsapp"
    """What its link opens: "whatsapp", "sms" or "tel"."""
    chat_places: frozenset[str] = frozenset({"pages", "guides", "slips"})
    """Where its link stands, of `CHAT_PLACES`, with a QR code but in mails."""
    write_first: str = "reply"
    """What staff write on a request's page unless they choose otherwise: "reply" to the customer, or "note"."""
    automatic: Mapping[str, bool] = attrs.field(factory=dict)
    """Automatic messages by name (``status``, ``closed`` …): False switches one off, all others are sent."""
    send_replies_to: frozenset[str] = frozenset()
    """Channels on which the very text of a reply may go out, to verified contacts; by default only a notice does."""
    code_channels: frozenset[str] = frozenset({"email"})
    """Kinds of contact that a code can be sent to; people reached otherwise are confirmed by staff in person."""
    appointment_kinds: frozenset[str] = frozenset()
    """What appointments there are for, of `APPOINTMENT_KINDS`; none by default."""
    appointments_by_customers: bool = True
    """Whether customers choose a time by themselves; else they get those that staff suggest."""
    appointment_minutes: int = 30
    """How long an appointment lasts: opening hours are divided by it."""
    appointments_at_once: int = 1
    """How many there can be at one location at the same time."""
    appointment_notice_hours: int = 2
    """How many hours before it begins a customer can take a time at the latest."""
    appointment_days_ahead: int = 14
    """How many days ahead a customer can take one."""
    appointment_reminder_hours: int = 24
    """How many hours before it begins the customer is reminded; 0: never."""
    allow_guest_booking: bool = True
    """Whether customers can send a request without an account. Staff register whoever comes or calls all the same."""
    require_device_registration: bool = False
    """Whether customers have to say which of their registered devices a request is about; it needs an account too."""
    urgent_words: bool = True
    """Whether a new request that says that it cannot wait is put in front; a person may put it back."""
    suggest_category: bool = True
    """Whether staff are shown what a new request seems to be about, by its words."""
    routing: str = "suggest"
    """Whether a new request is proposed to a colleague ("suggest"), given to one ("assign"), or neither ("off")."""
    assign_urgent: bool = True
    """Whether what cannot wait is given to somebody who is there, unless that is "off"."""
    queue_place: bool = True
    """Whether customers who wait are told their place among those that wait."""
    follow_up_days: int = 0
    """After how many days customers who allow it are asked whether it still works; 0: never."""
    survey: tuple[SurveyQuestion, ...] = ()
    """What they are asked besides, where they allow that too; none by default."""
    incident_reports: int = 5
    """How many people have to say much the same before staff are asked whether it is an incident; 0: never."""
    incident_hours: int = 3
    """Within how many hours they have to say it."""
    lends_devices: bool = False
    """Whether staff lend customers devices of the shop's for the time of a repair."""
    takes_signatures: bool = True
    """Whether customers sign at the counter for what they leave, take home or borrow."""
    collect_first_days: int = 0
    """How many days after a device can be collected its customer is reminded of it; 0: never."""
    collect_second_days: int = 0
    """How many days after that moment they are reminded once more; 0: never."""
    storage_days: int = 0
    """How many days after that moment storing it costs something by the shop's terms; 0: nothing is said of it."""
    storage_terms: Labels = attrs.field(factory=dict)
    """What storing it costs, as the shop's terms say it, in one sentence; both reminders bring it."""
    storage_terms_version: str = ""
    """Which version of the terms that is; what was sent keeps both."""
    customers_set_urgency: bool = False
    """Whether customers can say anew how urgent their request is, as long as staff have not said it."""
    shipping_methods: tuple[ShippingMethod, ...] = ()
    """How resellers may send devices to the shop; where none are named nobody is offered to send any."""
    device_warnings: tuple[DeviceWarning, ...] = ()
    """What customers and staff are told of a type or model of device, wherever one is named."""
    checklists: tuple[Checklist, ...] = ()
    """What staff look at on a device when it comes, at the bench, and before it goes back; customers see none of it."""
    customer_accounts: bool = True
    """Whether customers can have an account here; never where the host has accounts of its own (`Customers`)."""
    staff_second_step: bool = False
    """Whether staff sign in with a second step alone, where the app keeps their accounts: a code of their phone, or a
    passkey. Who has none is led to set one up, and can do nothing else before that."""
    wording: Wording = attrs.field(factory=dict)
    """The shop's own words: language → message code → whole message; a counted message has its plural
    forms by category: ``{"pl": {"tracked.turnaround": {"one": "…", "few": "…", "many": "…"}}}``."""
    locked: frozenset[str] = frozenset()
    """Names of settings that stay as the code says: admins read them and cannot change them."""
    coded: Settings | None = attrs.field(default=None, repr=False)
    """What code gave, where these are the settings with what admins changed laid over it. No host sets it."""

    @property
    def as_coded(self) -> Settings:
        """The settings as code gave them."""
        return self.coded or self

    @property
    def guests_can_book(self) -> bool:
        """Whether a request can be sent without an account."""
        return self.allow_guest_booking and not self.require_device_registration

    @property
    def whereabouts(self) -> tuple[str, ...]:
        """Where people find and reach the shop, a line each: its address and phone, as far as it has them."""
        return tuple(one for one in (self.address, self.phone) if one)

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def all_statuses(self) -> tuple[Status, ...]:
        """Every status that a request can have: one for each phase, called like it, and the shop's own behind."""
        own = {status.id for status in self.statuses}
        plain = (Status(id=phase.value, phase=phase.value, labels={}) for phase in Phase if phase.value not in own)
        return (*plain, *self.statuses)

    def calendar(self, location: str | None = None) -> Calendar:
        """When the shop works.

        Args:
            location: The id of the location that it is about.

        Returns:
            The location's calendar, where it has hours or days of its own; else the shop's.
        """
        return _calendar(self, location or "")

    def hours_in_words(self, language: str, location: str | None = None) -> str:
        """When customers can come.

        Args:
            language: The reader's.
            location: The id of the location that it is about.

        Returns:
            The location's words, else its hours; else the shop's words, else its hours; "" where nobody said any.
        """
        place = self.location(location)
        for one in (place, self) if place is not None else (self,):
            if said := self.label(one.opening_hours, language) or week_in_words(one.working_hours, language):
                return said
        return ""

    def hours_by_language(self, location: str | None = None) -> tuple[tuple[str, str], ...]:
        """When customers can come, in each of the shop's languages.

        Args:
            location: The id of the location that it is about.

        Returns:
            Pairs of language and text; none where nobody said any.
        """
        said = ((language, self.hours_in_words(language, location)) for language in self.languages)
        return tuple(pair for pair in said if pair[1])

    def language(self, asked: str | None) -> str:
        """The language to use for a person.

        Args:
            asked: The language they asked for, or None.

        Returns:
            That language if the shop has it, else the shop's first.
        """
        return asked if asked in self.languages else self.languages[0]

    def location(self, id: str | None) -> Location | None:
        """A location by its id.

        Args:
            id: The location's id, or None.

        Returns:
            The location, None when the shop has none of that id.
        """
        return next((place for place in self.locations if place.id == id), None)

    def expected_at(self, location: str | None, brought: date) -> date | None:
        """When work at a location is usually done: an estimate from its turnaround time, and never a promise.

        Args:
            location: The location's id.
            brought: The day on which the device comes there.

        Returns:
            The last day of its usual time, in working days; None where the location says none.
        """
        place = self.location(location)
        if place is None or place.turnaround_days is None:
            return None
        return self.calendar(place.id).add_days(brought, place.turnaround_days[1])

    def country_code_at(self, location: object) -> str:
        """The digits to put before a national phone number.

        Args:
            location: The id of the location that it is typed for; anything else for none.

        Returns:
            The location's country code if it has one of its own, else the shop's.
        """
        place = self.location(location) if isinstance(location, str) else None
        return (place.country_code if place else "") or self.country_code

    @property
    def country_codes(self) -> tuple[str, ...]:
        """All that a national phone number may be meant with: the shop's, then those of its locations."""
        codes = (self.country_code, *(place.country_code for place in self.locations))
        return tuple(dict.fromkeys(code for code in codes if code))

    def label(self, labels: Labels, language: str) -> str:
        """The label to show.

        Args:
            labels: A text for each language.
            language: The reader's.

        Returns:
            The label in that language, else in the shop's first, else in any.
        """
        return labels.get(language) or labels.get(self.languages[0]) or next(iter(labels.values()), "")

    def sends(self, notice: str) -> bool:
        """Whether an automatic message goes out.

        Args:
            notice: The notice's name.

        Returns:
            False for one that the shop switched off.
        """
        return self.automatic.get(notice, True)


@lru_cache(maxsize=64)
def _calendar(settings: Settings, location: str) -> Calendar:
    """Settings are compared by being the same: what was edited is another object."""
    place = settings.location(location)
    week = (place.working_hours if place is not None else {}) or settings.working_hours
    return calendar_of(settings.zone, week, settings.special_days, settings.holidays, location)


KEYS = tuple(field.name for field in attrs.fields(Settings) if field.name not in ("locked", "coded"))
"""The names of all settings, in their order."""
