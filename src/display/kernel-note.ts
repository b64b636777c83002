import { missingKernels } from '../tensorflow/native-kernels';
import type { Callback } from '../training/callbacks/callback';
import { html } from './html';
import { showBundle } from './jupyter';
import { page } from './theme';

let isShown = false;

/**
 * Says once, in the first cell that trains, if fovea's own kernels are missing and what that costs. `src/setup/native-kernels.mjs`
 * says the same at set-up.
 */
export function kernelNote(): Callback {
  return {
    name: 'kernelNote',
    observes: true,
    // Before the epoch table, which stays below it.
    order: 40,
    beforeFit() {
      const problem = missingKernels();
      if (!problem || isShown) return;
      isShown = true;
      const note = `A training step takes about 2 times as long here as with fovea's own kernels: ${problem}. "npm run doctor" says more.`;
      showBundle({ 'text/html': page(html`<div>${note}</div>`).text, 'text/plain': note });
    },
  };
}
