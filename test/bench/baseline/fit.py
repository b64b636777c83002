"""The baseline's side of a lesson's whole fit: fit.py RECIPE --setting default|best.

RECIPE is the JSON that was read from the notebook. Prints one line of JSON: seconds from the first epoch's start to the last
one's end, peak memory of this process, without the workers that read images, and the validation loss and metrics at the end.
"""

import json
import resource
import time
from pathlib import Path

from lesson import lesson
from setting import arguments, use_best


def main():
    options = arguments('recipe')
    learn, fit = lesson(json.loads(Path(options.recipe).read_text()))
    if options.setting == 'best':
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
