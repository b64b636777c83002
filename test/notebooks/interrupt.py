"""Runs cells in one tslab kernel, presses the stop button during one of them, and prints what each showed as JSON.

Cells come as a JSON list on stdin: {"code": ..., "interruptAfterSeconds": optional}.
"""

import json
import os
import queue
import sys
import time

from jupyter_client.manager import KernelManager


def run(manager, client, code, interrupt_after=None):
    message = client.execute(code)
    shown, started, interrupted, done_at = {}, time.time(), False, None
    # Outputs that come late, after the cell was reported idle, are waited for.
    while done_at is None or time.time() < done_at + 2:
        if interrupt_after and not interrupted and time.time() > started + interrupt_after:
            manager.interrupt_kernel()
            interrupted = True
        if time.time() > started + 120:
            raise TimeoutError(code)
        try:
            reply = client.get_iopub_msg(timeout=0.2)
        except queue.Empty:
            if not manager.is_alive():
                break
            continue
        if reply["parent_header"].get("msg_id") != message:
            continue
        kind, content = reply["msg_type"], reply["content"]
        if kind == "stream":
            shown["text"] = shown.get("text", "") + content["text"]
        elif kind in ("display_data", "update_display_data"):
            shown["display"] = content["data"].get("text/plain", "")
        elif kind == "status" and content["execution_state"] == "idle":
            done_at = time.time()
    return {**shown, "alive": manager.is_alive()}


def main():
    cells = json.load(sys.stdin)
    os.chdir(sys.argv[1])
    manager = KernelManager(kernel_name="tslab")
    manager.start_kernel(stderr=open(os.devnull, "w"))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        print(json.dumps([run(manager, client, c["code"], c.get("interruptAfterSeconds")) for c in cells]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
