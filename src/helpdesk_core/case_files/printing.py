"""The words of a case file's pages. They are made of the sealed data alone, so that anybody can make them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..base.changes import changes
from ..base.values import from_json
from ..i18n import Translator, formats_of
from ..ports.documents import Documents, Enclosed
from ..promises.model import PromiseTerm
from ..quotes.model import OPTIONS, Part, QuoteLine
from ..service_requests.lifecycle import Phase
from ..service_requests.model import NEVER
from ..settings import YES_NO, QuestionType
from ..signatures.model import SignedDevice, Stroke
from . import words as w
from .model import (
    AnswerPart,
    AskedPart,
    CaseFile,
    DecisionPart,
    DevicePart,
    Event,
    OutcomePart,
    PromisePart,
    QuotePart,
    SignaturePart,
    Words,
)
from .proof import Opened, Proof, Signature, prove
from .withdrawn import withdrawal

TEMPLATE, ATTACHMENT, JSON = "case_file", "case-file.json", "application/json"
Row = list[str]
_PHASES = {one.value: one for one in Phase}


def make(file: CaseFile, documents: Documents, sign: Callable[[bytes], Signature]) -> bytes:
    """The case file as a document with its signed data inside.

    Args:
        file: What it says.
        documents: Makes it.
        sign: Signs its data with the shop's key.

    Returns:
        A PDF whose pages are not sealed yet.
    """
    proved = prove(file.to_json(), sign)
    return _document(Printer.of(file), proved.proof, proved.text, documents)


def render(content: Opened, documents: Documents) -> bytes:
    """The document of an attachment: the same bytes each time, by the same release.

    Args:
        content: What was read of it.
        documents: Makes the document.

    Returns:
        A PDF.

    Raises:
        ValueError: It is no case file.
    """
    try:
        file: CaseFile = from_json(CaseFile, content.data)
        printer = Printer.of(file)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("this is no case file") from error
    return _document(printer, content.proof, content.text, documents)


def _document(printer: Printer, proof: Proof, attached: bytes, documents: Documents) -> bytes:
    t, file = printer.t, printer.file
    enclosed = Enclosed(name=ATTACHMENT, type=JSON, content=attached, description=t(w.ENCLOSED))
    return documents.render(TEMPLATE, printer.page(proof), t.language, made_at=file.made_at, enclosed=enclosed)


@attrs.frozen
class Printer:
    """Puts one case file into words: the library's own, so that a shop's wording is not needed to make them again."""

    file: CaseFile
    t: Translator

    @classmethod
    def of(cls, file: CaseFile) -> Printer:
        """The printer of a case file."""
        return cls(file, Translator(file.language, zone=ZoneInfo(file.time_zone)))

    def page(self, proof: Proof) -> dict[str, Any]:
        """All words of the document, for its template."""
        t, file = self.t, self.file
        return {
            "title": t(w.TITLE, reference=file.request.reference),
            "author": file.shop.name,
            "running": t(w.TITLE, reference=file.request.reference),
            "foot": t.moment(file.made_at),
            "page": t(w.PAGE, page="{page}", pages="{pages}"),
            "lead": t(w.LEAD, at=file.made_at, shop=file.shop.name),
            "facts": self._facts(),
            "quotes_title": t(w.QUOTES),
            "quotes": [self._quote(quote) for quote in file.quotes],
            "promises": self._promises(),
            "outcome": None if file.outcome is None else self._outcome(file.outcome),
            "signatures": self._signatures(),
            "withdrawals": self._withdrawals(),
            "files": self._files(),
            "history_title": t(w.HISTORY),
            "events": [self._event(event) for event in file.history.events],
            "hidden": self._hidden(),
            "proof": self._check(proof),
        }

    def _facts(self) -> list[Row]:
        request, shop, t = self.file.request, self.file.shop, self.t
        status = request.status or t(Phase(request.phase).staff_label)
        rows = (
            (w.REFERENCE, request.reference),
            (w.CUSTOMER, request.customer),
            (w.CONTACTS, ", ".join(request.contacts)),
            (w.DEVICE, request.device),
            (w.CHECKED, request.device_checked),
            (w.ORDER, request.order),
        )
        asked = [[str(one.question), self._said(one)] for one in request.answers]
        rest = (
            (w.STATUS, status),
            (w.AGENT, request.agent),
            (w.PLACE, request.location),
            (w.RECEIVED, t.moment(request.created_at)),
            (w.SHOP, "\n".join(filter(None, (shop.company or shop.name, shop.address, shop.phone)))),
            (w.ZONE, self.file.time_zone),
        )
        return [*self._rows(*rows), *(self._device(one) for one in request.devices), *asked, *self._rows(*rest)]

    def _device(self, one: DevicePart) -> Row:
        """One of several devices, with all that is said of it."""
        state = () if one.state is None else (self.t(one.state.label),)
        return [self.t(w.DEVICE_OF, number=one.number), self._of_device(one, *state)]

    def _of_device(self, one: DevicePart | SignedDevice, *state: str) -> str:
        said = ((w.SERIAL, one.serial), (w.CONDITION, one.condition), (w.ACCESSORIES, one.accessories))
        return ", ".join([str(one.description), *state, *(self.t(code, text=str(text)) for code, text in said if text)])

    def _said(self, one: AskedPart) -> str:
        said = str(one.said)
        if one.type is QuestionType.YES_NO and said in YES_NO:
            return self.t(YES_NO[said])
        return self.t.day(date.fromisoformat(said)) if one.type is QuestionType.DATE else said

    def _rows(self, *rows: tuple[str, object]) -> list[Row]:
        return [[self.t(code), str(value)] for code, value in rows if value]

    def _quote(self, quote: QuotePart) -> dict[str, Any]:
        t = self.t
        head = [t(one) for one in (w.LINE, w.QUANTITY, w.PRICE[quote.prices.value], w.TAX, w.AMOUNT)]
        return {
            "title": t(w.QUOTE, number=quote.number, standing=t(quote.standing.label)),
            "text": str(quote.text or ""),
            "head": head,
            "lines": [self._line(line) for line in quote.lines],
            "options": [
                ": ".join(
                    filter(None, (t(w.OPTION, letter=one.letter.value, title=str(one.title)), str(one.text or "")))
                )
                for one in quote.options
            ],
            "facts": self._of_quote(quote),
        }

    def _line(self, line: QuoteLine) -> Row:
        t, text = self.t, str(line.text)
        if line.device_name is not None:
            text = t(w.LINE_DEVICE, number=line.device_number, device=str(line.device_name), text=text)
        if line.part in OPTIONS:
            text = t(w.LINE_OPTION, text=text, letter=line.part.value)
        elif line.part is Part.OPTIONAL:
            text = t(w.LINE_EXTRA, text=text)
        return [
            text,
            t.number(line.quantity),
            t.money(line.unit_price),
            self._percent(line.tax_rate),
            t.money(line.amount),
        ]

    def _percent(self, rate: int) -> str:
        return formats_of(self.t.language).percent(rate)

    def _of_quote(self, quote: QuotePart) -> list[Row]:
        t, answer, use = self.t, quote.answer, quote.limit_use
        least, most = t.money(quote.least), t.money(quote.most)
        sums = () if answer and answer.approved else ((w.TOTAL, self._span(least, most)),)
        within = t(w.WITHIN_TEXT, total=use.total, at=use.at, limit=use.limit) if use else ""
        return [
            *self._rows(*sums, (w.VALID, t.day(quote.valid_until)), (w.PREPARED, quote.prepared_by)),
            *self._decided(w.OFFERED, quote.offered),
            *([] if answer is None else self._answer(quote, answer)),
            *self._rows((w.WITHIN, within)),
        ]

    def _span(self, least: str, most: str) -> str:
        return least if least == most else self.t(w.FROM_TO, least=least, most=most)

    def _answer(self, quote: QuotePart, answer: AnswerPart) -> list[Row]:
        t = self.t
        code = w.APPROVED if answer.approved else w.DECLINED
        if answer.decision is None:
            said = t(w.BY, who=t(w.WHO[answer.by]), at=answer.answered_at)
            return self._rows((code, said))
        letters = ", ".join(letter.value for letter in answer.options)
        taken = [t(w.OPTIONS_TAKEN, letters=letters)] if letters else []
        taken += [str(quote.lines[place].text) for place in answer.extras if place < len(quote.lines)]
        total = "" if answer.total is None else t.money(answer.total)
        shares = [[t(w.TAX_SHARE, rate=self._percent(one.rate)), t.money(one.tax)] for one in answer.taxes]
        wish = t(w.START_NOW_TEXT) if answer.start_now else ""
        return [
            *self._decided(code, answer.decision),
            *self._rows((w.CHOSEN, ", ".join(taken)), (w.TOTAL, total)),
            *shares,
            *self._rows((w.START_NOW, wish)),
        ]

    def _decided(self, code: str, decision: DecisionPart) -> list[Row]:
        """Who decided, on what proof, about what."""
        t, known = self.t, w.PROOFS.get(decision.basis)
        proof = "" if known is None else t(known)
        if decision.contact is not None:
            proof = t(w.CODE_TO, contact=decision.contact)
        who = t(w.WHO.get(decision.by, w.WHO["machine"]))
        return self._rows(
            (code, t(w.BY_PROOF, who=who, at=decision.decided_at, proof=proof)), (w.DIGEST, decision.digest[:32])
        )

    def _promises(self) -> dict[str, Any] | None:
        rows = [
            {
                "title": self.t.text(_term(one).message(ZoneInfo(self.file.time_zone))),
                "text": str(one.what or ""),
                "about": f"{self._given(one)} · {self._stands(one)}",
            }
            for one in self.file.promises
        ]
        return {"title": self.t(w.PROMISES), "rows": rows} if rows else None

    def _given(self, promise: PromisePart) -> str:
        return self.t(w.PROMISED, who=str(promise.given_by or self._side(True)), at=promise.given_at)

    def _stands(self, promise: PromisePart) -> str:
        standing, at = self.t(promise.standing.label), promise.settled_at
        return standing if at is None else self.t(w.PROMISE_STANDS, standing=standing, at=at)

    def _outcome(self, outcome: OutcomePart) -> dict[str, Any]:
        t, answer = self.t, ""
        if outcome.solved is not None and outcome.answered_at is not None:
            answer = t(w.SOLVED if outcome.solved else w.NOT_SOLVED, at=outcome.answered_at)
        return {
            "title": t(w.OUTCOME, result=t(outcome.result.label)),
            "text": str(outcome.text or ""),
            "facts": [*self._decided(w.RECORDED, outcome.recorded), *self._rows((w.ANSWER, answer))],
        }

    def _withdrawals(self) -> dict[str, Any] | None:
        rows = [withdrawal(one, self.t) for one in self.file.withdrawals]
        return {"title": self.t(w.WITHDRAWALS), "rows": rows} if rows else None

    def _signatures(self) -> dict[str, Any] | None:
        rows = [self._signature(one) for one in self.file.signatures]
        return {"title": self.t(w.SIGNATURES), "rows": rows} if rows else None

    def _signature(self, one: SignaturePart) -> dict[str, Any]:
        """What was signed, with the digests of the words and the drawing itself."""
        t = self.t
        texts = [
            [t(w.SIGNED_TEXT if text.number else w.OWN_TEXT, code=text.code, number=text.number), text.digest]
            for text in one.wording
        ]
        devices = [self._of_device(device) for device in one.devices]
        due = "" if one.due is None else t.day(one.due)
        return {
            "title": t(one.occasion.label),
            "about": t(w.SIGNED, how=t(one.how.label), at=one.signed_at),
            "facts": [
                *self._rows((w.SIGNER, one.name or "")),
                *[[t(w.SIGNED_DEVICE), said] for said in devices],
                *self._rows((w.LENT_UNTIL, due)),
            ],
            "digests": [*texts, *([[t(w.ALL_READ), one.digest]] if one.digest else [])],
            "drawing": _drawn(one.drawing),
            "drawing_says": t(w.DRAWING),
        }

    def _files(self) -> dict[str, Any] | None:
        t = self.t
        rows = [
            {
                "name": one.name,
                "about": t(w.FILE_ABOUT, type=one.type, size=one.size, who=self._side(one.from_shop), at=one.at),
                "digest": one.sha256,
            }
            for one in self.file.files
        ]
        return {"title": t(w.FILES), "rows": rows} if rows else None

    def _side(self, from_shop: bool) -> str:
        return self.t(w.WHO["shop" if from_shop else "customer"])

    def _event(self, event: Event) -> dict[str, Any]:
        t, change = self.t, changes.get(event.action)
        what = event.action if change is None else t(change.label)
        phase = "" if event.phase not in _PHASES else t(_PHASES[event.phase].staff_label)
        return {
            "at": t.moment(event.at),
            "what": ": ".join(filter(None, (what, event.status or phase))),
            "by": self._said_by(event) or t(w.WHO.get(event.by, w.WHO["machine"])),
            "words": [{"head": self._head(one, event), "text": str(one.text)} for one in event.words],
        }

    def _said_by(self, event: Event) -> str:
        """The author of the one message that an entry is about."""
        return self._author(event.words[0]) if len(event.words) == 1 else ""

    def _author(self, said: Words) -> str:
        return str(said.author) if said.author else self._side(said.from_shop)

    def _head(self, said: Words, event: Event) -> str:
        """Who and when, as far as the entry does not say so."""
        who = "" if len(event.words) == 1 else self._author(said)
        at = "" if said.at == event.at else self.t.moment(said.at)
        return ", ".join(filter(None, (who, at)))

    def _hidden(self) -> str:
        history = self.file.history
        count = len(history.bodies) - len(history.events)
        return self.t(w.HIDDEN, count=count) if count else ""

    def _check(self, proof: Proof) -> dict[str, Any]:
        t, shop, history = self.t, self.file.shop, self.file.history
        signature = proof.signature
        where = [t(w.CHECK_KEYS, address=shop.keys_at)] if shop.keys_at else []
        return {
            "title": t(w.CHECK),
            "text": [*map(t, w.CHECK_TEXT), *where],
            "digests": [
                [t(w.KEY), f"{signature.key}  {signature.public_key}"],
                [t(w.DATA_DIGEST), proof.digest],
                [t(w.HEAD, number=len(history.bodies)), history.head],
            ],
        }


def _term(promise: PromisePart) -> PromiseTerm:
    due_at = NEVER if promise.due_at is None else promise.due_at
    return PromiseTerm(kind=promise.kind, due_at=due_at, by_time=promise.by_time, limit=promise.limit)


def _drawn(strokes: str) -> str:
    """A drawing as SVG. Raises ValueError for what is no drawing: whatever a file says becomes no other picture."""
    if not strokes:
        return ""
    drawn = [[int(number) for number in stroke.split(" ")] for stroke in strokes.split(";")]
    path = "".join(f"M{' '.join(map(str, points))}" for points in drawn)
    pen = 'fill="none" stroke="#17211f" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"'
    field = f'viewBox="0 0 {Stroke.WIDTH} {Stroke.HEIGHT}" width="{Stroke.WIDTH}" height="{Stroke.HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {field}><path d="{path}" {pen}/></svg>'
