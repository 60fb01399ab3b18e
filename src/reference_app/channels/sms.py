"""SMS, as environment variables say it."""

from __future__ import annotations

import os

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sms import (
    SMSAPI,
    TWILIO,
    SmsapiChannel,
    SmsapiNotifier,
    TwilioChannel,
    TwilioNotifier,
)
from helpdesk_core.ports import Channel, Notifier

_SMSAPI, _TWILIO = ("HELPDESK_SMSAPI_TOKEN", "HELPDESK_SMSAPI_SECRET"), ("HELPDESK_TWILIO_SID", "HELPDESK_TWILIO_TOKEN")
_SENDER, _MOST = "HELPDESK_SMS_SENDER", "HELPDESK_SMS_MOST_PARTS"


def sms_in() -> list[Channel]:
    """From HELPDESK_SMSAPI_TOKEN and _SECRET, or HELPDESK_TWILIO_SID and _TOKEN; HELPDESK_SMS_SENDER,
    HELPDESK_SMSAPI_NETWORKS and HELPDESK_BASE_URL.

    Returns:
        The channel; none where none of them is set.

    Raises:
        ConfigurationError: Some are missing, or cannot be right.
    """
    own = (_given(_SENDER),) if _given(_SENDER) else ()
    if found := _both(_SMSAPI):
        networks = tuple(filter(None, (one.strip() for one in _given("HELPDESK_SMSAPI_NETWORKS").split(","))))
        return [SmsapiChannel(secret=found[1], networks=networks, own=own)]
    if found := _both(_TWILIO):
        return [
            TwilioChannel(
                account=found[0],
                token=found[1],
                address=_address("twilio"),
                own=own,
                api=_given("HELPDESK_TWILIO_API") or TWILIO,
            )
        ]
    return []


def sms_out() -> list[Notifier]:
    """From the same, HELPDESK_SMS_MOST_PARTS, and HELPDESK_SMSAPI_API or HELPDESK_TWILIO_API for another address.

    Returns:
        The notifier; none where none of them is set.

    Raises:
        ConfigurationError: As `sms_in`.
    """
    smsapi, twilio = _both(_SMSAPI), _both(_TWILIO)
    if smsapi and twilio:
        raise ConfigurationError(f"{_SMSAPI[0]} and {_TWILIO[0]} are both set: SMS goes by one of them")
    if smsapi:
        reports = _address(f"smsapi/{smsapi[1]}")
        api = _given("HELPDESK_SMSAPI_API") or SMSAPI
        return [
            SmsapiNotifier(token=smsapi[0], sender=_given(_SENDER), reports=reports, most_parts=_most_parts(), api=api)
        ]
    if twilio:
        api = _given("HELPDESK_TWILIO_API") or TWILIO
        reports, sender = _address("twilio"), _given(_SENDER)
        return [
            TwilioNotifier(
                account=twilio[0], token=twilio[1], sender=sender, reports=reports, most_parts=_most_parts(), api=api
            )
        ]
    return []


def has_sms() -> bool:
    """Whether SMS is set up here: then codes go by it too, unless the shop's settings say otherwise."""
    return bool(_given(_SMSAPI[0]) or _given(_TWILIO[0]))


def _both(names: tuple[str, str]) -> tuple[str, str] | None:
    given = {name: _given(name) for name in names}
    if not any(given.values()):
        return None
    if missing := [name for name, value in given.items() if not value]:
        raise ConfigurationError(f"{', '.join(missing)}: empty, and SMS needs both {' and '.join(names)}")
    return given[names[0]], given[names[1]]


def _most_parts() -> int:
    given = _given(_MOST) or "40"
    if not (given.isascii() and given.isdecimal() and 0 < int(given[:4]) <= 100):
        raise ConfigurationError(f"{_MOST} is how many parts one message may take: a number from 1 to 100")
    return int(given)


def _address(end: str) -> str:
    return f"{os.environ.get('HELPDESK_BASE_URL', 'http://localhost:8000').rstrip('/')}/inbound/{end}"


def _given(name: str) -> str:
    return os.environ.get(name, "").strip()
