"""Whole training steps: forward, backward and fastai's Adam, on one random batch again and again."""

import time

import networks
import torch
from fastai.vision.all import Callback
from setting import use_best


class Repeated:
    """The same batch `count` times."""

    def __init__(self, batch, count=0):
        self.batch, self.count, self.device = batch, count, 'cpu'

    def none(self):
        return Repeated(self.batch)

    def __len__(self):
        return self.count

    def __iter__(self):
        return (self.batch for _ in range(self.count))


class Stopwatch(Callback):
    """Seconds of every step, from the batch to the end of the optimizer's step."""

    def __init__(self):
        self.seconds = []

    def before_batch(self):
        self.started = time.perf_counter()

    def after_batch(self):
        self.seconds.append(time.perf_counter() - self.started)


def steps(learn):
    def run(count):
        learn.dls.train.count = count + 1
        watch = Stopwatch()
        with learn.no_logging(), learn.no_bar():
            learn.fit(1, 1e-3, cbs=watch)
        return watch.seconds[1:]

    return run


def classification(name, size, batch_size, frozen=False):
    images = torch.rand(batch_size, 3, size, size)
    labels = torch.arange(batch_size) % networks.CLASSES
    learn = networks.learner(*networks.classifier(name), Repeated((images, labels)))
    if frozen:
        learn.freeze()
    return learn


def segmentation(name, size, batch_size):
    images = torch.rand(batch_size, 3, *size)
    masks = torch.randint(0, 32, (batch_size, *size))
    return networks.learner(*networks.unet(name, size), Repeated((images, masks)), axis=1)


def case(make_learner, *settings, **options):
    def prepare(best):
        learn = make_learner(*settings, **options)
        if best:
            use_best(learn)
            images, targets = learn.dls.train.batch
            learn.dls.train.batch = images.contiguous(memory_format=torch.channels_last), targets
        return steps(learn)

    return prepare


CASES = {
    'train-efficientnet-lite0-224x32': case(classification, 'efficientnet-lite0', 224, 32),
    'train-resnet34-224x16': case(classification, 'resnet34', 224, 16),
    'train-resnet50-128x16': case(classification, 'resnet50', 128, 16),
    'train-unet-resnet34-96x128x8': case(segmentation, 'resnet34', (96, 128), 8),
    'train-frozen-resnet34-224x16': case(classification, 'resnet34', 224, 16, frozen=True),
}
