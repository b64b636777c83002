"""Networks as fastai makes them for transfer learning, with random weights: the bench times them, it does not judge them."""

import torch
from efficientnet_lite_pytorch import EfficientNet
from fastai.vision.all import (
    CrossEntropyLossFlat,
    DataLoaders,
    DynamicUnet,
    Learner,
    create_body,
    create_head,
    create_vision_model,
    default_split,
    params,
    resnet34,
    resnet50,
)
from torch import nn

CLASSES = 37
RESNETS = {'resnet34': resnet34, 'resnet50': resnet50}


class EfficientNetLiteBody(nn.Module):
    """The convolutional part of EfficientNet-Lite0, in the three groups that fastai's learners train at rates of their own."""

    def __init__(self):
        super().__init__()
        self.net = EfficientNet.from_name('efficientnet-lite0')
        del self.net._fc

    def forward(self, images):
        return self.net.extract_features(images)


def classifier(name):
    """A body with fastai's default head for 37 classes."""
    if name in RESNETS:
        return create_vision_model(RESNETS[name], CLASSES, pretrained=False), default_split
    model = nn.Sequential(EfficientNetLiteBody(), create_head(1280, CLASSES))
    return model, lambda m: [params(m[0]), params(m[1])]


def unet(name, size):
    """fastai's U-Net over a ResNet, for 32 classes of pixels."""
    body = create_body(RESNETS[name](weights=None), pretrained=False)
    return DynamicUnet(body, 32, size), lambda m: [params(m.layers[0]), params(m.layers[1:])]


def learner(model, splitter, batches, best, axis=-1):
    """A learner with fastai's defaults, classes along `axis`; `best` keeps pictures and filters channels-last."""
    if best:
        model.to(memory_format=torch.channels_last)
    return Learner(
        DataLoaders(batches, batches.none(), device='cpu'),
        model,
        loss_func=CrossEntropyLossFlat(axis=axis),
        splitter=splitter,
    )
