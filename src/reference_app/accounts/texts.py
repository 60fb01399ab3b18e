"""Words of the staff sign-in."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.sign_in.title", "Staff sign-in")
define("staff.sign_in.email", "E-mail address")
define("staff.sign_in.password", "Password")
define("staff.sign_in.send", "Sign in")
define("staff.sign_in.wrong", "E-mail address and password do not fit together.")
define("staff.sign_out", "Sign out")
