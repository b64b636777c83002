"""Writes the handout of an executed notebook."""

import argparse
from pathlib import Path

import nbformat

from .exporter import Handout, SanitizedHandout, versions
from .pdf import print_pdf


def main():
    parser = argparse.ArgumentParser(prog="fovea_handouts")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--pdf", type=Path, help="also prints it to this file")
    parser.add_argument("--fact", action="append", default=[], help="what else the line under the title says")
    parser.add_argument("--no-code", action="store_true")
    parser.add_argument("--sanitize", action="store_true", help="leaves out what an output could run")
    options = parser.parse_args()

    exporter = (SanitizedHandout if options.sanitize else Handout)(exclude_input=options.no_code)
    resources = {
        "metadata": {"name": options.notebook.stem, "path": str(options.notebook.resolve().parent)},
        "fovea": {"facts": " · ".join([versions(), *options.fact])},
    }
    body, _ = exporter.from_notebook_node(nbformat.read(options.notebook, as_version=4), resources)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    next_to = options.output.with_suffix(".next")
    next_to.write_text(body)
    next_to.replace(options.output)
    if options.pdf:
        print_pdf(options.output, options.pdf)


if __name__ == "__main__":
    main()
