"""Forward passes in evaluation mode, without gradients."""

import time

import networks
import torch
from setting import autocast


def case(name, size, batch_size):
    def prepare(best):
        model, _ = networks.classifier(name)
        model.eval()
        images = torch.rand(batch_size, 3, size, size)
        if best:
            model.to(memory_format=torch.channels_last)
            images = images.to(memory_format=torch.channels_last)

        def run(count):
            seconds = []
            with torch.inference_mode(), autocast(enabled=best):
                for _ in range(count + 1):
                    started = time.perf_counter()
                    model(images)
                    seconds.append(time.perf_counter() - started)
            return seconds[1:]

        return run

    return prepare


CASES = {'infer-resnet34-224x32': case('resnet34', 224, 32)}
