"""Whole training steps: forward, backward and fastai's Adam, on one random batch again and again."""

import time

import networks
import torch
from fastai.vision.all import Callback


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


class Bfloat16(Callback):
    """Forward pass and loss under PyTorch's automatic bfloat16."""

    def before_batch(self):
        self.cast = torch.autocast('cpu', torch.bfloat16)
        self.cast.__enter__()

    def after_loss(self):
        self.cast.__exit__(None, None, None)


def steps(make_learner, best):
    def run(count):
        learn = make_learner.learn
        learn.dls.train.count = count + 1
        watch = Stopwatch()
        with learn.no_logging(), learn.no_bar():
            learn.fit(1, 1e-3, cbs=[watch, *([Bfloat16()] if best else [])])
        return watch.seconds[1:]

    return run


class Classification:
    def __init__(self, name, size, batch_size, best, frozen=False):
        images = torch.rand(batch_size, 3, size, size)
        labels = torch.arange(batch_size) % networks.CLASSES
        if best:
            images = images.to(memory_format=torch.channels_last)
        self.learn = networks.learner(*networks.classifier(name), Repeated((images, labels)), best)
        if frozen:
            self.learn.freeze()


class Segmentation:
    def __init__(self, name, size, batch_size, best):
        images = torch.rand(batch_size, 3, *size)
        masks = torch.randint(0, 32, (batch_size, *size))
        if best:
            images = images.to(memory_format=torch.channels_last)
        self.learn = networks.learner(*networks.unet(name, size), Repeated((images, masks)), best, axis=1)


def case(kind, *settings, **options):
    def prepare(request):
        best = request['setting'] == 'best'
        return steps(kind(*settings, best=best, **options), best)

    return prepare


CASES = {
    'train-efficientnet-lite0-224x32': case(Classification, 'efficientnet-lite0', 224, 32),
    'train-resnet34-224x16': case(Classification, 'resnet34', 224, 16),
    'train-resnet50-128x16': case(Classification, 'resnet50', 128, 16),
    'train-unet-resnet34-96x128x8': case(Segmentation, 'resnet34', (96, 128), 8),
    'train-frozen-resnet34-224x16': case(Classification, 'resnet34', 224, 16, frozen=True),
}
