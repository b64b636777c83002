"""The pets notebook as far as its first batch, in fastai: runs in a notebook's kernel."""

import os
from pathlib import Path

from fastai.vision.all import *

set_seed(1)
path = Path(os.environ['FOVEA_DATA'], 'oxford-iiit-pet')
files = get_image_files(path / 'images').sorted()
print(f'{len(files)} images, e.g.')
print('\n'.join(file.name for file in files[:3]))
pets = DataBlock(
    blocks=(ImageBlock, CategoryBlock),
    get_items=get_image_files,
    splitter=RandomSplitter(seed=42),
    get_y=using_attr(RegexLabeller(r'(.+)_\d+.jpg$'), 'name'),
    item_tfms=Resize(460),
    batch_tfms=aug_transforms(size=224, min_scale=0.75),
)
dls = pets.dataloaders(path / 'images')
print(f'{len(dls.train_ds)} images to train on, {len(dls.valid_ds)} to validate on')
print(f"{len(dls.vocab)} breeds: {', '.join(dls.vocab[:4])}, ...")
dls.show_batch(nrows=2, ncols=4)
