"""Labels in which signs stand for letters or that are cut short, values that are several words, spelled, or tied to a
label behind them, and where command lines, codes of networks and cookies hold a password: each as a kind, with what
looks the same and stays."""

from __future__ import annotations

import pytest

from helpdesk_core.guardrails.redaction import Redactor
from helpdesk_core.guardrails.redaction.announced import find_triggers
from helpdesk_core.guardrails.redaction.candidates import propose
from helpdesk_core.guardrails.redaction.context import Text, words_in
from helpdesk_core.guardrails.redaction.lists import find_bare_seed
from helpdesk_core.guardrails.redaction.words import load_words

RULES, BALANCED = Redactor(caution=None), Redactor()

DISGUISED = [
    "p4ssw0rd: {}",
    "Pa$$word = {}",
    "the p@ssword is {}",
    "wifi p4ss: {}",
    "h4sło: {}",
    "HASL0 - {}",
    "h@slo to {}",
    "Passw0rt: {}",
    "c0ntraseña: {}",
    "m0tdepasse: {}",
    "п@роль: {}",
    "пар0ль: {}",
]
SHORT = ["p/w: {}", "pwrd: {}", "pazzword: {}", "Kennw.: {}", "Passw.: {}", "has.: {}", "mot de p.: {}", "п-ль: {}"]


@pytest.mark.parametrize("label", [*DISGUISED, *SHORT])
@pytest.mark.parametrize("value", ["maple", "Maple22"])
def test_a_label_announces_however_it_is_written(label: str, value: str) -> None:
    assert RULES.redact(label.format(value)).text.text == label.format("[PASSWORD]")


@pytest.mark.parametrize("label", ["p1n: {}", "p!n {}", "P.I.N. {}", "P I N: {}", "k0d blokady: {}", "passc0de {}"])
def test_so_does_one_of_a_code(label: str) -> None:
    assert RULES.redact(label.format("4471")).text.text == label.format("[PASSCODE]")


@pytest.mark.parametrize(
    "said",
    [
        *("my iPhone5s plays mp3 and h264, a b2b shop on win10", "pin5 and code5 of the header are dead"),
        *("write to code@example.org or kasia@example.org", "a k1ng size box, c0ffee at 4"),
    ],
)
def test_other_words_with_digits_among_their_letters_are_no_labels(said: str) -> None:
    assert RULES.redact(said).text.text == said


@pytest.mark.parametrize("said", ["password: {}", "my password is {}", "hasło {}", "password is {}, all small"])
@pytest.mark.parametrize("value", ["p4ssw0rd", "h4slo77", "Pa$$word1"])
def test_a_value_written_so_is_no_label(said: str, value: str) -> None:
    assert RULES.redact(said.format(value)).text.text == said.format("[PASSWORD]")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        *(("hasło: {}", "zielony kot 7"), ("hasło {}", "Zielony kot 7"), ("hasło to {}, bez kropek", "Zielony kot 7")),
        *(("Hasło do laptopa:\n\n{}", "czerwony traktor 12"), ("hasło: {}", "stary holownik")),
        *(("the password is {}, two capitals", "Rusty Tractor 12"), ("wifi password: {}", "rusty tractor")),
        *(("Passwort: {}", "Grüne Katze 7"), ("mot de passe : {}", "tracteur rouge 12")),
        *(("contraseña: {}", "tractor rojo 12"), ("пароль: {}", "червоний трактор 12")),
        *(("password: {}", "b-i-s-c-u-i-t"), ("hasło literami {}", "b o r o w i k 8")),
        *(("Passwort buchstabiert: {}", "g u r k e"), ("пароль: {}", "к л е н о к")),
    ],
)
def test_a_value_of_several_words_or_single_letters_goes_whole(said: str, value: str) -> None:
    assert RULES.redact(said.format(value)).text.text == said.format("[PASSWORD]")


@pytest.mark.parametrize(
    "said",
    [
        *("Hasło Microsoft Office 2019 nie działa", "password is Windows 11 issue", "password change took 20 minutes"),
        *(
            "password: see page 7",
            "wifi password: same as before",
            "password is Windows 11",
            "my password has a b c buttons",
            "options a b c d on the password page",
        ),
    ],
)
def test_words_that_say_something_of_the_password_stay(said: str) -> None:
    assert RULES.redact(said).text.text == said


@pytest.mark.parametrize(
    "said",
    [
        "{} <- password",
        "{} <- hasło do laptopa",
        "{} (hasło)",
        "{} = pw",
        "{} <-- Passwort",
        "{} <- пароль",
        "{} (mdp)",
    ],
)
def test_a_word_that_is_tied_to_a_label_behind_it_goes(said: str) -> None:
    assert RULES.redact(said.format("mruczek")).text.text == said.format("[PASSWORD]")


@pytest.mark.parametrize(
    "said", ["router (hasło)", "Windows = password problem", "error = password wrong", "Ania (password reset)"]
)
def test_what_a_password_is_of_stays_before_it(said: str) -> None:
    assert RULES.redact(said).text.text == said


@pytest.mark.parametrize(
    "said",
    [
        *("7z x data.7z -p{}", "unrar e -p{} photos.rar", "WIFI:T:WPA;S:Otter;P:{};;"),
        *("<keyMaterial>{}</keyMaterial>", "psw: {}"),
    ],
)
def test_command_lines_and_codes_of_networks(said: str) -> None:
    assert RULES.redact(said.format("teal_moth3")).text.text == said.format("[PASSWORD]")


def test_a_sign_behind_a_stroke_does_not_end_a_network_code() -> None:
    assert RULES.redact(r"WIFI:T:WPA;P:plum\;brandy\:9;S:Otter;;").text.text == "WIFI:T:WPA;P:[PASSWORD];S:Otter;;"


def test_the_cookie_of_who_is_logged_in_goes() -> None:
    assert "kQ9zXb2" not in RULES.redact("wordpress_logged_in_9a8b=lena%7C1764000000%7CkQ9zXb2Yw4").text.text


def test_words_that_say_whether_a_pattern_finds_anything_miss_none() -> None:
    """What is asked before a pattern runs must hold wherever the pattern finds something."""
    words = load_words()
    for word in words.opening:
        said = f"tell {word.replace('*', 'ab')} maple."
        text = Text(said, said)
        proposed = propose(text, [], words, asked=False, plain=True)
        assert words.of["opening"].search(text.folded) is None or list(proposed), word
    for said in (
        "big b as in bernard",
        "wie x wie xaver",
        "tango oscar foxtrot four",
        "capital t",
        "x-ray x-ray x-ray ",
    ):
        assert words.dictated.marks.search(said) is None or not words.dictated.telling.isdisjoint(words_in(said)), said


def test_twelve_words_of_the_list_are_found_and_eleven_are_not() -> None:
    seed = "abandon ability able about above absent absorb abstract absurd abuse access accident"
    assert list(find_bare_seed(seed))
    assert not list(find_bare_seed(seed.rpartition(" ")[0] + " zzzzzz"))
    assert list(find_bare_seed(seed.replace(" ", ", ", 3)))


def test_a_label_is_told_with_its_kind_and_a_value_is_none() -> None:
    assert find_triggers("h4slo i p1n: 1") == [(0, 5, "password"), (8, 11, "passcode")]
    assert find_triggers("my password is p4ssw0rd: all small") == [(3, 11, "password")]
