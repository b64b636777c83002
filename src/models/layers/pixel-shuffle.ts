import { pixelShuffle, shuffledFilter } from '../../tensorflow/pixel-shuffle';
import type { Layer } from './layer';

/**
 * Doubles height and width: each group of four channels becomes the four pixels of one, in PyTorch's order of channels.
 *
 * @see Shi et al. 2016, arXiv:1609.05158; PyTorch's `PixelShuffle(2)`.
 */
export const shufflePixels: Layer = (x) => pixelShuffle(shuffledFilter(x));
