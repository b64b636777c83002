"""nbconvert's exporter of handouts. Each is one HTML file: the template inlines everything, plotly figures share one copy of plotly.js."""

import base64
import copy
import hashlib
import html
import json
import re
import secrets
from pathlib import Path

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import TagRemovePreprocessor

from .formula import formula
from .sanitize import clean

CLONE = Path(__file__).resolve().parents[5]
PLOTLY_FILE = CLONE / "node_modules" / "plotly.js-dist-min" / "plotly.min.js"

PLOTLY = "application/vnd.plotly.v1+json"
PRIORITY = [
    PLOTLY,
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "text/markdown",
    "text/latex",
    "text/plain",
]
PLOTLY_SLOT = "<!-- plotly.js -->"
ANY_SCRIPT = "script-src 'unsafe-inline'"
TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
HEADING = re.compile(r'<h2[^>]*\bid="([^"]*)"[^>]*>(.*?)(?:<a class="anchor-link".*?</a>)?</h2>', re.DOTALL)


class Renderer(IPythonRenderer):
    """nbconvert's Markdown, with formulas rendered here instead of by a script that the page would load.

    They are kept aside while the rest is sanitized: `insert_formulas` puts them in.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self.formulas = []
        self.nonce = secrets.token_hex(8)

    def keep(self, markup):
        self.formulas.append(markup)
        return f"formula-{self.nonce}-{len(self.formulas) - 1}-"

    def insert_formulas(self, markup):
        """Markup with its formulas; attributes, e.g. the id of a heading, have none."""
        key = re.compile(rf"formula-{self.nonce}-(\d+)-")
        parts = [
            key.sub("", part) if part.startswith("<") else key.sub(lambda found: self.formulas[int(found[1])], part)
            for part in TAG.split(markup)
        ]
        return "".join(parts)

    def block_math(self, body):
        return self.keep(formula(body, display=True))

    def inline_math(self, body):
        return self.keep(formula(body, display=False))

    def latex_environment(self, name, body):
        return self.keep(formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True))


class Handout(HTMLExporter):
    """The HTML exporter with our template, our formulas and our order of preference among the types of an output."""

    export_from_notebook = "Handout"

    def __init__(self, config=None, **options):
        folder = Path(__file__).parent
        super().__init__(config, template_name="template", extra_template_basedirs=[str(folder)], **options)
        if self.exclude_input:
            # Prose about code that is not there either.
            self.register_preprocessor(TagRemovePreprocessor(remove_cell_tags={"about-code"}, enabled=True), enabled=True)

    @property
    def default_config(self):
        config = super().default_config
        config.NbConvertBase.display_data_priority = PRIORITY
        # All printed text of a cell is one block, however it arrived.
        config.CoalesceStreamsPreprocessor.enabled = True
        return config

    def default_filters(self):
        yield from super().default_filters()
        yield from {
            "latex": latex,
            "description": description,
            "data_uri": data_uri,
            "plotly_figure": plotly_figure,
            "sanitized": clean if self.sanitize_html else unchanged,
        }.items()

    @pass_context
    def markdown2html(self, context, source):
        cell = context.get("cell", {})
        renderer = Renderer(
            escape=False,
            allow_harmful_protocols=not self.sanitize_html,
            attachments=cell.get("attachments", {}),
            embed_images=True,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            anchor_link_text="#",
        )
        markup = MarkdownWithMath(renderer=renderer).render(source)
        return renderer.insert_formulas(clean(markup) if self.sanitize_html else markup)

    def from_notebook_node(self, nb, resources=None, **options):
        nb = copy.deepcopy(nb)
        language = nb.metadata.setdefault("language_info", {"name": "typescript"})
        if language.get("name") == "typescript":
            # Pygments' TypeScript takes whatever follows a colon for a type: `{ seed: 42 }`, `{ getY: labelsOf }`.
            language["pygments_lexer"] = "javascript"
        resources = copy.deepcopy(resources or {})
        about = resources.setdefault("metadata", {})
        about["name"] = title_of(nb, about.get("name", "Notebook"))
        resources["fovea"] = {**nb.metadata.get("fovea", {}), "facts": versions(), **resources.get("fovea", {})}
        body, resources = super().from_notebook_node(nb, resources, **options)
        body = body.replace("</h1>", f"</h1>{contents(body)}", 1)
        if 'class="plotly-figure"' in body:
            body = body.replace(PLOTLY_SLOT, f"<script>{PLOTLY_FILE.read_text()}</script>", 1)
        return (only_our_scripts(body) if self.sanitize_html else body), resources


class SanitizedHandout(Handout):
    """A handout of a notebook that nobody vouches for: what an output shows stays, what it could run is left out."""

    def __init__(self, config=None, **options):
        super().__init__(config, sanitize_html=True, **options)


def only_our_scripts(body):
    """Has the browser refuse every script but the template's and plotly's, should the sanitizer have missed one."""
    template = Path(__file__).with_name("template")
    texts = [PLOTLY_FILE.read_text(), *(f"\n{script.read_text()}" for script in sorted(template.glob("*.js")))]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
    return body.replace(ANY_SCRIPT, " ".join(["script-src", *(f"'sha256-{one}'" for one in hashes)]), 1)


def unchanged(markup):
    return markup


def versions():
    def version_of(folder):
        return json.loads((CLONE / folder / "package.json").read_text())["version"]

    return f"fovea {version_of('.')} · TensorFlow.js {version_of('node_modules/@tensorflow/tfjs-node-gpu')}"


def latex(source):
    return formula(source.strip().strip("$").strip(), display=True)


def description(output, mime):
    """Alternative text of an image: from its metadata, else from the output's text, else a note that it has none."""
    metadata = output.get("metadata", {})
    given = metadata.get(mime, {}).get("alt") or metadata.get("alt")
    return given or output.data.get("text/plain", "") or "Image without a description"


def data_uri(output, mime):
    data = output.data[mime]
    if mime == "image/svg+xml":
        data = base64.b64encode(data.encode()).decode()
    return f"data:{mime};base64,{''.join(data.split())}"


def plotly_figure(output):
    # "<" inside a script element could end it.
    return json.dumps(output.data[PLOTLY]).replace("<", "\\u003c")


def title_of(notebook, fallback):
    for cell in notebook.cells:
        found = cell.cell_type == "markdown" and re.search(r"^# +(.+)$", cell.source, re.MULTILINE)
        if found:
            return re.sub(r"[*_`]", "", found.group(1)).strip()
    return fallback


def contents(body):
    """The table of contents, from the second-level headings."""
    links = [f'<li><a href="#{key}">{re.sub("<[^>]*>", "", text)}</a></li>' for key, text in HEADING.findall(body)]
    return f'<nav aria-label="Contents"><ol>{"".join(links)}</ol></nav>' if len(links) > 1 else ""
