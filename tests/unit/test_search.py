"""Staff find requests by whatever they hear or read; what is erased is found no more, and nobody sees more by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import journeys as j
from helpdesk_core import Helpdesk, Location, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.references import _ALPHABET as ALPHABET
from helpdesk_core.base.references import new_reference
from helpdesk_core.base.stems import _SNOWBALL, first_letters_lost, stems
from helpdesk_core.base.surnames import without_accents
from helpdesk_core.base.terms import Lexicon, Terms, meets
from helpdesk_core.commands import (
    EraseRequest,
    IndexChanges,
    RemoveSecret,
    ReplyToCustomer,
    ReplyToShop,
    TakeRequest,
    WriteNote,
)
from helpdesk_core.search import rules
from helpdesk_core.search.hits import Sought, hits_of
from helpdesk_core.search.model import SearchEntry, SearchProgress, entry_id, progress_id
from helpdesk_core.search.texts import SearchedText, indexed
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_place, view_search

REQUESTS = {
    "anna": {
        "surname": "Nowak-Kowalska",
        "given_name": "Anna",
        "contact": "600 100 200",
        "device": "iPhone 13 Pro",
        "problem": "Bateria nie ładuje się, klawiatura jest zalana. Telefon wyłącza się w pracy.",
    },
    "liam": {
        "surname": "O'Brien",
        "given_name": "Liam",
        "contact": "Liam.OBrien@example.com",
        "device": "Dell XPS-9310",
        "problem": "The screen flickers while charging; the batteries were replaced last year.",
        "order": "ZAM/2026/77",
    },
    "jose": {
        "surname": "de la Cruz",
        "given_name": "José",
        "contact": "jose@müller.example",
        "device": "Drukarka HP 4000",
        "problem": "Drukarka wciąga papier i rysuje czarne paski, szybki są pęknięte.",
    },
    "lukasz": {
        "surname": "Łukasz Żółkiewski",
        "contact": "+49 30 1234567",
        "device": "Ekspres do kawy DeLonghi",
        "problem": "Ekspres przecieka, uszczelka do wymiany, gwarancja jeszcze trwa. Usterka po naprawie.",
    },
    "taras": {
        "surname": "Шевченко",
        "given_name": "Тарас",
        "contact": "+380 50 123 45 67",
        "device": "Lenovo ThinkPad X1",
        "problem": "Монітор не вмикається. The laptop was dropped.",
    },
    "ewa": {
        "surname": "Müller",
        "given_name": "Ewa",
        "contact": "ewa.m@example.org",
        "device": "Słuchawki Sony WH-1000XM4",
        "problem": "W słuchawkach nie działa mikrofon, ładowarka się grzeje.",
    },
}
#: What is typed, who must be found first, and whether nobody else may be found.
QUERIES = [
    *(("Nowak-Kowalska", "anna"), ("nowak kowalska", "anna"), ("Kowalska", "anna"), ("Anna", "anna")),
    *(("Anna Nowak-Kowalska", "anna"), ("Nowak-Kowalska Anna", "anna"), ("Anna Nowak", "anna")),
    *(("Kowalska-Nowak", "anna"), ("NOWAKKOWALSKA", "anna"), ("walska", "anna"), ("kowalska, 600", "anna")),
    *(("obrien", "liam"), ("Liam O’Brien", "liam"), ("Brien", "liam"), ("Cruz", "jose"), ("jose cruz", "jose")),
    *(("de la Cruz, José", "jose"), ("Żółkiewski", "lukasz"), ("zolkiewski", "lukasz"), ("Łukasz Ż", "lukasz")),
    *(("Shevchenko", "taras"), ("Шевченко", "taras"), ("taras", "taras"), ("Mueller", "ewa"), ("muller", "ewa")),
    *(
        ("600100200", "anna"),
        ("+48 600-100-200", "anna"),
        ("100200", "anna"),
        ("200", "anna"),
        ("0048600100200", "anna"),
    ),
    *(("050 123 45 67", "taras"), ("380501", "taras"), ("301234567", "lukasz"), ("liam.obrien@EXAMPLE.com", "liam")),
    *(("jose müller", "jose"), ("jose@MÜLLER.ex", "jose"), ("WH-IOOOXM4", "ewa"), ("x1 thinkpad", "taras")),
    *(("030 1234567", "lukasz"), ("(030) 123-45", "lukasz"), ("+49 (0)30 123", "lukasz"), ("0 50 12", "taras")),
    *(("jose@xn--mller-kva.example", "jose"), ("jose@müller.example", "jose"), ("example.org", "ewa")),
    *(("iphone 13", "anna"), ("iphone13", "anna"), ("XPS 9310", "liam"), ("xps9310", "liam"), ("9310", "liam")),
    *(("thinkpad", "taras"), ("wh1000xm4", "ewa"), ("1000xm4", "ewa"), ("delonghi", "lukasz")),
    ("ZAM/2026/77", "liam"),
    *(
        ("zam 77", "liam"),
        ("baterii", "anna"),
        ("baterię", "anna"),
        ("klawiaturze", "anna"),
        ("zalany telefon", "anna"),
    ),
    *(
        ("papieru", "jose"),
        ("drukarkę", "jose"),
        ("szybka", "jose"),
        ("pęknięta szybka", "jose"),
        ("uszczelki", "lukasz"),
    ),
    *(("gwarancji", "lukasz"), ("naprawa", "lukasz"), ("usterek ekspresu", "lukasz"), ("mikrofonu", "ewa")),
    *(("ładowarkę", "ewa"), ("ladowarki", "ewa"), ("battery", "liam"), ("charge", "liam"), ("flickering", "liam")),
    *(("screens", "liam"), ("монітор", "taras"), ("laptopy", "taras"), ("dropping", "taras")),
]
TYPOS = [
    *(("Kowlaska", "anna"), ("Nowk", "anna"), ("Zolkieski", "lukasz"), ("Shevcenko", "taras"), ("O'Bryen", "liam")),
    *(("klawaitura", "anna"), ("bateira", "anna"), ("drukraka", "jose"), ("gwarnacja", "lukasz"), ("mikofon", "ewa")),
    *(("thinkpda", "taras"), ("Delonhgi", "lukasz"), ("flikers", "liam")),
]
NOBODY = (
    "Wiśniewska",
    "601 100 200",
    "pralka",
    "anna żółkiewski",
    "nobody@example.com",
    "' UNION SELECT x --",
    '"',
    "*",
    "",
)


@pytest.fixture
def desk(store: Any) -> Helpdesk:
    """A desk whose references have no four letters in common: half of a drawn one may stand within another."""
    drawn = (f"{ALPHABET[10 + one] * 4}{ALPHABET[31 - one] * 4}" for one in range(11))
    return make_desk(store, new_reference=lambda: next(drawn, None) or new_reference())


def fill(desk: Helpdesk) -> dict[str, str]:
    """One request for each person: their references by name."""
    return {name: j.do(desk, TakeRequest, j.ANNA, **words).reference for name, words in REQUESTS.items()}


def found(desk: Helpdesk, words: str, by: Any = j.ANNA) -> list[str]:
    """The references that a search finds, in its order."""
    results = desk.view(view_search, by, words)
    return [row.reference.grouped for row in results.rows]  # type: ignore[union-attr]


@pytest.fixture(params=["before it is indexed", "after"])
def people(request: pytest.FixtureRequest, desk: Helpdesk) -> dict[str, str]:
    references = fill(desk)
    if request.param == "after":
        assert desk.index().requests == len(REQUESTS)
    return references


def test_every_person_is_found_by_what_staff_hear_and_read(desk: Helpdesk, people: dict[str, str]) -> None:
    """Names and their parts, phones, addresses, devices, numbers, words in their forms, in Polish and English; the same
    whether the index has come that far or not."""
    assert len(QUERIES) >= 60
    wrong = {words: found(desk, words) for words, name in QUERIES if found(desk, words)[:1] != [people[name]]}
    assert wrong == {}
    for name, reference in people.items():
        for words in (reference, reference[:4], reference[5:].lower(), f"zgłoszenie {reference}, dziękuję"):
            assert found(desk, words) == [people[name]]


def test_a_wrong_letter_is_forgiven_and_said(desk: Helpdesk, people: dict[str, str]) -> None:
    """Left out, doubled, swapped or another one; only where nothing has just these words."""
    for words, name in TYPOS:
        results = desk.view(view_search, j.ANNA, words)
        assert [row.reference.grouped for row in results.rows][:1] == [people[name]], words  # type: ignore[union-attr]
        assert results.nearly, words  # type: ignore[union-attr]
    assert not desk.view(view_search, j.ANNA, "Kowalska").nearly  # type: ignore[union-attr]


@pytest.mark.usefixtures("people")
def test_what_is_nowhere_is_not_found(desk: Helpdesk) -> None:
    """All words must be there; signs of a query language are no words."""
    assert {words: found(desk, words) for words in NOBODY} == {words: [] for words in NOBODY}


def test_what_is_exactly_meant_comes_first(desk: Helpdesk) -> None:
    """A name stands before the same word in a text, and among equals the latest first."""
    first = j.submit(desk, surname="Kern", contact="a@example.com").reference
    told = j.submit(desk, surname="Lis", contact="b@example.com", problem="Ask Mr Kern, he knows.").reference
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    second = j.submit(desk, surname="Kern", contact="c@example.com", problem="b@example.com is mine").reference
    for _ in range(2):
        assert found(desk, "kern") == [second, first, told]
        assert found(desk, "b@example.com")[0] == told
        desk.index()


def test_the_conversation_is_searched_as_it_goes_on(desk: Helpdesk) -> None:
    """Replies of both sides, notes; each at once."""
    made, guest = j.in_phase(desk, "in_review")
    desk.index()
    j.do(desk, ReplyToShop, guest, request=made.request, text="Chodzi o zawiasy")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Zamówimy matrycę")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Supplier: Kowal")
    for _ in range(2):
        assert all(found(desk, words) == [made.reference] for words in ("zawias", "matryca", "kowal supplier"))
        desk.index()


def test_it_is_said_where_it_was_found(desk: Helpdesk) -> None:
    """The words as they were written, cut to where they stand."""
    fill(desk)
    results = desk.view(view_search, j.ANNA, "bateria zalany")
    ((hit,),) = results.hits  # type: ignore[union-attr]
    assert hit.field == "messages.text"
    assert [text for text, is_hit in hit.pieces if is_hit] == ["Bateria", "zalana"]
    assert "".join(text for text, _ in hit.pieces).startswith("Bateria nie ładuje się, klawiatura jest zalana.")
    assert results.hits is results.hits  # type: ignore[union-attr]
    assert results == desk.view(view_search, j.ANNA, "bateria zalany")
    some = desk.show(view_search, j.ANNA, "bateria zalany", columns=("surname",))
    assert (some.rows[0].surname, some.hits) == (results.rows[0].surname, results.hits)  # type: ignore[union-attr]
    assert not hasattr(some.rows[0], "subject")


def terms(desk: Helpdesk, request: str) -> str | None:
    """The terms of a request's entry, as they are stored."""
    with desk.reading() as reader:
        entry = reader.load(SearchEntry, entry_id("shop", request))
    assert entry is not None
    return entry.terms


def test_erasing_empties_the_index_in_the_same_transaction(desk: Helpdesk) -> None:
    """Not a second later by a worker; what is left of the request is found again."""
    made = j.submit(desk, j.CUSTOMER, surname="Kowalska", problem="Zalany ekran")
    desk.index()
    assert "nkowalska" in str(terms(desk, made.request))
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert terms(desk, made.request) is None
    for _ in range(2):
        assert found(desk, "kowalska") == found(desk, "ekran") == []
        assert found(desk, made.reference) == [made.reference]
        desk.index()
    assert "kowal" not in str(terms(desk, made.request))


def test_a_secret_that_staff_take_out_leaves_the_index_with_it(desk: Helpdesk) -> None:
    """The entry is emptied by the command itself, and made again from what is left."""
    made = j.submit(desk, j.CUSTOMER, problem="Mruczek stands on it, and the screen is black.")
    desk.index()
    place = desk.view(view_place, j.BOSS, made.request, words="Mruczek")
    assert isinstance(place.command, RemoveSecret)  # type: ignore[union-attr]
    desk.do(place.command, j.BOSS)  # type: ignore[union-attr]
    assert terms(desk, made.request) is None
    desk.index()
    assert "mrucz" not in str(terms(desk, made.request))
    assert found(desk, "black screens") == [made.reference]


def test_secrets_never_reach_the_index(desk: Helpdesk) -> None:
    """It is made from what is stored, which is redacted."""
    made = j.submit(desk, problem="My password is Tr0ub4dor&3 and the card 4111 1111 1111 1111.")
    desk.index()
    kept = str(terms(desk, made.request))
    assert not any(part in kept for part in ("tr0ub", "4dor", "4111", "1111"))


@pytest.mark.parametrize("indexed_before", [False, True])
def test_an_index_made_from_what_was_erased_meanwhile_is_not_kept(
    desk: Helpdesk, monkeypatch: pytest.MonkeyPatch, indexed_before: bool
) -> None:
    """Whoever comes second sees what the other wrote, also where there was no entry yet."""
    made = j.submit(desk, j.CUSTOMER, surname="Kowalska")
    if indexed_before:
        desk.index()
        j.do(desk, WriteNote, j.ANNA, request=made.request, text="n")
    make, erased = rules.indexed, []

    def slow(*args: Any) -> SearchEntry:
        entry = make(*args)
        if not erased:
            erased.append(True)
            j.do(desk, EraseRequest, j.BOSS, request=made.request)
        return entry

    monkeypatch.setattr(rules, "indexed", slow)
    desk.index()
    assert erased
    assert "kowal" not in str(terms(desk, made.request))


def test_staff_find_nothing_of_other_places(desk: Helpdesk) -> None:
    """Neither before nor after indexing, nor how many there are."""
    places = tuple(Location(id=id, labels={"en": id}) for id in ("warsaw", "berlin"))
    shop = make_desk(desk._store, settings=Settings(locations=places))
    here, there = (j.submit(shop, location=place, contact=f"{place}@example.com") for place in ("warsaw", "berlin"))
    nowhere = j.submit(shop, contact="no@example.com")
    local = attrs.evolve(j.ANNA, locations=frozenset({"warsaw"}))
    for _ in range(2):
        assert set(found(shop, "kowalska", local)) == {here.reference, nowhere.reference}
        assert found(shop, there.reference, local) == found(shop, "berlin@example.com", local) == []
        assert len(found(shop, "kowalska")) == 3
        shop.index()


@pytest.mark.parametrize("words", ["same@example.com", "SN: 3571-2468"])
def test_what_stands_elsewhere_takes_no_place_of_what_staff_may_see(desk: Helpdesk, words: str) -> None:
    """Under one address or serial number, whatever the length of a page, and however many of the latest are not
    theirs."""
    places = tuple(Location(id=id, labels={"en": id}) for id in ("warsaw", "berlin"))
    shop = make_desk(desk._store, settings=Settings(locations=places))
    made = []
    for place in ("berlin", "warsaw", "berlin", "berlin"):
        made.append(j.submit(shop, location=place, contact="same@example.com", serial="3571-2468").reference)
    local = attrs.evolve(j.ANNA, locations=frozenset({"warsaw"}))
    for limit in (1, 2, 20):
        shown = shop.show(view_search, local, words, limit=limit)
        assert [row.reference.grouped for row in shown.rows] == [made[1]]


def test_shops_of_one_store_find_their_own(desk: Helpdesk) -> None:
    other = make_desk(desk._store, tenant="other")
    mine, theirs = j.submit(desk).reference, j.submit(other).reference
    desk.index()
    other.index()
    assert (found(desk, "kowalska"), found(other, "kowalska")) == ([mine], [theirs])


def test_a_change_of_languages_indexes_everything_again(desk: Helpdesk) -> None:
    """Words are stemmed otherwise then; and it goes on from where it was stopped."""
    fill(desk)
    assert desk.index().requests == len(REQUESTS)
    assert desk.index().changes == 0
    german = make_desk(desk._store, settings=Settings(languages=("de", "en")))
    steps = [german.index(3)]
    while steps[-1].is_behind:
        steps.append(german.index(3))
    assert sum(step.requests for step in steps) == len(REQUESTS)
    assert sum(step.changes for step in steps) == german.count_changes()
    with german.reading() as reader:
        assert reader.load(SearchProgress, progress_id("shop")).form.endswith("de+,en+")  # type: ignore[union-attr]


def test_an_index_that_is_up_to_date_writes_nothing(desk: Helpdesk) -> None:
    fill(desk)
    desk.index()
    with desk.reading() as reader:
        before = reader.load(SearchProgress, progress_id("shop"))
    assert desk.index() == desk.do(IndexChanges(), rules.INDEXER)
    with desk.reading() as reader:
        assert reader.load(SearchProgress, progress_id("shop")) == before


def test_a_worker_brings_the_search_up_to_date(desk: Helpdesk) -> None:
    """No host has anything to set up; a worker for codes alone leaves it to the others."""
    fill(desk)
    desk.deliver(lanes=(0,))
    with desk.reading() as reader:
        assert reader.load(SearchProgress, progress_id("shop")) is None
    desk.deliver()
    assert desk.index().changes == 0


@pytest.fixture
def without_index(tmp_path: Path) -> Iterator[SqlStore]:
    """Tables of a host whose own migrations made no full-text index."""
    store = SqlStore.sqlite(tmp_path / "plain.sqlite")
    with store.sessions.writing() as cursor:
        for name in ("new", "gone", "changed"):
            cursor.execute(f"DROP TRIGGER helpdesk_core_search_entries_fts_{name}")
        cursor.execute("DROP TABLE helpdesk_core_search_entries_fts")
        cursor.execute("DROP TABLE helpdesk_core_search_entries_fts_rows")
        cursor.execute("DROP TABLE helpdesk_core_search_entries_fts_shops")
    yield store
    store.close()


def test_a_database_without_the_index_is_searched_all_the_same(without_index: SqlStore) -> None:
    """By reading the terms; making the index anew fills it."""
    desk = make_desk(without_index)
    references = fill(desk)
    desk.index()
    assert [found(desk, words)[:1] for words, _ in QUERIES] == [[references[name]] for _, name in QUERIES]
    desk.index(restart=True)
    with without_index.sessions.reading() as cursor:
        cursor.execute("SELECT count(*) FROM helpdesk_core_search_entries_fts_rows")
        assert cursor.fetchone()[0] == len(REQUESTS)
    assert found(desk, "baterii") == [references["anna"]]


def test_entries_of_a_shop_lie_together_in_the_index(without_index: SqlStore) -> None:
    """So that a search of one shop looks at no other's: those that an index begins with, and those that come later."""
    one, other = make_desk(without_index), make_desk(without_index, tenant="other")
    for desk in (one, other):
        j.submit(desk, j.CUSTOMER, surname="Brzęczyszczykiewicz")
        desk.index()
    one.index(restart=True)
    for desk in (other, one, other):
        j.submit(desk, j.CUSTOMER, surname="Brzęczyszczykiewicz")
        desk.index()
    with without_index.sessions.reading() as cursor:
        cursor.execute(
            "SELECT tenant, number >> 32 FROM helpdesk_core_search_entries AS entries "
            "JOIN helpdesk_core_search_entries_fts_rows ON entry = entries.id ORDER BY number"
        )
        lying = cursor.fetchall()
    assert [len(set(numbers)) for numbers in zip(*set(lying), strict=True)] == [2, 2]
    assert len(set(lying)) == 2
    assert [len(found(desk, "brzeczyszczykiewicz")) for desk in (one, other)] == [2, 3]


def test_the_index_is_gone_from_the_file_with_what_was_erased(tmp_path: Path) -> None:
    """FTS5 marks at once what is gone, and it leaves the file when workers merge the index."""
    store = SqlStore.sqlite(tmp_path / "s.sqlite")
    desk = make_desk(store)
    made = j.submit(desk, j.CUSTOMER, surname="Brzęczyszczykiewicz")
    desk.index()
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    table, kept = "helpdesk_core_search_entries_fts", []
    with store.sessions.reading() as cursor:
        assert cursor.execute(f"SELECT count(*) FROM {table}_rows").fetchone()[0] == 0
    for next in (desk._merging._next, 0.0):
        desk._merging._next = next
        desk.deliver()
        with store.sessions.reading() as cursor:
            blocks = cursor.execute(f"SELECT block FROM {table}_data").fetchall()
        kept.append(any(b"szczykiewicz" in block for (block,) in blocks))
    assert kept == [True, False]
    store.close()


def test_workers_put_the_index_into_one_piece(tmp_path: Path) -> None:
    """Step by step; what is searched for is found before and after, and an index in one piece is left alone."""
    store = SqlStore.sqlite(tmp_path / "s.sqlite")
    desk = make_desk(store)
    for number in range(3):
        j.submit(desk, j.CUSTOMER, problem=f"The hedgehog number {number} sits in it.")
        desk.index()
    pieces = "SELECT count(DISTINCT segid) FROM helpdesk_core_search_entries_fts_idx"
    with store.sessions.reading() as cursor:
        assert cursor.execute(pieces).fetchone()[0] > 1
    before = found(desk, "hedgehog")
    while store.merge_full_text():
        pass
    with store.sessions.reading() as cursor:
        assert cursor.execute(pieces).fetchone()[0] == 1
        changed = cursor.execute("PRAGMA data_version").fetchone()
        assert not store.merge_full_text()
        assert cursor.execute("PRAGMA data_version").fetchone() == changed
    assert found(desk, "hedgehog") == before
    assert len(before) == 3
    store.close()


@pytest.mark.parametrize("language", sorted({*_SNOWBALL, "pl"}))
@given(st.from_regex(r"(ge|ver|un|over)?[a-zäöüßéčďěšžřűőøæåąćęłńóśźż]{1,9}", fullmatch=True))
def test_no_stem_loses_its_first_letter(language: str, word: str) -> None:
    """But those that are named: words of a page that begin otherwise than what is wanted are not looked at."""
    begins = without_accents(word)[:1]
    lost = any(word.startswith(beginning) for beginning in first_letters_lost((language,)))
    assert lost or {stem[:1] for stem in stems(word, (language,))} <= {begins}


def test_a_form_that_lost_its_beginning_is_shown() -> None:
    """Where a language's stemmer takes one off."""
    text = SearchedText("messages.text", "words", "De deur is gelopen")
    lexicon = Lexicon(("nl",))
    assert hits_of([text], Sought(lexicon.anywhere("lopen"), lexicon, False, [text]))[0].pieces[-1] == ("gelopen", True)


LEXICON = Lexicon(("en", "pl"))


@given(st.text(max_size=60))
def test_every_word_is_found_by_itself(text: str) -> None:
    """Of any script; and terms are letters and digits alone, so that no index needs quoting."""
    for kind in ("name", "part", "words"):
        made = Terms.of(LEXICON.terms(kind, text))  # type: ignore[arg-type]
        for word in text.split():
            wanted = LEXICON.anywhere(word)
            assert not wanted or meets(made, wanted), (kind, word)


@given(st.text(st.characters(categories=("Nd", "Nl", "No")) | st.sampled_from(" -./()+aż\u0307\u200b"), max_size=20))
@example("２０４１")
@example("radio ٢٠٤١")
def test_digits_of_every_script_are_terms(text: str) -> None:
    """Numbers that stand in a text, as their own and as ours: an index that cannot take one would stand still."""
    for kind in ("name", "part", "words"):
        assert Terms.of((*LEXICON.terms(kind, text), *LEXICON.near_terms((text,)))) is not None  # type: ignore[arg-type]
    assert LEXICON.number("٢٠٤١") == LEXICON.number("２０４１") == LEXICON.number("2041")


def test_a_text_that_no_index_can_take_holds_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged; other requests are found, those after it too, and mails go out."""
    desk = make_desk()
    first, bad, last = (j.submit(desk, device=f"Radio {name}") for name in ("Alfa", "Beta", "Gamma"))

    def fails(reader: Any, request: Any, context: Any) -> Any:
        if request.id == bad.request:
            raise ValueError("a term is a letter and a folded word")
        return indexed(reader, request, context)

    monkeypatch.setattr("helpdesk_core.search.rules.indexed", fails)
    assert desk.deliver().done
    assert desk.notifier.sent
    assert set(found(desk, "Radio")) == {first.reference, last.reference}


@given(st.from_regex(r"[a-ząćęłńóśźż]{5,12}", fullmatch=True), st.data())
def test_one_wrong_letter_is_found(word: str, data: st.DataObject) -> None:
    """Left out, put in, replaced or swapped with the next one."""
    place = data.draw(st.integers(1, len(word) - 2))
    before, after = word[:place], word[place + 1 :]
    left_out, swapped = before + after, before + after[0] + word[place] + after[1:]
    made = Terms.of(LEXICON.near_terms((word,)))
    for typo in (left_out, swapped, f"{before}x{after}", f"{before}x{word[place:]}"):
        assert len(typo) < 4 or meets(made, LEXICON.near(typo)), typo


FORMS = [
    "telefon telefonu telefonowi telefonem telefonie telefony telefonów telefonom telefonami telefonach",
    "bateria baterii baterię baterią baterie baterie bateriach bateriami",
    "ładowarka ładowarki ładowarce ładowarkę ładowarką ładowarek ładowarkach",
    "zegarek zegarka zegarkowi zegarkiem zegarku zegarki zegarków",
    "klawiatura klawiatury klawiaturze klawiaturę klawiaturą klawiatur klawiaturach",
    "zgłoszenie zgłoszenia zgłoszeniu zgłoszeniem zgłoszeń zgłoszeniach",
    "zdjęcie zdjęcia zdjęciu zdjęciem zdjęć zdjęciach",
    "usługa usługi usłudze usługę usługą usług usługach",
    "ręka ręki ręce rękę ręką",
    "obudowa obudowy obudowie obudowę obudową obudów",
    "pęknięty pęknięta pęknięte pęknięcie pęknięcia",
    "naprawa naprawy naprawie napraw naprawić naprawiony naprawiła",
    "zepsuty zepsuta zepsuł zepsuła zepsuć",
    "pęka pękł pękła pękło pęknąć pęknął pęknięta",
    "spuchła spuchł spuchnięty spuchnięta spuchnąć spuchnie",
    "migocze migotał migotanie migotać migoce",
    "zacina zacinał zacinanie zacięła zaciął zacięta zacięcie",
    "zawiesza zawiesił zawieszony zawieszanie zawieszenie",
    "wyczyścić wyczyścił wyczyszczony wyczyszczona",
    "wycieka wyciekł wyciekła wyciekanie",
    "rozładowuje rozładował rozładowany rozładowywanie",
    "świeci świecił świecenie świecący",
    "stłukła stłukł stłuczony stłuczona stłuczenie",
    "przegrzewa przegrzewał przegrzany przegrzewanie",
    "zalał zalałam zalana zalanie zalać",
]


@pytest.mark.parametrize("forms", FORMS)
def test_a_polish_word_is_found_in_its_forms(forms: str) -> None:
    first, *others = forms.split()
    assert [other for other in others if not stems(first, ("pl",)) & stems(other, ("pl",))] == []


@pytest.mark.parametrize(
    ("device", "typed"),
    [
        ("Płyta główna Gigabyte B550", ("płyty głównej", "plyty glownej", "płytę b550", "gabyte", "50")),
        ("Lodówka Bosch KGN39", ("lodówek", "lodówki bosch", "39", "lodowce")),
        ("Słuchawki bezprzewodowe", ("słuchawek", "bezprzewodowych słuchawkach")),
    ],
)
def test_a_device_is_found_in_the_forms_of_its_words(device: str, typed: tuple[str, ...]) -> None:
    """And by any part of its model, as before; also the other devices of a request."""
    desk = make_desk(settings=Settings(languages=("pl", "en")))
    made = j.submit(desk, device=device, problem="Nie działa")
    j.submit(desk, device="Telewizor", problem="Miga", contact="else@example.com")
    for ready in (False, True):
        for words in typed:
            assert [row.id for row in desk.show(view_search, j.ANNA, words).rows] == [made.request], (words, ready)
        desk.index()


def test_other_words_are_not_taken_for_forms() -> None:
    words = (
        *("konto", "kontakt", "kod", "kodeks", "laptop", "lampa", "port", "ekran", "ekspres", "rok", "woda", "wada"),
        *("pilot", "pilnik", "kabel", "kabina", "kasa", "kasza", "tarcza", "tarka", "pasek", "pasta", "płyta", "płyn"),
        *("włączyć", "wyłączyć", "przełączyć", "zwarcie", "zwrot", "klamka", "klapka", "szyba", "szybki"),
    )
    for one in words:
        assert [other for other in words if other != one and stems(one, ("pl",)) & stems(other, ("pl",))] == []


WRITTEN_APART = (
    ("XK-2041", "XK 2041", "XK/2041", "xk2041", "XK – 2041", "xk\u00a02041", "XK_2041"),
    ("iPhone 13", "iphone13", "iPhone-13"),
    ("S21 FE 5G", "s21fe5g", "S21-FE-5G"),
    ("2024/11/0045", "2024-11-0045", "2024110045", "2024 11 0045"),
    ("600 123 456", "600123456", "600-123-456"),
    ("AB-12-CD-34", "AB12CD34", "ab 12 cd 34"),
)


@pytest.mark.parametrize("spellings", WRITTEN_APART, ids=lambda spellings: spellings[0])
def test_a_number_in_a_text_is_found_however_it_is_written(spellings: tuple[str, ...]) -> None:
    """Serials, orders, models, phone numbers: with spaces, hyphens, slashes or nothing between the parts; and shown."""
    for stored, typed in ((one, other) for one in spellings for other in spellings):
        text = SearchedText("messages.text", "words", f"Dzień dobry, numer {stored} jest mój")
        wanted = LEXICON.anywhere(typed)
        assert meets(Terms.of(LEXICON.terms("words", text.text)), wanted), (stored, typed)
        ((hit),) = hits_of([text], Sought(wanted, LEXICON, False, [text]))
        shown = "".join(piece for piece, is_hit in hit.pieces if is_hit)
        assert shown.replace(" ", "") in (stored.replace(" ", ""), f"numer{stored}".replace(" ", "")), (stored, typed)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("a well-known e-mail, 3 days", "wellknown"),
        ("an e-mail about 2 phones", "email"),
        ("13 days and an iPhone", "iphone13"),
        ("It cost 20. 41 more came", "2041"),
        ("XK is good; 2041 too", "XK2041"),
        ("at 12:30", "1230"),
    ],
)
def test_words_beside_each_other_are_no_number(stored: str, typed: str) -> None:
    """Ordinary hyphenated words, the end of a sentence, a time: they are found as the words that they are."""
    assert not meets(Terms.of(LEXICON.terms("words", stored)), LEXICON.anywhere(typed))


def test_a_thread_is_found_by_a_serial_written_otherwise(desk: Helpdesk) -> None:
    """As staff read it off the back of the device, before and after the index came that far."""
    made = j.submit(desk, problem="My radio hums. SN XK-2041 is on its back.")
    for _ in range(2):
        for typed in ("XK2041", "xk 2041", "XK/2041"):
            assert found(desk, typed) == [made.reference], typed
        desk.index()
