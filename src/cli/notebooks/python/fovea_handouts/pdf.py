"""Handouts as PDF, printed by a browser of the Chromium family."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from .exporter import SanitizedHandout

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = ["--headless=new", "--no-sandbox", "--no-pdf-header-footer", "--virtual-time-budget=10000"]


class NoBrowser(RuntimeError):
    def __init__(self):
        super().__init__(
            'A PDF needs Chromium, which was not found: run "sudo apt install chromium". Or export as HTML, open that, and print it.'
        )


def print_pdf(page, output):
    """Prints an HTML file to a PDF file."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowser
    command = [browser, *FLAGS, f"--print-to-pdf={output}", page]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class PdfHandout(SanitizedHandout):
    """A handout as PDF."""

    export_from_notebook = "Handout as PDF"
    output_mimetype = "application/pdf"

    def __init__(self, config=None, **options):
        super().__init__(config, file_extension=".pdf", template_extension=".html.j2", **options)

    def from_notebook_node(self, nb, resources=None, **options):
        body, resources = super().from_notebook_node(nb, resources, **options)
        with tempfile.TemporaryDirectory() as folder:
            page, output = Path(folder, "handout.html"), Path(folder, "handout.pdf")
            page.write_text(body)
            print_pdf(page, output)
            return output.read_bytes(), resources
