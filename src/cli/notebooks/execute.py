"""Runs one notebook in the tslab kernel and writes the executed copy.

nbclient takes a cell that the kernel skipped for a success, and passes over errors that come after their cell's end, so this program
checks every reply and listens to all errors. It writes one JSON event per line to stdout; its exit code is 1 if a cell failed. Each line of stdin says
which part of the cores to use, e.g. `0 2` for the first half. When stdin is closed, which also happens when the process that started this
program is killed, it ends the kernel and itself.
"""

import argparse
import json
import os
import platform
import re
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


class CellFailed(Exception):
    """A cell that threw, did not compile, or was not run."""

    def __init__(self, index, message):
        super().__init__(message)
        self.index = index
        self.message = message


def send(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def first_line(source):
    lines = [line.strip() for line in source.splitlines()]
    return next((line for line in lines if line and not line.startswith("//")), "")


def error_of(cell):
    """What the cell's error output says, if it has one."""
    texts = ["\n".join(o.traceback) for o in cell.get("outputs", []) if o.output_type == "error"]
    return texts[0] if texts else None


def last_words(log):
    """The line in which the kernel's end is explained, if it is in the log; see src/kernel/last-words.ts."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.startswith("fovea: The kernel ")]
    return lines[-1].removeprefix("fovea: ") if lines else "The kernel died."


class Client(NotebookClient):
    """nbclient's client, which also reports each epoch as soon as an epoch table shows it."""

    def __init__(self, notebook, epochs_type, **options):
        super().__init__(notebook, **options)
        self.epochs_type = epochs_type
        self.fits = {}
        self.cell_of_message = {}
        self.starting = threading.Lock()

    async def async_start_new_kernel(self, **kwargs):
        with self.starting:
            await super().async_start_new_kernel(**kwargs)

    async def async_start_new_kernel_client(self):
        client = await super().async_start_new_kernel_client()
        receive = client.iopub_channel.get_msg

        async def get_msg(timeout=None):
            msg = await receive(timeout=timeout)
            self.keep_late_error(msg)
            return msg

        client.iopub_channel.get_msg = get_msg
        return client

    def keep_late_error(self, msg):
        """An error that comes while a later cell runs is put where it belongs."""
        index = self.cell_of_message.get(msg["parent_header"].get("msg_id"))
        if msg["msg_type"] == "error" and index not in (None, self.current):
            self.output(self.nb.cells[index].outputs, msg, None, index)

    @property
    def current(self):
        return max(self.cell_of_message.values(), default=None)

    def process_message(self, msg, cell, cell_index):
        self.cell_of_message[msg["parent_header"].get("msg_id")] = cell_index
        records = msg["content"].get("data", {}).get(self.epochs_type)
        if records is not None:
            self.send_epochs(msg["content"]["transient"]["display_id"], records)
        return super().process_message(msg, cell, cell_index)

    def send_epochs(self, display, records):
        """A table is one display that is drawn many times: each row is sent once."""
        number, sent = self.fits.get(display, (len(self.fits), 0))
        for row in records["epochs"][sent:]:
            send("epoch", row={"learner": records["learner"], "fit": number, **row})
        self.fits[display] = number, len(records["epochs"])


class Run:
    """One execution: counts cells, measures the kernel's peak memory, detects failures."""

    def __init__(self, notebook, kernels, log, epochs_type, quick_code=None):
        self.notebook = notebook
        self.log = log
        self.log_file = Path(log.name) if log else None
        self.quick_code = quick_code
        self.number = 0
        self.peak_rss_mb = 0.0
        self.current = None
        specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
        self.manager = AsyncKernelManager(kernel_name="tslab", kernel_spec_manager=specs)
        self.client = Client(
            notebook,
            epochs_type,
            km=self.manager,
            timeout=None,
            startup_timeout=120,
            # Synchronous TensorFlow calls delay messages, at most for one batch or one validation.
            iopub_timeout=120,
            record_timing=False,
            shutdown_kernel="immediate",
            on_notebook_start=self.before_notebook,
            on_cell_execute=self.before_cell,
            on_cell_executed=self.after_cell,
        )

    async def before_notebook(self, notebook):
        if self.quick_code is None:
            return
        reply = await self.client.kc.execute_interactive(
            self.quick_code, store_history=False, timeout=60, output_hook=lambda message: None
        )
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the kernel did not run {self.quick_code}")

    def before_cell(self, cell, cell_index):
        self.current = cell_index
        self.number += 1
        send("cell", number=self.number, source=first_line(cell.source))

    def after_cell(self, cell, cell_index, execute_reply):
        self.read_peak_memory()
        status = execute_reply["content"]["status"]
        if status != "ok":
            default = "the kernel skipped this cell" if status.startswith("abort") else "the cell failed without a message"
            raise CellFailed(cell_index, error_of(cell) or default)

    def read_peak_memory(self):
        try:
            status = Path(f"/proc/{self.manager.provisioner.pid}/status").read_text()
        except (AttributeError, OSError):
            return
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        if found:
            self.peak_rss_mb = max(self.peak_rss_mb, int(found.group(1)) / 1024)

    def obey(self, lines):
        """Uses the part of the cores that each line names; at the end of the lines it ends the kernel, with what it started, and this process."""
        cores = sorted(os.sched_getaffinity(0))
        for line in lines:
            part, parts = map(int, line.split())
            with self.client.starting:
                for process in [os.getpid(), getattr(self.manager.provisioner, "pid", None)]:
                    limit_to(process, part_of(cores, part, parts))
        # Not between the kernel's start and the moment its process is known.
        with self.client.starting:
            kernel = getattr(self.manager.provisioner, "process", None)
            if kernel is not None:
                try:
                    os.killpg(kernel.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                kernel.wait()
            os._exit(130)

    def execute(self, folder):
        """Returns the failure, or None if every cell ran well."""
        self.client.resources = {"metadata": {"path": str(folder)}}
        try:
            # nbclient did not make the kernel manager, so it ends the kernel only on request.
            self.client.execute(stdout=self.log, stderr=self.log, cleanup_kc=True)
        except CellFailed as failure:
            return failure
        except CellExecutionError:
            cell = self.notebook.cells[self.current]
            return CellFailed(self.current, error_of(cell) or "the cell failed without a message")
        except DeadKernelError:
            memory = f"Its peak memory until the cell before was {self.peak_rss_mb:.0f} MB."
            return CellFailed(self.current, f"{last_words(self.log_file)} {memory}")
        for index, cell in enumerate(self.notebook.cells):
            if error_of(cell):
                return CellFailed(index, error_of(cell))
        return None


def part_of(cores, part, parts):
    """One of several parts of about the same size; where there are fewer cores than parts, one core."""
    return cores[len(cores) * part // parts : len(cores) * (part + 1) // parts] or [cores[part % len(cores)]]


def limit_to(process, cores):
    """Limits all threads of a process to some cores. A process that it starts later inherits them."""
    for path in Path(f"/proc/{process}/task").glob("*"):
        try:
            os.sched_setaffinity(int(path.name), cores)
        except ProcessLookupError:
            # It has ended meanwhile.
            pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--kernels", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--epochs-type", required=True, help="MIME type under which tables of epochs carry their rows")
    parser.add_argument("--quick", metavar="CODE", help="code that the kernel runs before the first cell, to make the run quick")
    options = parser.parse_args()

    notebook = nbformat.read(options.notebook, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
    send("start", cells=len([cell for cell in code if cell.source.strip()]))
    start = time.monotonic()
    with options.log.open("wb") as log:
        run = Run(notebook, options.kernels, log, options.epochs_type, options.quick)
        threading.Thread(target=run.obey, args=[sys.stdin], daemon=True).start()
        failure = run.execute(options.notebook.parent)
    seconds = time.monotonic() - start

    if failure is not None:
        cell = notebook.cells[failure.index]
        if not error_of(cell):
            headline = failure.message.splitlines()[0]
            cell.outputs.append(nbformat.v4.new_output("error", ename="Failure", evalue=headline, traceback=[failure.message]))
        send("failure", number=run.number, source=cell.source, message=failure.message)
    # As JupyterLab writes it when it opens the notebook; nbclient has added `language_info`.
    spec = run.manager.kernel_spec
    notebook.metadata["kernelspec"] = {"display_name": spec.display_name, "language": spec.language, "name": "tslab"}
    notebook.metadata["fovea"] = {
        "executed": time.strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} CPU cores, {platform.machine()}",
        "minutes": round(seconds / 60, 1),
        "complete": failure is None,
        **({"quick": True} if options.quick else {}),
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, options.output)
    send("end", seconds=seconds, peak_rss_mb=run.peak_rss_mb)
    return 0 if failure is None else 1


if __name__ == "__main__":
    sys.exit(main())
