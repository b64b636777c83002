"""The input pipeline of the pets lesson: JPEG files to augmented, normalized batches, two workers."""

import itertools
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


def prepare(request):
    """`request['folder']` holds the pictures, named as the pets are."""
    block = DataBlock(
        blocks=(ImageBlock, CategoryBlock),
        get_items=get_image_files,
        splitter=IndexSplitter([0]),
        get_y=using_attr(RegexLabeller(r'(.+)_\d+.jpg$'), 'name'),
        item_tfms=Resize(460),
        batch_tfms=[*aug_transforms(size=224, min_scale=0.75), Normalize.from_stats(*imagenet_stats)],
    )
    dls = block.dataloaders(Path(request['folder']), bs=request['batchSize'], num_workers=2)

    def run(count):
        """Seconds of each batch, from the start of the workers on: their start is part of an epoch."""
        started = time.perf_counter()
        batches = sum(1 for _ in itertools.islice(dls.train, count))
        return [(time.perf_counter() - started) / batches] * batches

    return run


CASES = {'load-pets-224x64': prepare}
