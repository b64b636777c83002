"""The peer's side of `npm run bench -- --peer`: fastai and PyTorch doing the same work, when asked.

Reads one request a line, {"case": NAME, "setting": "default" | "best", "steps": N, ...}, and answers each with one line,
{"seconds": [...]} or {"error": TEXT}. Work that was prepared once is kept for the next request.
"""

import json
import platform
import sys
import warnings

import fastai
import inference
import loading
import torch
import training

warnings.filterwarnings('ignore')
CASES = {**training.CASES, **loading.CASES, **inference.CASES}


def versions():
    return {
        'python': platform.python_version(),
        'torch': torch.__version__,
        'fastai': fastai.__version__,
        'threads': torch.get_num_threads(),
    }


def main():
    answers, sys.stdout = sys.stdout, sys.stderr
    prepared = {}

    def answer(value):
        print(json.dumps(value), file=answers, flush=True)

    answer(versions())
    for line in sys.stdin:
        request = json.loads(line)
        key = request['case'], request['setting']
        try:
            if not any(case == key[0] for case, _ in prepared):
                prepared.clear()
            if key not in prepared:
                prepared[key] = CASES[key[0]](request)
            answer({'seconds': prepared[key](request['steps'])})
        except Exception as error:
            answer({'error': f'{type(error).__name__}: {error}'})


if __name__ == '__main__':
    main()
