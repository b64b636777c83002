"""A lesson's fit in fastai, made from the recipe that was read from its notebook (../fovea/lesson-recipe.ts).

Images, labels, split, transforms, batch size, metrics, fits and weights (EfficientNet-Lite0) are the notebook's. Everything
else is fastai's default, the number of workers too.
"""

import re
from functools import partial
from types import SimpleNamespace

import networks
import torch
from fastai.vision.all import (
    BCEWithLogitsLossFlat,
    CategoryBlock,
    CrossEntropyLossFlat,
    DataBlock,
    ImageBlock,
    IndexSplitter,
    JaccardCoeffMulti,
    Learner,
    MaskBlock,
    MSELossFlat,
    MultiCategoryBlock,
    Normalize,
    PointBlock,
    RandomResizedCrop,
    Resize,
    accuracy,
    accuracy_multi,
    aug_transforms,
    error_rate,
    foreground_acc,
    set_seed,
)

def pixel_error(size=(2, 2)):
    """Mean distance between predicted and true points, in pixels of images of `size`, (height, width); half sides by default."""
    halves = torch.tensor([size[1], size[0]]) / 2

    def pixel_error(outputs, targets):
        apart = outputs.float().view(-1, 2) - targets.view(-1, 2)
        return (apart * halves).norm(dim=1).mean()

    return pixel_error


class JaccardMulti(JaccardCoeffMulti):
    """fastai's mean intersection over union, without the pixels of one class, which its own cannot leave out."""

    def __init__(self, ignore_index):
        super().__init__()
        self.ignore_index = ignore_index

    @property
    def name(self):
        return 'jaccard_coeff_multi'

    def accumulate(self, learn):
        counts = learn.y != self.ignore_index
        super().accumulate(SimpleNamespace(pred=learn.pred.moveaxis(1, -1)[counts], y=learn.y[counts]))
        self.inter.pop(self.ignore_index, None)
        self.union.pop(self.ignore_index, None)


def jaccard_multi(ignore_index=None):
    return JaccardCoeffMulti() if ignore_index is None else JaccardMulti(ignore_index)


def option(function):
    """A metric function as something to call with options, as fovea's metrics are."""
    return lambda **options: partial(function, **options) if options else function


# What the calls of a recipe make here. Options have fastai's names, but for the spelling.
MAKERS = {
    'slice': slice,
    'resize': Resize,
    'randomResizedCrop': RandomResizedCrop,
    'augTransforms': aug_transforms,
    'normalize': lambda mean, std: Normalize.from_stats(mean, std, cuda=False),
    'errorRate': option(error_rate),
    'accuracy': option(accuracy),
    'accuracyMulti': option(accuracy_multi),
    'foregroundAcc': option(foreground_acc),
    'jaccardMulti': jaccard_multi,
    'pointError': pixel_error,
    'crossEntropyLoss': CrossEntropyLossFlat,
}


def snake_case(name):
    return re.sub('(?=[A-Z])', '_', name).lower()


def value(plain):
    """A recipe's value as Python's: calls are made, lists are tuples, options are named as in Python."""
    if isinstance(plain, list):
        return tuple(value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    if plain.keys() == {'name', 'args'}:
        return made(plain)
    return {snake_case(name): value(one) for name, one in plain.items()}


def arguments(call):
    """Positional arguments and options of a call."""
    args = [value(arg) for arg in call['args']]
    options = args.pop() if args and isinstance(args[-1], dict) else {}
    return args, options


def made(call):
    if call['name'] not in MAKERS:
        raise SystemExit(f'The baseline has nothing for {call["name"]}: add it to MAKERS in {__file__}.')
    args, options = arguments(call)
    return MAKERS[call['name']](*args, **options)


def flat(lists):
    return [one for some in lists for one in (some if isinstance(some, (list, tuple)) else [some])]


def target_block(target):
    vocabulary = target['vocabulary']
    return {
        'category': lambda: CategoryBlock(vocab=vocabulary, sort=False),
        'multi-category': lambda: MultiCategoryBlock(vocab=vocabulary),
        'mask': lambda: MaskBlock(codes=vocabulary),
        'point': lambda: PointBlock,
    }[target['kind']]()


def loss_of(target):
    ignored = {} if target.get('ignoreIndex') is None else {'ignore_index': target['ignoreIndex']}
    return {
        'category': CrossEntropyLossFlat,
        'multi-category': BCEWithLogitsLossFlat,
        'mask': lambda: CrossEntropyLossFlat(axis=1, **ignored),
        'point': MSELossFlat,
    }[target['kind']]()


def loaders(recipe):
    train, valid = recipe['train'], recipe['valid']
    block = DataBlock(
        blocks=(ImageBlock, target_block(recipe['target'])),
        get_x=lambda item: item['image'],
        get_y=lambda item: torch.tensor(item['target']) if recipe['target']['kind'] == 'point' else item['target'],
        splitter=IndexSplitter(list(range(len(train), len(train) + len(valid)))),
        item_tfms=flat(made(call) for call in recipe['itemTransforms']),
        batch_tfms=[
            *flat(made(call) for call in recipe['batchTransforms']),
            MAKERS['normalize'](**recipe['statistics']),
        ],
    )
    return block.dataloaders([*train, *valid], bs=recipe['batchSize'])


def num_outputs(recipe):
    if recipe['target']['kind'] != 'point':
        return len(recipe['target']['vocabulary'])
    return torch.tensor(recipe['train'][0]['target']).numel()


def lesson(recipe):
    """A frozen learner, and its fit as a function."""
    set_seed(recipe['seed'])
    dls = loaders(recipe)
    _, options = arguments(recipe['learner'])
    loss = options.pop('loss', None) or loss_of(recipe['target'])
    head = {name: options.pop(name) for name in ('y_range', 'whole_body') if name in options}
    if recipe['learner']['name'] == 'unetLearner':
        size = tuple(dls.one_batch()[0].shape[-2:])
        net = networks.lite_unet(num_outputs(recipe), size, **head)
    else:
        net = networks.lite_classifier(num_outputs(recipe), pretrained=True, **head)
    model, splitter = net
    metrics = [made(call) for call in recipe['metrics']]
    learn = Learner(dls, model, splitter=splitter, loss_func=loss, metrics=metrics, **options)
    learn.freeze()

    def fit():
        for call in recipe['fits']:
            args, options = arguments(call)
            getattr(learn, snake_case(call['name']))(*args, **options)

    return learn, fit
