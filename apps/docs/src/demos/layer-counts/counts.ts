import { sizeOf } from '@descent/core';
import { flops } from '@descent/explain';
import { conv2d, dense, flatten, type Model, sequential } from '@descent/layers';
import type { Need, Settings, View } from './protocol.js';

/** Makes both layers for a picture, and asks them. */
export async function counts({ edge, neurons, filters, filterSize }: Settings): Promise<View> {
  const input = [edge, edge, 1] as const;
  // Nothing is computed with the weights.
  return {
    dense: need(sequential({ input }, flatten(), dense(neurons, { kernelInitializer: 'zeros' }))),
    conv: need(
      sequential({ input }, conv2d({ filters, kernelSize: filterSize, kernelInitializer: 'zeros' })),
    ),
  };
}

function need(given: Model): Need {
  using model = given;
  return {
    parameters: model.parameterCount,
    multiplyAdds: flops(model).multiplyAdds,
    outputs: sizeOf(model.outputs[0]?.shape ?? []),
    summary: model.summary(),
  };
}
