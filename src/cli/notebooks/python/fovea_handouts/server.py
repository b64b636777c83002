"""An extension of Jupyter's server: "Save and Export Notebook As" gives handouts, as HTML and as PDF.

With "Sanitize HTML output" ticked what an output could run is left out; what it shows is there with the box ticked or not.
"""

import shutil

from jupyter_server.base.handlers import path_regex
from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from jupyter_server.utils import url_path_join

# They need programs that set-up does not install; without them a choice from the menu ends in an error.
UNUSABLE = ["QtPDFExporter", "QtPNGExporter", "WebPDFExporter"]
NEED_PANDOC = ["ASCIIDocExporter", "LatexExporter", "RSTExporter"]


class HtmlHandler(NbconvertFileHandler):
    async def get(self, path):
        is_sanitized = self.get_argument("sanitize_html", "false").lower() == "true"
        await super().get(f"fovea_handouts.exporter.{'SanitizedHandout' if is_sanitized else 'Handout'}", path)


class PdfHandler(NbconvertFileHandler):
    async def get(self, path):
        await super().get("fovea_handouts.pdf.PdfHandout", path)


def _jupyter_server_extension_points():
    return [{"module": "fovea_handouts.server"}]


def _load_jupyter_server_extension(app):
    base = app.web_app.settings["base_url"]
    handlers = {"html": HtmlHandler, "pdf": PdfHandler}
    app.web_app.add_handlers(
        ".*$", [(url_path_join(base, "nbconvert", name) + path_regex, handler) for name, handler in handlers.items()]
    )
    for exporter in UNUSABLE + ([] if shutil.which("pandoc") else NEED_PANDOC):
        app.config[exporter].enabled = False
    # A subclass of LatexExporter, whose place in the menu is ours.
    app.config.PDFExporter.enabled = True
