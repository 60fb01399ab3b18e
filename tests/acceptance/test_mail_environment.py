"""The mail server by environment variables: what people write is understood or refused, never silently less safe."""

from __future__ import annotations

from typing import Any

import pytest

from helpdesk_core import ConfigurationError
from reference_app import environment


def made(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Any:
    given = {"HELPDESK_SMTP_HOST": "mail.example.com", "HELPDESK_SMTP_SENDER": "help@shop.example"} | variables
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return environment._notifier()


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "TRUE", "1", "on", ""])
def test_a_yes_in_any_spelling_means_tls(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving it empty too."""
    assert made(monkeypatch, HELPDESK_SMTP_STARTTLS=word).starttls is True


def test_a_no_is_a_no_and_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt yes must not send passwords in clear."""
    assert made(monkeypatch, HELPDESK_SMTP_STARTTLS="no").starttls is False
    with pytest.raises(ConfigurationError, match="HELPDESK_SMTP_STARTTLS"):
        made(monkeypatch, HELPDESK_SMTP_STARTTLS="yess")


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "٤٦٥"])
def test_what_is_no_port_is_refused_in_words(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by a traceback."""
    with pytest.raises(ConfigurationError):
        made(monkeypatch, HELPDESK_SMTP_PORT=port)


def test_sender_and_bounces_are_taken_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender with its name; an envelope sender of its own."""
    sender = "Serwis Żółw <pomoc@shop.example>"
    found = made(monkeypatch, HELPDESK_SMTP_SENDER=sender, HELPDESK_SMTP_BOUNCES="bounces@shop.example")
    assert (found.sender, found.bounces) == (sender, "bounces@shop.example")
