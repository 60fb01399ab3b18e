"""A message as the HTML of a mail: tables and inline styles, since mail programs know little else; no picture, and
nothing is loaded from anywhere."""

from __future__ import annotations

from html import escape

from ..i18n import formats_of
from ..ports import Outgoing

_FONT = "'Atkinson Hyperlegible Next',Verdana,Arial,sans-serif"
#: Programs that know the dark scheme swap the colours of these classes; the others show the light ones.
_STYLE = (
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){.out{background:#101615!important}"
    ".in{background:#18201e!important;border-color:#303b38!important}.tx{color:#e9efec!important}"
    ".so{color:#b2bfba!important}.br{color:#6fcabd!important}"
    ".bt{background:#6fcabd!important;color:#06201d!important}}"
)


def as_html(outgoing: Outgoing) -> str:
    """The message as a small page with the shop's face: its name, the words, a button, and where the shop is.

    Args:
        outgoing: The message.

    Returns:
        A whole HTML document.
    """
    language, direction = escape(outgoing.language), formats_of(outgoing.language).direction
    subject = escape(" ".join(outgoing.subject.split()))
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{subject}</title><style>{_STYLE}</style></head>"
        f'<body class="out" style="margin:0;background:#f6f4ef">{_table(_inside(outgoing))}</body></html>'
    )


def _table(rows: str) -> str:
    """The rows in the middle of the page, in a column that a phone shows whole."""
    return (
        '<table role="presentation" class="out" width="100%" cellpadding="0" cellspacing="0"'
        ' style="background:#f6f4ef"><tr><td align="center" style="padding:24px 12px">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">'
        f"{rows}</table></td></tr></table>"
    )


def _inside(outgoing: Outgoing) -> str:
    parts = [_paragraph(line) for line in outgoing.lines]
    if outgoing.reply:
        parts.append(
            '<blockquote class="tx" style="margin:0 0 18px;padding:0 0 0 14px;border-left:4px solid #0b5d57;'
            f'white-space:pre-wrap;overflow-wrap:anywhere;color:#17211f">{escape(str(outgoing.reply))}</blockquote>'
        )
    if outgoing.link:
        parts.append(_button(outgoing.link, outgoing.link_text or outgoing.link))
    if outgoing.further:
        words, address = escape(outgoing.further.words), escape(outgoing.further.address)
        parts.append(f'<p style="margin:0 0 18px"><a class="br" style="color:#0b5d57" href="{address}">{words}</a></p>')
    parts += [_paragraph(line) for line in outgoing.closing]
    name, contact = outgoing.shop, " · ".join(map(_tappable, outgoing.whereabouts))
    return (
        (_row("br", "padding:0 4px 14px;font:bold 20px/1.2", "#0b5d57", escape(name)) if name else "")
        + f'<tr><td class="in" style="background:#ffffff;border:1px solid #dcd8ce;border-radius:12px;'
        f'padding:28px 24px 10px;font:17px/1.55 {_FONT};text-align:start">{"".join(parts)}</td></tr>'
        + (_row("so", "padding:16px 4px;font:14px/1.5", "#52605c", contact) if contact else "")
    )


def _tappable(line: str) -> str:
    """A line of the foot; an address at its end can be tapped."""
    words, _, last = line.rpartition(" ")
    if not last.startswith("https://"):
        return escape(line)
    return f'{escape(words)} <a class="so" style="color:#52605c" href="{escape(last)}">{escape(last)}</a>'


def _row(kind: str, style: str, colour: str, text: str) -> str:
    return f'<tr><td class="{kind}" style="{style} {_FONT};color:{colour};text-align:start">{text}</td></tr>'


def _paragraph(line: str) -> str:
    text = escape(line).replace("\n", "<br>")
    return f'<p class="tx" style="margin:0 0 18px;color:#17211f">{text}</p>'


def _button(link: str, text: str) -> str:
    """A button that is one cell of colour, and the address below it for who cannot press it."""
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0"><tr>'
        '<td class="bt" style="background:#0b5d57;border-radius:8px">'
        f'<a class="bt" href="{escape(link)}" style="display:inline-block;padding:13px 22px;font-weight:bold;'
        f'color:#ffffff;text-decoration:none;border-radius:8px">{escape(text)}</a></td></tr></table>'
        f'<p class="so" style="margin:10px 0 18px;font-size:14px;overflow-wrap:anywhere;color:#52605c">'
        f"<bdi>{escape(link)}</bdi></p>"
    )
