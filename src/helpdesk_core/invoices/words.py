"""Words of an invoice's pages: code and English."""

from __future__ import annotations

from ..base.messages import define

TITLES = {
    "invoice": define("invoice.title", "Invoice {number}"),
    "advance": define("invoice.title.advance", "Advance invoice {number}"),
    "final": define("invoice.title.final", "Final invoice {number}"),
    "credit": define("invoice.title.credit", "Credit note {number}"),
}
PAGE = define("invoice.page", "Page {page} of {pages}")
WRITE = define("invoice.write", "Questions about this invoice? {way}")
SELLER = define("invoice.seller", "Seller")
BUYER = define("invoice.buyer", "Buyer")
TAX_NUMBER = define("invoice.tax_number", "Tax number: {number}")
ISSUED_ON = define("invoice.issued_on", "Date of issue")
SOLD_ON = define("invoice.sold_on", "Date of sale")
DUE_ON = define("invoice.due_on", "Due on")
CORRECTS = define("invoice.corrects", "Corrects invoice")
REASON = define("invoice.reason", "Reason for the correction")
ISSUED_BY = define("invoice.issued_by", "Issued by")
LINES = define("invoice.lines", "What was sold")
LINES_NOW = define("invoice.lines_now", "What holds after the correction")
NO_LINES = define("invoice.no_lines", "Nothing: the invoice is cancelled in full.")
LINE = define("invoice.line", "Name")
QUANTITY = define("invoice.quantity", "Quantity")
PRICE = {
    "gross": define("invoice.price.gross", "Unit price, gross"),
    "net": define("invoice.price.net", "Unit price, net"),
}
AMOUNT = {
    "gross": define("invoice.amount.gross", "Amount, gross"),
    "net": define("invoice.amount.net", "Amount, net"),
}
RATE = define("invoice.rate", "Tax rate")
WARRANTY = define("invoice.warranty", "Warranty")
COVERED_UNTIL = define("invoice.covered_until", "covered until {day}")
TAXES = define("invoice.taxes", "Tax by rate")
TAXES_DIFFERENCE = define("invoice.taxes_difference", "Difference, by rate")
NET = define("invoice.net", "Net")
TAX = define("invoice.tax", "Tax")
GROSS = define("invoice.gross", "Gross")
TOTAL = define("invoice.total", "Total")
DEDUCTED = define("invoice.deducted", "Advance payments taken off")
DEDUCTED_LINE = define("invoice.deducted_line", "Advance invoice {number}")
BEFORE = define("invoice.before", "Before the correction")
AFTER = define("invoice.after", "After the correction")
TO_PAY = define("invoice.to_pay", "To pay: {amount}")
TO_RETURN = define("invoice.to_return", "To return: {amount}")
ACCOUNT = define("invoice.account", "Account for the transfer")
PREVIEW = define("invoice.preview", "Preview. The invoice is issued when KSeF has given it its number.")
COPY = define("invoice.copy", "Copy (visualisation). The invoice itself is in KSeF, under the number below.")
REGISTERED = define("invoice.registered", "In KSeF")
REGISTERED_NUMBER = define("invoice.registered.number", "KSeF number")
REGISTERED_AT = define("invoice.registered.at", "Given on")
REGISTERED_LINK = define("invoice.registered.link", "QR code that leads to {link}, where the invoice can be checked")
