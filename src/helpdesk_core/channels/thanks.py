"""Whether a message says thank you and nothing else: then nobody has to answer, and nothing begins anew.

It is read phrase by phrase, and one word that is in none of them makes it a message: a complaint that goes unread is
worse than thanks that somebody reads. Words that can be an answer ("ok", "all good", "no thanks") are in none.
"""

from __future__ import annotations

import re
import unicodedata

_MOST_WORDS, _MOST_NAMES = 30, 3
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ONLY = re.compile(r"[?\d]|[:;=]-?[(/|\[]|[\u2639\U0001f641\U0001f44e\U0001f620\U0001f621\U0001f622\U0001f62d]")
"""A question, a number, a face that is not glad."""
_FOR_EN = "(?:the |your |all |all the |all your |everything |very |so |quick |fast |kind |great |friendly |prompt )*"
_FOR_PL = "(?:bardzo |tak |szybka |mila |cala |wszystko |panstwa |fachowa |sprawna |szybki |mily )*"
_FOR_DE = "(?:die |ihre |eure |den |das |alles |sehr |so |schnelle |rasche |freundliche |nette |tolle |ihren )*"
_THANKS = (
    "(?:many |a big |a huge |huge |big )?(?:thanks|thank you|thankyou|thx|cheers)(?: you)?"
    "(?: very| so| much| kindly| a| lot| lots| million| again| once| more| all| everyone| team)*"
    f"(?: for {_FOR_EN}(?:help|reply|answer|response|information|info|message|support|repair|service|work|email|mail"
    "|everything|update|assistance|effort)(?: and (?:help|support|repair|service|work))?)?",
    "(?:ja |my |i |bardzo |serdecznie |slicznie |pieknie |z gory |jeszcze raz |raz jeszcze |wielkie |stokrotne )*"
    "(?:dziekuje|dziekujemy|dzieki|dziena|dziekuja|podziekowania)"
    "(?: bardzo| serdecznie| slicznie| pieknie| wielkie| jeszcze raz| z gory| panstwu| panu| pani| raz jeszcze)*"
    f"(?: za {_FOR_PL}(?:pomoc|odpowiedz|informacje|informacja|wszystko|wiadomosc|naprawe|obsluge|kontakt|info|usluge"
    "|wyjasnienie|wyjasnienia|odpis|fatyge|zaangazowanie)(?: i (?:pomoc|naprawe|obsluge|kontakt))?)?",
    "(?:(?:recht |ganz )?(?:vielen|herzlichen|besten|tausend|lieben|schonen) (?:lieben )?dank|danke|dankeschon"
    "|wir danken|ich danke|dank)(?: schon| sehr| vielmals| nochmals| nochmal| ihnen| euch| noch| einmal)*"
    f"(?: fur {_FOR_DE}(?:hilfe|antwort|ruckmeldung|nachricht|information|informationen|reparatur|unterstutzung|info"
    "|muhe|alles|service|arbeit)(?: und (?:hilfe|arbeit|muhe))?)?",
)
_HELLO = (
    "hello(?: again| team| there| all)?|hi(?: again| team| there| all)?|dear (?:sir or madam|sirs|sir|madam|team|all)"
    "|good (?:morning|day|afternoon|evening)|dzien dobry|dobry wieczor|witam(?: serdecznie| panstwa| ponownie)?"
    "|czesc|hej|szanowni panstwo|szanown[ay] pani?e?|hallo(?: zusammen| team)?|guten (?:tag|morgen|abend)|moin|servus"
    "|gruss gott|sehr geehrte damen und herren|liebes team",
)
_BYE = (
    "(?:serdecznie |goraco )?pozdrawiam(?: serdecznie| goraco| panstwa| cieplo| i zycze milego dnia)*"
    "|(?:serdeczne |gorace )?pozdrowienia|lacze pozdrowienia|z (?:powazaniem|wyrazami szacunku|pozdrowieniami)"
    "|(?:zycze )?(?:milego|dobrego|spokojnego) (?:dnia|wieczoru|popoludnia|weekendu|tygodnia)|do widzenia"
    "|(?:with )?(?:kind|kindest|best|warm|warmest)(?: and best)? regards|regards|best wishes|all the best"
    "|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?"
    "|have a (?:nice|good|great|lovely) (?:day|evening|weekend|week)|good ?bye|bye"
    "|(?:mit )?(?:freundlichen|besten|lieben|herzlichen|schonen|viele|vielen|liebe|beste|schone|herzliche)"
    "(?: freundlichen)? (?:grussen?|gruessen?|gruss)|mit freundlichem gruss|mfg|lg|vg|auf wiedersehen|tschuss"
    "|(?:einen )?schonen (?:tag|abend)(?: noch)?|schones wochenende",
)
_ALL = re.compile(f"(?:(?:{'|'.join((*_THANKS, *_HELLO, *_BYE))})(?: |$))+")
_ENDS = re.compile(f"(?:.* )?(?:{'|'.join(_BYE)})")
_SAYS = re.compile(rf"(?:.* )?(?:{'|'.join(_THANKS)})(?: .*)?")
_NO_NAME = re.compile(
    "nie|still|not|noch|immer|nadal|znowu|znow|ale|but|aber|ist|jest|to|it|es|kein|keine|no|ok|okay|tak|yes|ja|nein|again"
    "|wieder|broken|kaputt|defekt|zepsute|zepsuty|niestety|unfortunately|leider|jednak|however|jedoch|please|prosze|bitte"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    "|poniedzialek|wtorek|sroda|czwartek|piatek|sobota|niedziela|when|kiedy|wann|why|dlaczego|warum|stop|cancel|anuluj"
)


def is_thanks(text: str) -> bool:
    """Whether these words only thank and greet.

    Args:
        text: The new words of a message.

    Returns:
        False for everything with a question, a number or any word besides, but for the name below a greeting at the
        end.
    """
    words = _WORD.findall(text)
    if not 0 < len(words) <= _MOST_WORDS or _NOT_ONLY.search(text):
        return False
    plain = [_folded(word) for word in words]
    for names in range(min(_MOST_NAMES, len(words) - 1) + 1):
        said, rest = " ".join(plain[: len(words) - names]), words[len(words) - names :]
        if names and not (_ENDS.fullmatch(said) and all(map(_may_be_name, rest))):
            continue
        if _ALL.fullmatch(said) and _SAYS.fullmatch(said):
            return True
    return False


def _may_be_name(word: str) -> bool:
    return (
        word[0].isupper()
        and not (len(word) > 1 and word[1:] != word[1:].lower())
        and not _NO_NAME.fullmatch(_folded(word))
    )


def _folded(word: str) -> str:
    """In lower case and without marks: many write without them."""
    lower = word.lower().replace("ł", "l").replace("ß", "ss")
    return "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one))
