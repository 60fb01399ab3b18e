"""Gathers a case file from what its customer may see, whoever looks: staff get what the customer gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from ..attachments.model import Attachment, AttachmentState
from ..attachments.rules import attachments_of
from ..base.actors import CUSTOMERS
from ..base.references import Reference
from ..base.text import ERASED
from ..contacts.model import CONTACTS
from ..context import Context
from ..customer_rooms.continued import standing
from ..customer_rooms.shown import location_view, status_view
from ..devices.several import stored_devices
from ..guardrails.decisions import Decision
from ..guardrails.rights import may
from ..guardrails.timeline import attested_key
from ..outcomes.model import OUTCOMES_DECIDED, OutcomeAnswer, current_outcome, is_completed, visible_phase
from ..outcomes.rules import answer_id
from ..ports.store import Reader
from ..promises.rules import promises_of
from ..questions.model import QuestionAnswers
from ..questions.rules import load_answers
from ..quotes.model import ANSWERS, Answer, Quote, QuoteAnswer, is_offered
from ..quotes.pricing import Choice, price, span
from ..quotes.versions import QuotesOf, quotes_of
from ..service_requests.model import NEVER, ServiceRequest, Side
from ..settings import FilledBy
from ..signatures.rules import ASK as SEE_SIGNATURES
from ..signatures.rules import signatures_of
from ..timeline.audit import scan
from ..withdrawals.model import Withdrawal
from ..withdrawals.rules import orders_of
from .events import history_of
from .model import (
    FORMAT,
    AnswerPart,
    AskedPart,
    CaseFile,
    DecisionPart,
    DevicePart,
    FilePart,
    LimitPart,
    OutcomePart,
    PromisePart,
    QuotePart,
    RequestPart,
    ShopPart,
    SignaturePart,
    WithdrawalPart,
)


@attrs.frozen(kw_only=True)
class _Gathering:
    """One request's parts."""

    reader: Reader
    context: Context
    request: ServiceRequest
    quotes: QuotesOf
    decisions: Mapping[str, Decision | None]
    """Of the answers, by the answer's id."""
    contacts: Mapping[str, str]
    """Masked, by the contact point's id."""
    language: str


def gather(reader: Reader, request: ServiceRequest, language: str, keys_at: str, context: Context) -> CaseFile:
    """The case file of a request that the viewer may see.

    Args:
        reader: Reads it.
        request: The request.
        language: Of the words in it, one of the shop's.
        keys_at: Where the shop publishes its keys.
        context: Of the view.

    Returns:
        The file.
    """
    quotes = quotes_of(reader, request)
    answers = cast(Iterator[tuple[QuoteAnswer, Decision | None]], scan(reader, ANSWERS, {"request": request.id}))
    has_quotes = bool(quotes.versions)
    one = _Gathering(
        reader=reader,
        context=context,
        request=request,
        quotes=quotes,
        decisions={answer.id: decision for answer, decision in answers} if has_quotes else {},
        contacts={point.id: point.value.masked for point in reader.find(CONTACTS, {"request": request.id})},
        language=language,
    )
    by_approver = frozenset(id for id, answer in quotes.answers.items() if answer.answered_by in quotes.approvers)
    return CaseFile(
        format=FORMAT,
        language=language,
        time_zone=context.settings.time_zone,
        made_at=context.now,
        shop=_shop(context, keys_at),
        request=_request(one),
        quotes=tuple(
            _quote(one, quote, decision)
            for quote, decision in reversed(quotes.versions)
            if decision is not None and is_offered(quote, decision)
        ),
        promises=_promises(one),
        outcome=_outcome(one),
        signatures=_signatures(one),
        withdrawals=_withdrawals(one),
        files=_files(reader, request),
        history=history_of(reader, request, by_approver, language, context),
    )


def _files(reader: Reader, request: ServiceRequest) -> tuple[FilePart, ...]:
    """What the customer can open, in the order in which it came."""
    every = reversed(attachments_of(reader, request.id)) if Attachment.record_type.name in request.has else ()
    return tuple(
        FilePart(
            name=str(one.name),
            type=one.media,
            size=one.size,
            sha256=one.sha256,
            from_shop=one.side is Side.SHOP,
            at=one.at,
        )
        for one in every
        if one.state is AttachmentState.READY
        and one.sha256 is not None
        and (one.is_shared or one.side is not Side.SHOP)
    )


def _shop(context: Context, keys_at: str) -> ShopPart:
    settings = context.settings
    return ShopPart(
        name=settings.shop_name,
        company=settings.company,
        address=settings.address,
        phone=settings.phone,
        keys_at=keys_at,
    )


def _request(one: _Gathering) -> RequestPart:
    request, context = one.request, one.context
    phase = visible_phase(request.phase, is_completed(one.reader, request))
    shown = standing(status_view(request.status, phase, context), request)
    place = location_view(request.location, context)
    names = (str(name) for name in (request.given_name, request.surname) if name is not None and str(name) != ERASED)
    return RequestPart(
        reference=Reference.stored(request.reference).grouped,
        customer=" ".join(names),
        contacts=tuple(one.contacts.values()),
        device=request.device,
        device_checked=request.device_checked,
        order=request.order_number,
        phase=phase,
        status=context.settings.label(dict(shown.labels), one.language),
        agent=request.assignee_name,
        location="" if place is None else context.settings.label(dict(place.labels), one.language),
        answers=_answers(one),
        created_at=request.created_at,
        updated_at=request.updated_at,
        devices=tuple(
            DevicePart(
                number=device.number,
                description=device.description,
                serial=device.serial,
                state=device.state,
                condition=device.condition,
                accessories=device.accessories,
            )
            for device in stored_devices(one.reader, request)
            if device.removed_at is None
        ),
    )


def _answers(one: _Gathering) -> tuple[AskedPart, ...]:
    """What the customer answered; what staff alone fill in stays with them."""
    has = QuestionAnswers.record_type.name in one.request.has
    found = load_answers(one.reader, one.request) if has else None
    return tuple(
        AskedPart(question=asked.words, type=asked.kind, said=found.said[asked.question])
        for asked in (found.asked if found is not None else ())
        if found is not None and asked.question in found.said and asked.filled_by is FilledBy.CUSTOMER
    )


def _quote(one: _Gathering, quote: Quote, decision: Decision) -> QuotePart:
    use, (least, most) = one.quotes.limit_uses.get(quote.id), span(quote)
    return QuotePart(
        number=quote.number,
        standing=one.quotes.standing(quote, one.context),
        text=quote.text,
        prices=quote.prices,
        lines=quote.lines,
        options=quote.options,
        least=least,
        most=most,
        valid_until=quote.valid_until,
        prepared_by=quote.prepared_by_name,
        offered_at=quote.offered_at or quote.prepared_at,
        offered=_decision(one, decision, "shop"),
        answer=_answer(one, quote),
        limit_use=LimitPart(total=use.total, limit=use.limit, by=use.used_by_name, at=use.used_at) if use else None,
    )


def _answer(one: _Gathering, quote: Quote) -> AnswerPart | None:
    """What was said to it; an approval only if it holds."""
    answer = one.quotes.answers.get(quote.id)
    approved = quote.id in one.quotes.approved
    if answer is None or (answer.answer is Answer.APPROVED and not approved):
        return None
    by = "approver" if answer.answered_by in one.quotes.approvers else "customer"
    decision = one.decisions.get(answer.id)
    priced = price(quote, Choice(options=answer.options, extras=answer.extras)) if approved else None
    return AnswerPart(
        approved=approved,
        by=by,
        answered_at=answer.answered_at,
        options=answer.options,
        extras=answer.extras,
        total=answer.total,
        taxes=priced.shares if priced is not None else (),
        start_now=answer.start_now,
        decision=None if decision is None else _decision(one, decision, by),
    )


def _decision(one: _Gathering, decision: Decision, by: str) -> DecisionPart:
    return DecisionPart(
        by=by,
        basis=decision.basis.value,
        contact=one.contacts.get(decision.contact or "") if by == "customer" else None,
        proved_at=decision.proved_at if by != "shop" else None,
        decided_at=decision.decided_at,
        digest=decision.digest,
    )


def _promises(one: _Gathering) -> tuple[PromisePart, ...]:
    return tuple(
        PromisePart(
            kind=promise.kind,
            due_at=None if promise.due_at == NEVER else promise.due_at,
            by_time=promise.by_time,
            limit=promise.limit,
            what=promise.what,
            given_by=promise.promised_by_name,
            given_at=promise.promised_at,
            standing=promise.standing(one.context.now),
            settled_at=promise.settled_at,
        )
        for promise in reversed(promises_of(one.reader, one.request))
    )


def _signatures(one: _Gathering) -> tuple[SignaturePart, ...]:
    """What was signed at the counter, for its customer and for staff who see it elsewhere too."""
    if one.context.actor.kind not in CUSTOMERS and not may(one.context.actor, SEE_SIGNATURES, one.request):
        return ()
    return tuple(
        SignaturePart(
            row=attested_key(given),
            occasion=given.occasion,
            how=given.how,
            name=None if given.name is None or str(given.name) == ERASED else given.name,
            drawing=";".join(" ".join(map(str, stroke.points)) for stroke in given.strokes or ()),
            signed_at=given.signed_at,
            wording=given.wording,
            digest="" if given.digest == ERASED else given.digest,
            devices=given.devices,
            due=given.due,
        )
        for given in reversed(signatures_of(one.reader, one.request))
        if given.signed_at is not None and given.how is not None
    )


def _withdrawals(one: _Gathering) -> tuple[WithdrawalPart, ...]:
    """What the customer declared, and the shop's answer."""
    if Withdrawal.record_type.name not in one.request.has:
        return ()
    ordered = {answer.id: answer.answered_at for answer in one.quotes.answers.values()}
    found = sorted(orders_of(one.reader, one.request).withdrawals.values(), key=lambda given: given.declared_at)
    return tuple(
        WithdrawalPart(
            ordered_at=ordered.get(given.answer),
            name=given.name,
            reason=given.reason,
            how=given.how,
            declared_at=given.declared_at,
            sent_on=given.sent_on,
            received_on=given.received_on,
            last_day=given.last_day,
            standing=given.standing,
            repay_by=given.repay_by,
            owed=given.owed,
            returned=given.returned,
            repaid_at=given.repaid_at,
            hand_back=given.hand_back,
            note=given.note,
            answered_at=given.answered_at,
            answered_by=given.answered_by_name,
        )
        for given in found
    )


def _outcome(one: _Gathering) -> OutcomePart | None:
    outcome = current_outcome(one.reader, one.request)
    if outcome is None or outcome.recorded_at is None:
        return None
    ((_, decision),) = one.reader.find(OUTCOMES_DECIDED, {"id": (outcome.id,)}, limit=1)
    answer = one.reader.load(OutcomeAnswer, answer_id(one.context.tenant, outcome.id))
    return OutcomePart(
        result=outcome.result,
        text=outcome.text,
        recorded_at=outcome.recorded_at,
        recorded=_decision(one, decision, "shop"),
        solved=None if answer is None else answer.solved,
        answered_at=None if answer is None else answer.answered_at,
    )
