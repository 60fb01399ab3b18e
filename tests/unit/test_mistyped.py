"""Addresses that were hardly meant."""

from __future__ import annotations

import pytest

from helpdesk_core.base.mistyped import PROVIDERS, meant_address


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@gmai.com", "anna@gmail.com"),
        ("anna@gmaill.com", "anna@gmail.com"),
        ("Anna@GMAIL.CON", "Anna@gmail.com"),
        ("anna@gmail.comm", "anna@gmail.com"),
        ("anna@hotmial.com", "anna@hotmail.com"),
        ("anna@interai.pl", "anna@interia.pl"),
        ("anna@outlok.com", "anna@outlook.com"),
        ("anna@poczta.onte.pl", "anna@poczta.onet.pl"),
        ("anna@gmail.com", None),
        ("anna@ymail.com", None),
        ("anna@wq.pl", None),
        ("anna@fixgo.example", None),
        ("+48 600 100 200", None),
        ("gmial.com", None),
        ("@gmial.com", None),
        ("", None),
    ],
)
def test_a_slip_is_asked_about(typed: str, meant: str | None) -> None:
    assert meant_address(typed) == meant


@pytest.mark.parametrize("domain", PROVIDERS)
def test_nothing_is_asked_about_a_provider_itself(domain: str) -> None:
    assert meant_address(f"anna@{domain}") is None
