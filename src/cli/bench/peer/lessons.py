"""The fits of the four notebooks in fastai: lessons.py LESSON FOLDER [--seed N] [--best] prints one line of JSON.

FOLDER holds fastai's folder names. Weights are those of EfficientNet-Lite0, as the notebooks' where ResNet's cannot be had.
`--best` keeps pictures and filters channels-last; precision stays float32, for the figures are compared too.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import networks
import torch
from fastai.vision.all import (
    BCEWithLogitsLossFlat,
    CategoryBlock,
    ColReader,
    ColSplitter,
    CrossEntropyLossFlat,
    DataBlock,
    FuncSplitter,
    ImageBlock,
    JaccardCoeffMulti,
    Learner,
    MaskBlock,
    MSELossFlat,
    MultiCategoryBlock,
    Normalize,
    PointBlock,
    RandomResizedCrop,
    RandomSplitter,
    RegexLabeller,
    Resize,
    SegmentationDataLoaders,
    accuracy_multi,
    aug_transforms,
    error_rate,
    foreground_acc,
    get_image_files,
    mse,
    set_seed,
    using_attr,
)

STATISTICS = Normalize.from_stats([127 / 255] * 3, [128 / 255] * 3, cuda=False)


def learner(dls, model, splitter, **options):
    """A frozen learner with fastai's defaults."""
    learn = Learner(dls, model, splitter=splitter, **options)
    learn.freeze()
    return learn


def pets(folder):
    block = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=lambda path: get_image_files(path).sorted(),
        splitter=RandomSplitter(seed=42),
        get_y=using_attr(RegexLabeller(r'(.+)_\d+.jpg$'), 'name'),
        item_tfms=Resize(460),
        batch_tfms=[*aug_transforms(size=224, min_scale=0.75), STATISTICS],
    )
    dls = block.dataloaders(folder / 'oxford-iiit-pet' / 'images', num_workers=2)
    net = networks.lite_classifier(len(dls.vocab), pretrained=True)
    learn = learner(dls, *net, loss_func=CrossEntropyLossFlat(), metrics=error_rate)

    def fit():
        learn.fit_one_cycle(3, lr_max=1e-3, pct_start=0.99)
        learn.unfreeze()
        learn.fit_one_cycle(6, lr_max=slice(5e-6, 5e-4))

    return learn, fit


def pascal(folder):
    import pandas as pd

    path = folder / 'pascal_2007'
    block = DataBlock(
        blocks=(ImageBlock, MultiCategoryBlock),
        splitter=ColSplitter('is_valid'),
        get_x=ColReader('fname', pref=path / 'train'),
        get_y=ColReader('labels', label_delim=' '),
        item_tfms=RandomResizedCrop(128, min_scale=0.35),
        batch_tfms=[STATISTICS],
    )
    dls = block.dataloaders(pd.read_csv(path / 'train.csv'), num_workers=2)
    net = networks.lite_classifier(len(dls.vocab), pretrained=True)
    learn = learner(dls, *net, loss_func=BCEWithLogitsLossFlat(), metrics=accuracy_multi)
    return learn, lambda: learn.fine_tune(3, base_lr=3e-3, freeze_epochs=4)


def camvid(folder):
    path = folder / 'camvid_tiny'
    codes = (path / 'codes.txt').read_text().split()
    files = get_image_files(path / 'images').sorted()
    dls = SegmentationDataLoaders.from_label_func(
        path,
        files,
        lambda file: path / 'labels' / f'{file.stem}_P{file.suffix}',
        codes=codes,
        bs=8,
        seed=42,
        batch_tfms=[STATISTICS],
        num_workers=2,
    )
    size = tuple(dls.one_batch()[0].shape[-2:])
    net = networks.lite_unet(len(codes), size)
    metrics = [foreground_acc, JaccardCoeffMulti()]
    learn = learner(dls, *net, loss_func=CrossEntropyLossFlat(axis=1), metrics=metrics)
    return learn, lambda: learn.fine_tune(13, base_lr=2e-3)


def biwi(folder):
    import numpy as np

    path = folder / 'biwi_head_pose'
    calibration = np.genfromtxt(path / '01' / 'rgb.cal', skip_footer=6)

    def centre(file):
        pose = np.genfromtxt(f'{str(file)[:-7]}pose.txt', skip_header=3)
        x = pose[0] * calibration[0][0] / pose[2] + calibration[0][2]
        y = pose[1] * calibration[1][1] / pose[2] + calibration[1][2]
        return torch.tensor([x, y])

    block = DataBlock(
        blocks=(ImageBlock, PointBlock),
        get_items=lambda path: get_image_files(path).sorted(),
        get_y=centre,
        splitter=FuncSplitter(lambda file: file.parent.name == '13'),
        batch_tfms=[*aug_transforms(size=(144, 192)), STATISTICS],
    )
    dls = block.dataloaders(path, num_workers=2)
    net = networks.lite_classifier(2, pretrained=True, y_range=(-1, 1))
    learn = learner(dls, *net, loss_func=MSELossFlat(), metrics=mse)
    return learn, lambda: learn.fine_tune(3, base_lr=1e-2)


LESSONS = {'pets': pets, 'pascal': pascal, 'camvid': camvid, 'biwi': biwi}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('lesson', choices=LESSONS)
    arguments.add_argument('folder', type=Path)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--best', action='store_true')
    asked = arguments.parse_args()
    set_seed(asked.seed, reproducible=True)
    learn, fit = LESSONS[asked.lesson](asked.folder)
    if asked.best:
        learn.model.to(memory_format=torch.channels_last)
    started = time.perf_counter()
    with learn.no_bar(), learn.no_logging():
        fit()
    seconds = time.perf_counter() - started
    final = dict(zip(learn.recorder.metric_names[1:-1], [float(value) for value in learn.recorder.values[-1]]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({'seconds': seconds, 'peak_rss_mb': peak, **final}))


if __name__ == '__main__':
    main()
