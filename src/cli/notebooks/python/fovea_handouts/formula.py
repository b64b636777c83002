"""Formulas in TeX as MathML, which browsers render themselves."""

import html
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

# What a formula could do but show itself: lead elsewhere, or look like something else.
REFUSED_ATTRIBUTES = ("href", "style", "class", "id")


def formula(tex, display):
    """A formula as an element `math`; what is not TeX, as code."""
    try:
        element = convert_to_element(tex, display="block" if display else "inline")
        for part in element.iter():
            # Its characters are written as references, e.g. `&#x0003C;`.
            part.text = html.unescape(part.text) if part.text else part.text
            for name in REFUSED_ATTRIBUTES:
                part.attrib.pop(name, None)
        return ElementTree.tostring(element, encoding="unicode")
    except Exception:
        return f"<code>{html.escape(tex)}</code>"
