"""Versions of the baseline, the number of PyTorch's threads and whether its best setting has bfloat16, as JSON."""

import json
import platform
from importlib.metadata import version

import torch
from setting import HAS_BFLOAT16

print(
    json.dumps(
        {
            'python': platform.python_version(),
            'torch': torch.__version__,
            'fastai': version('fastai'),
            'threads': torch.get_num_threads(),
            'bfloat16': HAS_BFLOAT16,
        }
    )
)
