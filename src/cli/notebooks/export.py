"""Turns an executed notebook into one HTML file that needs no other file and makes no network request.

Formulas become MathML, which browsers render themselves; plotly figures share one copy of plotly.js; the template beside this
file inlines everything else.
"""

import argparse
import base64
import html
import json
import re
import sys
from pathlib import Path

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert as mathml
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets.config import Config

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
HEADING = re.compile(r'<h2[^>]*\bid="([^"]*)"[^>]*>(.*?)(?:<a class="anchor-link".*?</a>)?</h2>', re.DOTALL)


def formula(tex, display):
    try:
        return mathml(tex, display="block" if display else "inline")
    except Exception:
        return f"<code>{html.escape(tex)}</code>"


class Renderer(IPythonRenderer):
    """nbconvert's Markdown, with formulas rendered here instead of by a script that the page would load."""

    def block_math(self, body):
        return formula(body, display=True)

    def inline_math(self, body):
        return formula(body, display=False)

    def latex_environment(self, name, body):
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)


class Handout(HTMLExporter):
    """The HTML exporter with our template, our formulas and our order of preference among the types of an output."""

    @pass_context
    def markdown2html(self, context, source):
        cell = context.get("cell", {})
        path = context.get("resources", {}).get("metadata", {}).get("path", "")
        renderer = Renderer(
            escape=False,
            attachments=cell.get("attachments", {}),
            embed_images=True,
            path=path,
            anchor_link_text="#",
        )
        return MarkdownWithMath(renderer=renderer).render(source)


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
    # "</" inside a script element would end it.
    return json.dumps(output.data[PLOTLY]).replace("</", "<\\/")


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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--template", type=Path, required=True)
    parser.add_argument("--plotly", type=Path, required=True, help="plotly.min.js, inlined where a figure needs it")
    parser.add_argument("--facts", default="", help="one line under the title: versions and data")
    parser.add_argument("--no-code", action="store_true")
    options = parser.parse_args()

    notebook = nbformat.read(options.notebook, as_version=4)
    # Pygments' TypeScript takes whatever follows a colon for a type: `{ seed: 42 }`, `{ getY: labelsOf }`.
    notebook.metadata["language_info"] = {"name": "typescript", "pygments_lexer": "javascript"}
    config = Config()
    config.NbConvertBase.display_data_priority = PRIORITY
    # All printed text of a cell is one block, however it arrived.
    config.CoalesceStreamsPreprocessor.enabled = True
    if options.no_code:
        # Prose about code that is not there either.
        config.TagRemovePreprocessor.enabled = True
        config.TagRemovePreprocessor.remove_cell_tags = {"about-code"}
    exporter = Handout(
        config=config,
        template_name=options.template.name,
        extra_template_basedirs=[str(options.template.parent)],
        exclude_input=options.no_code,
        filters={"latex": latex, "description": description, "data_uri": data_uri, "plotly_figure": plotly_figure},
    )
    resources = {
        "metadata": {"name": title_of(notebook, options.notebook.stem), "path": str(options.notebook.parent)},
        "fovea": {"facts": options.facts, **notebook.metadata.get("fovea", {})},
    }
    body, _ = exporter.from_notebook_node(notebook, resources)
    body = body.replace("</h1>", f"</h1>{contents(body)}", 1)
    if 'class="plotly-figure"' in body:
        body = body.replace(PLOTLY_SLOT, f"<script>{options.plotly.read_text()}</script>", 1)
    next_to = options.output.with_suffix(".next")
    next_to.write_text(body)
    next_to.replace(options.output)


if __name__ == "__main__":
    sys.exit(main())
