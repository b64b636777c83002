"""The settings of the baseline: fastai as its users get it (`default`), or PyTorch's best setting (`best`).

The best setting keeps images and filters channels-last and computes in bfloat16 where PyTorch's autocast chooses to, if the
processor has instructions for it: without them it takes many times as long. The process also gets fovea's allocator settings.
"""

import argparse

import torch
from fastai.vision.all import Callback


CAPABILITIES = torch.cpu.get_capabilities()
HAS_BFLOAT16 = any(CAPABILITIES.get(name) for name in ('avx512_bf16', 'amx_bf16', 'arm_bf16'))


def autocast(enabled=True):
    """PyTorch's automatic bfloat16, where the processor has it."""
    return torch.autocast('cpu', torch.bfloat16, enabled=enabled and HAS_BFLOAT16)


def arguments(name, choices=None):
    """The command line: one argument, of `choices` where there are some, and a setting."""
    parser = argparse.ArgumentParser()
    parser.add_argument(name, choices=choices)
    parser.add_argument('--setting', choices=['default', 'best'], required=True)
    return parser.parse_args()


class Bfloat16(Callback):
    """Forward pass and loss under PyTorch's automatic bfloat16."""

    def before_batch(self):
        self.cast = autocast()
        self.cast.__enter__()

    def after_loss(self):
        self.cast.__exit__(None, None, None)


class ChannelsLast(Callback):
    """Images channels-last, as the filters are."""

    def before_batch(self):
        self.learn.xb = tuple(x.contiguous(memory_format=torch.channels_last) for x in self.xb)


def use_best(learn):
    """Gives a learner PyTorch's best setting."""
    learn.model.to(memory_format=torch.channels_last)
    learn.add_cbs([ChannelsLast(), Bfloat16()])
