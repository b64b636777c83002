import type { tf } from '../tensorflow/tf';

/** A rectangle to cut from an image, and the size to give it. What lies outside the image is mirrored. */
export interface CropResize {
  /** Left and top edge in pixels of the image; may be negative. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly outWidth: number;
  readonly outHeight: number;
}

/** A projective map for each image of a batch, from where a pixel goes to where it comes from. */
export interface Warp {
  /**
   * float32 `[batch, 8]`, as TensorFlow's `ImageProjectiveTransformV3` takes them: output pixel (x, y) comes from
   * ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k), k = c0 x + c1 y + 1. In pixels of the batch as it comes in.
   */
  readonly matrices: tf.Tensor2D;
  readonly outHeight: number;
  readonly outWidth: number;
}
