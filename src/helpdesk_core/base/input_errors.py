"""The words of every `FieldError` that reading a value raises: its code is the code of a text."""

from __future__ import annotations

from .messages import define

define("input.required", "Please fill this in.")
define("input.too_long", "This text is too long. Please keep to {count} characters.")
define("input.too_many", "There are too many entries: {count} at most.")
define("input.not_a_choice", "Please choose one of the answers offered.")
define("input.out_of_range", "Please give a number from {least} to {most}.")
define("input.unreadable", "We cannot read this. Please check it.")
define("input.not_text", "This is not text. Please check it.")
define("input.unknown_field", "There is no field of this name.")
define(
    "contact.unreadable", "Please give an e-mail address like name@example.com, or a phone number with all its digits."
)
define("phone.country_needed", "Please begin the phone number with + and the country code, like +48 600 123 456.")
define("reference.unreadable", "A reference has eight letters and digits, like ABCD-1234.")
define("code.unreadable", "The code has six digits.")
define(
    "tax_number.unreadable",
    "A {name} is written like {example}; another EU number begins with two letters, like DE123456789.",
)
define("tax_number.no_country", "An EU number begins with two letters, like DE123456789.")
define("tax_number.check_digit", "The last digit of this {name} does not fit the others. Please compare it.")
define("language.unknown", "We do not know this language. Please choose one of those offered.")
define("date.unreadable", "Please give a day like 30.11.2026.")
define("money.unreadable", "Please give an amount like 1234.50.")
define("money.too_precise", "An amount has at most {count} decimal places here.")
define("money.too_large", "This amount is too large.")
define("money.out_of_range", "This amount is too small or too large.")
define("money.no_currency", "This shop has set no currency, so nothing has a price.")
