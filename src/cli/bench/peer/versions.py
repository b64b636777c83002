"""Versions of the peer, and the number of PyTorch's threads, as JSON."""

import json
import platform
from importlib.metadata import version

import torch

print(
    json.dumps(
        {
            'python': platform.python_version(),
            'torch': torch.__version__,
            'fastai': version('fastai'),
            'threads': torch.get_num_threads(),
        }
    )
)
