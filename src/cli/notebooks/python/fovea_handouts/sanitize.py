"""Markup from a notebook that nobody vouches for, without anything that could run or leave the page."""

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer

TAGS = """
a abbr b blockquote br caption code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd
li mark meter ol p pre progress q s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
""".split()
ATTRIBUTES = {
    "*": "aria-hidden aria-label class colspan dir id lang role rowspan scope style tabindex title".split(),
    "a": ["href"],
    "details": ["open"],
    "img": ["alt", "height", "src", "width"],
    "li": ["value"],
    "meter": ["max", "min", "value"],
    "ol": ["start"],
    "progress": ["max", "value"],
    "table": ["border"],
    "td": ["align", "valign"],
    "th": ["align", "valign"],
}
PROPERTIES = """
background background-color border border-bottom border-collapse border-left border-radius border-right border-top color display
font-family font-size font-style font-variant-numeric font-weight height line-height margin margin-bottom margin-left margin-right
margin-top max-height max-width min-height min-width opacity overflow overflow-wrap overflow-x padding padding-bottom padding-left
padding-right padding-top text-align text-decoration vertical-align white-space width
""".split()

IMAGE = re.compile(r"data:image/(?:bmp|gif|jpeg|png|svg\+xml|webp);base64,[A-Za-z0-9+/=\s]*\Z")
LINK = re.compile(r"(?:https?://|mailto:|#|[\w./-]+\Z)", re.IGNORECASE)
# Fetches something, hides that it does, or ends the style sheet.
UNSAFE_STYLE = re.compile(r"url\s*\(|@import|image-set|src\s*\(|\\|<", re.IGNORECASE)
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\b[^>]*>", re.IGNORECASE | re.DOTALL)
SCRIPT = re.compile(r"<script\b.*?</script\b[^>]*>", re.IGNORECASE | re.DOTALL)


def is_allowed(tag, name, value):
    """Whether an element keeps an attribute."""
    if name not in ATTRIBUTES["*"] and name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "src":
        return bool(IMAGE.match(value))
    if name == "href":
        return bool(LINK.match(value))
    return name != "style" or not UNSAFE_STYLE.search(value)


def clean(markup):
    """Keeps what is only looked at: text, tables, lists, images in the page itself, style sheets that fetch nothing."""
    # Their contents are no text to be shown. What is left of them after this is removed below.
    sheets = [sheet for sheet in STYLE.findall(markup) if not UNSAFE_STYLE.search(sheet)]
    rest = bleach.clean(
        SCRIPT.sub("", STYLE.sub("", markup)),
        tags=TAGS,
        attributes=is_allowed,
        protocols=["data", "http", "https", "mailto"],
        css_sanitizer=CSSSanitizer(allowed_css_properties=PROPERTIES),
        strip=True,
    )
    return "".join(f"<style>{sheet}</style>" for sheet in sheets) + rest
