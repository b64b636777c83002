"""The baseline's side of a case of steps: steps.py CASE --setting default|best.

Prints a line when it is ready, then answers each number of steps with their seconds, one line of JSON each.
"""

import json
import sys

import inference
import loading
import training
from setting import arguments

CASES = {**training.CASES, **loading.CASES, **inference.CASES}


def main():
    options = arguments('case', CASES)
    answers, sys.stdout = sys.stdout, sys.stderr
    run = CASES[options.case](options.setting == 'best')
    print('ready', file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(int(line))), file=answers, flush=True)


if __name__ == '__main__':
    main()
