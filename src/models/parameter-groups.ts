import type { Body } from './architectures/architecture';
import type { Parameter } from './parameter';

/** The scope of the body in a model of transfer learning: its parameters are named `body.` and as in the checkpoint. */
export const BODY = 'body';

/**
 * The parameter groups of transfer learning: the first layers of the body, its last layers, and all that is new.
 *
 * @param parameters Of the whole model; those of the body were declared in the scope {@link BODY}.
 * @returns Three groups, each in the order of `parameters`.
 * @see fastai's `default_split` and `_resnet_split`.
 */
export function parameterGroups(parameters: readonly Parameter[], { secondGroup }: Body): Parameter[][] {
  const prefix = `${BODY}.`;
  const groupOf = ({ name }: Parameter) => {
    if (!name.startsWith(prefix)) return 2;
    return secondGroup(name.slice(prefix.length)) ? 1 : 0;
  };
  return [0, 1, 2].map((group) => parameters.filter((parameter) => groupOf(parameter) === group));
}
