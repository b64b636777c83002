"""The input pipeline of the pets lesson: JPEG files to augmented, normalized batches, two workers."""

import os
import time
from pathlib import Path

from fastai.vision.all import (
    CategoryBlock,
    DataBlock,
    ImageBlock,
    IndexSplitter,
    Normalize,
    RegexLabeller,
    Resize,
    aug_transforms,
    get_image_files,
    imagenet_stats,
    using_attr,
)


def prepare(best):
    """The best setting changes nothing here: no network takes part."""
    block = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=get_image_files,
        splitter=IndexSplitter([0]),
        get_y=using_attr(RegexLabeller(r'(.+)_\d+.jpg$'), 'name'),
        item_tfms=Resize(460),
        batch_tfms=[*aug_transforms(size=224, min_scale=0.75), Normalize.from_stats(*imagenet_stats)],
    )
    folder = Path(os.environ['FOVEA_DATA'], 'oxford-iiit-pet', 'images')
    dls = block.dataloaders(folder, bs=64, num_workers=2)

    def run(count):
        """A whole epoch, whatever `count` is: starting the workers is part of it."""
        started = time.perf_counter()
        batches = sum(1 for _ in dls.train)
        return [(time.perf_counter() - started) / batches] * batches

    return run


# fastai decodes an image each time.
CASES = {'load-pets-224x64': prepare, 'load-again-pets-224x64': prepare}
