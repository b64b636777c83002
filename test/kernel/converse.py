"""A client of one tslab kernel: does what each line of JSON on stdin says, and answers with a line of JSON.

A line names a method of Conversation in "do", and its arguments.
"""

import json
import os
import queue
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

PATIENCE = 60
OUTPUTS = ["stream", "display_data", "update_display_data"]


class Conversation:
    def __init__(self, folder, log, start=None):
        kernels = str(Path(sys.prefix, "share", "jupyter", "kernels"))
        specs = KernelSpecManager(kernel_dirs=[kernels], ensure_native_kernel=False)
        self.manager = KernelManager(kernel_name="tslab", kernel_spec_manager=specs)
        if start:
            self.manager.kernel_spec.argv[1] = start
        self.log = open(log, "ab")
        env = {**os.environ, "JPY_SESSION_NAME": f"{log}.ipynb"}
        self.launch = {"cwd": folder, "stdout": self.log, "stderr": self.log, "env": env}
        self.manager.start_kernel(**self.launch)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.messages = {}

    def send(self, kind, content, channel="shell"):
        message = self.client.session.msg(kind, content)
        getattr(self.client, f"{channel}_channel").send(message)
        self.messages[message["header"]["msg_id"]] = []
        return message["header"]["msg_id"]

    def pump(self, is_done):
        """Reads what comes until something is the case."""
        deadline = time.monotonic() + PATIENCE
        while not is_done():
            if time.monotonic() > deadline:
                raise TimeoutError(json.dumps(list(self.messages.values()), default=str)[-3000:])
            for channel in ("iopub", "shell", "control"):
                try:
                    got = getattr(self.client, f"get_{channel}_msg")(timeout=0.005)
                except queue.Empty:
                    continue
                mine = self.messages.get(got["parent_header"].get("msg_id"))
                if mine is not None:
                    mine.append({"type": got["msg_type"], "content": got["content"]})
            if not self.manager.is_alive():
                return

    def is_done(self, message):
        got = self.messages[message]
        kinds = [m["type"] for m in got]
        idle = any(m["type"] == "status" and m["content"]["execution_state"] == "idle" for m in got)
        return idle and any(kind.endswith("_reply") for kind in kinds)

    def outputs(self, message):
        return json.dumps([m for m in self.messages[message] if m["type"] in OUTPUTS])

    def run(self, cells, interruptAfter=None):
        """Sends all cells at once; presses stop when the first has printed or shown something."""
        sent = [
            self.send("execute_request", {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True, **cell})
            for cell in cells
        ]
        if interruptAfter is not None:
            self.pump(lambda: interruptAfter in self.outputs(sent[0]))
            self.manager.interrupt_kernel()
        self.pump(lambda: all(self.is_done(message) for message in sent))
        self.sent = sent
        return [self.messages[message] for message in sent]

    def ask(self, type, content, channel="shell"):
        message = self.send(type, content, channel)
        self.pump(lambda: self.is_done(message))
        return self.messages[message]

    def askWhileRunning(self, code, type):
        message = self.send("execute_request", {"code": code})
        self.pump(lambda: any(m["type"] == "execute_input" for m in self.messages[message]))
        self.ask(type, {})
        self.pump(lambda: self.is_done(message))
        return self.messages[message]

    def tell(self, type, content):
        """A message that has no reply."""
        message = self.send(type, content)
        self.pump(lambda: any(m["content"].get("execution_state") == "idle" for m in self.messages[message]))
        return self.messages[message]

    def wait(self, type):
        """Until the first cell of the last run has an output that may come after its end."""
        message = self.sent[0]
        self.pump(lambda: any(m["type"] == type for m in self.messages[message]))
        return self.messages[message]

    def interrupt(self):
        self.manager.interrupt_kernel()

    def shutdown(self):
        self.manager.shutdown_kernel(restart=True)

    def restart(self):
        if self.manager.has_kernel:
            self.manager.restart_kernel(now=True)
        else:
            self.manager.start_kernel(**self.launch)
        self.client.wait_for_ready(timeout=PATIENCE)

    def awaitDeath(self, said):
        """Until the kernel is dead and its log says something."""
        deadline = time.monotonic() + PATIENCE
        while self.manager.is_alive() or said not in Path(self.log.name).read_text():
            if time.monotonic() > deadline:
                raise TimeoutError(Path(self.log.name).read_text())
            time.sleep(0.05)


def main():
    conversation = Conversation(*sys.argv[1:])
    print(json.dumps("ready"), flush=True)
    try:
        for line in sys.stdin:
            order = json.loads(line)
            result = getattr(conversation, order.pop("do"))(**order)
            print(json.dumps(result, default=str), flush=True)
    finally:
        conversation.client.stop_channels()
        conversation.manager.shutdown_kernel(now=True)


main()
