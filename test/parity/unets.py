"""U-Nets of fastai with made-up numbers, as fixtures for `npm run parity`; in the project's folder:

  .venv-baseline/bin/python test/parity/unets.py > test/parity/unets.json
"""

import json
import sys
import warnings

import numpy as np
import torch

sys.path.insert(0, 'test/bench/baseline')
from networks import RESNETS, efficientnet_lite_body  # noqa: E402

from fastai.vision.all import DynamicUnet, create_body  # noqa: E402


def u(n, t):
    """The first n elements of tensor number t, each in [0, 1), by arithmetic in 32 bits."""
    mask = np.uint64(0xFFFFFFFF)
    h = (np.arange(n, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(t) * np.uint64(0x9E3779B1)) & mask
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & mask
    return (h ^ (h >> np.uint64(16))).astype(np.float64) / 2**32


def parameter(name, shape, t):
    x = u(int(np.prod(shape)), t)
    if name.endswith(('running_mean', 'bias')):
        x = 0.2 * (x - 0.5)
    elif len(shape) == 1:
        x = 1 + 0.2 * (x - 0.5)
    else:
        x = (2 * x - 1) * np.sqrt(6 * shape[0] / x.size)
    return torch.tensor(x.reshape(shape), dtype=torch.float32)


def statistics(x):
    return [x.mean().item(), x.abs().mean().item(), x.flatten()[0].item(), x.flatten()[-1].item()]


def some_of(parameters):
    """Weights of the body's beginning and middle, seven or so of the decoder, and its last bias."""
    weights = [name for name in parameters if name.endswith('weight')]
    decoder = [name for name in weights if not name.startswith('layers.0.')]
    few = decoder[:: max(1, len(decoder) // 6)]
    names = [weights[0], weights[len(weights) // 3], *few, decoder[-1], decoder[-1].replace('weight', 'bias')]
    return list(dict.fromkeys(names))


def case(arch, size, n_out, n=2, **options):
    is_lite = arch == 'efficientnet_lite0'
    body = efficientnet_lite_body() if is_lite else create_body(RESNETS[arch](weights=None), pretrained=False)
    model = DynamicUnet(body, n_out, size, **options)
    state = {k: v for k, v in model.state_dict().items() if not k.endswith('num_batches_tracked')}
    names = [[name, list(value.shape), t] for t, (name, value) in enumerate(state.items())]
    model.load_state_dict({name: parameter(name, shape, t) for name, shape, t in names}, strict=False)
    h, w = size
    images = (2 * u(n * 3 * h * w, 1000) - 1).reshape(n, 3, h, w)
    x = torch.tensor(images, dtype=torch.float32)
    y = torch.tensor(np.floor(u(n * h * w, 1001) * n_out).astype(np.int64).reshape(n, h, w))
    with torch.no_grad():
        outputs = model.eval()(x).as_subclass(torch.Tensor)
    loss = torch.nn.functional.cross_entropy(model.train()(x).as_subclass(torch.Tensor), y)
    loss.backward()
    parameters = dict(model.named_parameters())
    return {
        'source': f'fastai 2.8.12, PyTorch {torch.__version__}, CPU, float32',
        'arch': arch,
        'size_hw': size,
        'n_out': n_out,
        'n': n,
        'options': options,
        'names': names,
        'n_params': sum(p.numel() for p in parameters.values()),
        'eval_out_stats': statistics(outputs),
        'eval_out_corner': outputs[0, :, 0, :4].tolist(),
        'train_loss': loss.item(),
        'grads_mean_absmean_first_last': {k: statistics(parameters[k].grad) for k in some_of(parameters)},
    }


warnings.simplefilter('ignore')
fixtures = {
    'unet_resnet34_odd': case('resnet34', (75, 61), 3),
    'unet_resnet34_32_classes': case('resnet34', (96, 128), 32, n=1),
    'unet_resnet34_blur': case('resnet34', (48, 64), 4, blur=True, last_cross=False),
    'unet_resnet34_y_range': case('resnet34', (32, 40), 2, y_range=[-1, 2]),
    'unet_efficientnet_lite0': case('efficientnet_lite0', (64, 96), 12),
}
json.dump(fixtures, sys.stdout, separators=(',', ':'))
print()
