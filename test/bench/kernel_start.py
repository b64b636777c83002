"""Seconds from a kernel's start to its first batch shown: kernel_start.py KERNEL CELLS.

KERNEL is a kernel of this interpreter's environment. CELLS is a notebook, of which the code cells run as far as the first
that calls showBatch, or a script, which runs as one cell. Prints {"seconds": NUMBER}.
"""

import json
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager


def cells_of(path):
    if path.suffix != '.ipynb':
        return [path.read_text()]
    cells = [cell for cell in json.loads(path.read_text())['cells'] if cell['cell_type'] == 'code']
    sources = [''.join(cell['source']) for cell in cells]
    return sources[: next(i for i, source in enumerate(sources) if 'showBatch' in source) + 1]


def main(name, path):
    shown = []

    def note(message):
        shown.append(json.dumps(message['content'].get('data', {})))

    cells = cells_of(Path(path))
    kernels = str(Path(sys.prefix, 'share', 'jupyter', 'kernels'))
    specs = KernelSpecManager(kernel_dirs=[kernels], ensure_native_kernel=False)
    manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
    started = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=120)
        for cell in cells:
            reply = client.execute_interactive(cell, output_hook=note)['content']
            if reply['status'] != 'ok':
                raise SystemExit(f"A cell failed in {name}: {reply.get('ename')}: {reply.get('evalue')}")
        seconds = time.perf_counter() - started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if not any('image/' in data for data in shown):
        raise SystemExit(f'No batch was shown in {name}.')
    print(json.dumps({'seconds': seconds}))


if __name__ == '__main__':
    main(*sys.argv[1:])
