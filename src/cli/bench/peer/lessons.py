"""The fits of the four notebooks in fastai: for each a function of the data's folder, which gives a learner and its fit.

Recipes, splits, batch sizes and weights (EfficientNet-Lite0) are the notebooks'; all else is fastai's default, the number of
workers too.
"""

from functools import partial

import networks
import numpy as np
import pandas as pd
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
    Learner,
    MSELossFlat,
    MultiCategoryBlock,
    Normalize,
    PILImage,
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
    dls = block.dataloaders(folder / 'oxford-iiit-pet' / 'images')
    net = networks.lite_classifier(len(dls.vocab), pretrained=True)
    learn = learner(dls, *net, loss_func=CrossEntropyLossFlat(), metrics=error_rate)

    def fit():
        learn.fit_one_cycle(3, lr_max=1e-3, pct_start=0.99)
        learn.unfreeze()
        learn.fit_one_cycle(6, lr_max=slice(5e-6, 5e-4))

    return learn, fit


def pascal(folder):
    path = folder / 'pascal_2007'
    block = DataBlock(
        blocks=(ImageBlock, MultiCategoryBlock),
        splitter=ColSplitter('is_valid'),
        get_x=ColReader('fname', pref=path / 'train'),
        get_y=ColReader('labels', label_delim=' '),
        item_tfms=RandomResizedCrop(128, min_scale=0.35),
        batch_tfms=[STATISTICS],
    )
    dls = block.dataloaders(pd.read_csv(path / 'train.csv'), bs=16)
    net = networks.lite_classifier(len(dls.vocab), pretrained=True)
    learn = learner(dls, *net, loss_func=BCEWithLogitsLossFlat(), metrics=accuracy_multi)
    return learn, lambda: learn.fine_tune(3, base_lr=3e-3, freeze_epochs=4)


def camvid(folder):
    path = folder / 'camvid_tiny'
    codes = (path / 'codes.txt').read_text().splitlines()
    files = get_image_files(path / 'images').sorted()
    dls = SegmentationDataLoaders.from_label_func(
        path,
        files,
        lambda file: path / 'labels' / f'{file.stem}_P{file.suffix}',
        codes=codes,
        bs=8,
        seed=42,
        batch_tfms=[STATISTICS],
    )
    size = tuple(dls.one_batch()[0].shape[-2:])
    net = networks.lite_unet(len(codes), size)
    void = next((i for i, name in enumerate(codes) if name.lower() in ('void', 'unlabelled')), -1)
    metric = partial(foreground_acc, bkg_idx=void)
    learn = learner(dls, *net, loss_func=CrossEntropyLossFlat(axis=1), metrics=metric)
    return learn, lambda: learn.fine_tune(13, base_lr=2e-3)


def pixel_error(size):
    """Mean distance of points in pixels of pictures of `size`, width and height."""
    halves = torch.tensor(size) / 2

    def pixel_error(outputs, targets):
        apart = outputs.float().view(-1, 2) - targets.view(-1, 2)
        return (apart * halves).norm(dim=1).mean()

    return pixel_error


def biwi(folder):
    path = folder / 'biwi_head_pose'
    files = get_image_files(path).sorted()
    is_few = len(files) < 1000
    calibration = np.genfromtxt(path / '01' / 'rgb.cal', skip_footer=6)

    def centre(file):
        pose = np.genfromtxt(f'{str(file)[:-7]}pose.txt', skip_header=3)
        x = pose[0] * calibration[0][0] / pose[2] + calibration[0][2]
        y = pose[1] * calibration[1][1] / pose[2] + calibration[1][2]
        return torch.tensor([x, y])

    block = DataBlock(
        blocks=(ImageBlock, PointBlock),
        get_items=lambda _: files,
        get_y=centre,
        splitter=FuncSplitter(lambda file: file.parent.name == '13'),
        batch_tfms=[*aug_transforms(size=(96, 128) if is_few else (144, 192)), STATISTICS],
    )
    dls = block.dataloaders(path, bs=16 if is_few else 64)
    net = networks.lite_classifier(2, pretrained=True, y_range=(-1, 1))
    metric = pixel_error(PILImage.create(files[0]).size)
    learn = learner(dls, *net, loss_func=MSELossFlat(), metrics=metric)
    return learn, lambda: learn.fine_tune(9 if is_few else 3, base_lr=1e-2)


LESSONS = {'pets': pets, 'pascal': pascal, 'camvid': camvid, 'biwi': biwi}
