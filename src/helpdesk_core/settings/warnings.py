"""Warnings about a type or model of device, for whoever brings one: "this battery is recalled: do not charge it"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from ..base.messages import define
from ..errors import FieldError
from .questions import has_word

MAX_WARNINGS, _LONGEST = 100, 600
_TOO_MANY = define("settings.error.device_warnings", "These are too many: {count} at most.")
_NO_DEVICES = define("settings.error.warning_devices", "Please name at least one type or model, one on each line.")
_TOO_LONG = define("settings.error.warning_long", "This is too long for a warning: {count} characters at most.")


@attrs.frozen(kw_only=True)
class DeviceWarning:
    """What customers and staff are told of a type or model of device, wherever one is named. Nothing is refused by it.

    Attributes:
        id: A key of small letters and digits.
        labels: The warning, in the shop's languages.
        devices: It is told where one of these begins a word of the device ("ThinkPad", "hulajnog"), as for questions.
        retired: Whether it is told no more.
    """

    id: str
    labels: Mapping[str, str]
    devices: tuple[str, ...] = ()
    retired: bool = False


def warnings_about(warnings: Iterable[DeviceWarning], devices: Iterable[str]) -> tuple[DeviceWarning, ...]:
    """The warnings about any of these devices, in the shop's order.

    Args:
        warnings: The shop's.
        devices: Devices as people call them.

    Returns:
        Those that are told.
    """
    named = tuple(devices)
    return tuple(one for one in warnings if not one.retired and any(has_word(device, one.devices) for device in named))


def check_warnings(warnings: Sequence[DeviceWarning]) -> Iterator[FieldError]:
    """What is wrong with warnings besides their ids and missing texts."""
    if len(warnings) > MAX_WARNINGS:
        yield FieldError(_TOO_MANY, {"count": MAX_WARNINGS}, ("device_warnings",))
    for place, one in enumerate(warnings):
        path = ("device_warnings", str(place))
        if not any(word.strip() for word in one.devices):
            yield FieldError(_NO_DEVICES, path=(*path, "devices"))
        for language, text in one.labels.items():
            if len(text) > _LONGEST:
                yield FieldError(_TOO_LONG, {"count": _LONGEST}, (*path, "labels", language))
