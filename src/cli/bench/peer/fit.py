"""The peer's side of a lesson's whole fit: fit.py LESSON --setting default|best.

Prints one line of JSON: seconds from the first epoch's start to the last one's end, peak memory of this process, without the
workers that read pictures, and what was reached.
"""

import json
import os
import resource
import time
from pathlib import Path

from fastai.vision.all import set_seed
from lessons import LESSONS
from setting import arguments, use_best


def main():
    asked = arguments('lesson', LESSONS)
    set_seed(1)
    learn, fit = LESSONS[asked.lesson](Path(os.environ['FOVEA_DATA']))
    if asked.setting == 'best':
        use_best(learn)
    started = time.perf_counter()
    with learn.no_bar(), learn.no_logging():
        fit()
    seconds = time.perf_counter() - started
    names, values = learn.recorder.metric_names[2:-1], learn.recorder.values[-1][1:]
    scores = {name: float(value) for name, value in zip(names, values)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({'seconds': seconds, 'peakMb': peak, 'scores': scores}))


if __name__ == '__main__':
    main()
