"""What only thanks is told from what says anything else, however politely."""

from __future__ import annotations

import time

import pytest

from helpdesk_core.channels.thanks import is_thanks

THANKS = (
    "Thanks",
    "Thanks!",
    "Thank you.",
    "thank you very much",
    "Thanks a lot.\n\nKind regards\nJan",
    "Many thanks for your help!",
    "Hello,\nthank you for the quick reply.\nBest regards,\nJan Kowalski",
    "Hi, thanks again. Have a nice day!",
    "thx",
    "Thank you so much for everything :)",
    "Thanks for the repair and service. Yours sincerely\nAnna Nowak-Kern",
    "Dear Sir or Madam,\nThank you for your answer.\nSincerely, Tom",
    "Dziękuję",
    "Dziekuje bardzo",
    "Dzięki wielkie za szybką odpowiedź!",
    "Dziękuję bardzo!\n\nPozdrawiam\nMaria",
    "Dzień dobry,\nserdecznie dziękuję za pomoc.\nZ poważaniem\nJan Kern",
    "Bardzo dziękujemy za naprawę. Miłego dnia!",
    "Witam, dziękuję za informację. Pozdrawiam serdecznie, Ewa",
    "Jeszcze raz dziękuję za wszystko",
    "Z góry dziękuję",
    "dzieki",
    "Szanowni Państwo, dziękuję za odpowiedź. Łączę pozdrowienia, Anna Żak",
    "Danke",
    "Danke schön!",
    "Vielen Dank für die schnelle Antwort",
    "Hallo, vielen lieben Dank für Ihre Hilfe. Viele Grüße, Petra",
    "Sehr geehrte Damen und Herren,\nherzlichen Dank für die Rückmeldung.\nMit freundlichen Grüßen\nMax Müller",
    "Guten Tag, danke nochmals. MfG Jürgen",
    "Danke sehr. Schönes Wochenende!",
    "Besten Dank. LG Eva",
    "Wir danken Ihnen für die Reparatur. Auf Wiedersehen",
    "Danke. Mit freundlichen Gruessen\nSabine",
)
MORE = (
    "",
    "Ok",
    "...",
    "Kind regards are not enough, it broke again",
    "Thanks. Kind regards are not enough, it broke again",
    "Thanks.\nKind regards\nit broke again",
    "Thank you.\n\nBest regards\nJan\n\nPS: the screen is cracked",
    "Thanks, regards, and please call me",
    "Thanks for nothing",
    "No thanks",
    "Ok, thanks",
    "Thanks, all good",
    "Thanks, yes",
    "Thanks. Friday.",
    "Thanks. Regards\nBroken Again",
    "Thank you, but it is still broken",
    "Thanks :(",
    "Thanks, when can I come?",
    "Thanks, 15",
    "Best regards",
    "Hello\nKind regards\nJan",
    "Cheers for the new scratch. Thanks",
    "THANKS. REGARDS\nSTILL BROKEN",
    "Miłego dnia, ale telefon nie działa. Dziękuję",
    "Dziękuję. Pozdrawiam, ale telefon znowu się wyłącza",
    "Dziękuję, a kiedy mogę odebrać?",
    "Dziękuję, ale nadal nie działa",
    "Dziękuję, będę o 15",
    "Dziękuję za nic",
    "Nie dziękuję",
    "Nie, dziękuję. Pozdrawiam",
    "Dobrze, dziękuję",
    "Tak, dziękuję",
    "Dziękuję, proszę naprawić",
    "Dziękuję. Pozdrawiam\nNadal Nie Działa",
    "Dziękuję. Pozdrawiam\nNIE DZIAŁA",
    "Pozdrawiam",
    "Z wyrazami oburzenia, nie dziękuję",
    "Dziękuję za pomoc w zepsuciu telefonu",
    "Dziękuję. Pozdrawiam. Piątek",
    "Vielen Dank, aber es ist wieder kaputt",
    "Mit freundlichen Grüßen ist es nicht getan. Danke",
    "Danke. Viele Grüße\nleider defekt",
    "Danke. Grüße\nGeht Nicht",
    "Nein danke",
    "Alles gut, danke",
    "Danke, Montag passt",
    "Danke für die Reparatur, das Gerät brummt",
    "Danke, wann ist es fertig?",
    "Viele Grüße, Petra",
    "Danke. LG Eva, bitte anrufen",
)


@pytest.mark.parametrize("text", THANKS)
def test_thanks_are_thanks(text: str) -> None:
    """With a greeting before, and a name below one."""
    assert is_thanks(text)


@pytest.mark.parametrize("text", MORE)
def test_any_word_more_is_a_message(text: str) -> None:
    """A question, a number, an answer, a complaint before, between or behind the greetings; and greetings alone."""
    assert not is_thanks(text)


def cost(text: str) -> float:
    """Of looking at it twenty times."""
    since = time.process_time()
    for _ in range(20):
        is_thanks(text)
    return time.process_time() - since


@pytest.mark.parametrize("word", ["dziękuję ", "bardzo ", "thanks for ", "viele grüße ", "all the ", "M "])
def test_twice_as_many_words_cost_no_multiple(word: str) -> None:
    """What tries all ways to read a text costs thousands of times as much with fourteen words more."""
    assert cost(word * 28 + "x") <= 30 * cost(word * 14 + "x")
    assert cost(word * 4_000 + "x") <= 60 * cost(word * 400 + "x")
