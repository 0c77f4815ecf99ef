import { grad, scope, type Tensor, tensor } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { activations, dense, sequential } from '@descent/layers';
import { bound, curveInputs, dataPoints, mapSize, type Settings, type View } from './protocol.js';

/** All that is to be seen of a neuron: the dense layer's answers, and slopes by autograd. */
export async function viewOf({ a1, a2, w0, w1, w2, g }: Settings): Promise<View> {
  const sequence = (activation: 'linear' | Settings['g']) =>
    sequential({ input: [2] }, dense(1, { activation }));
  using neuron = sequence(g);
  using summing = sequence('linear');
  for (const { parameters } of [neuron, summing]) {
    const [kernel, bias] = parameters;
    using weights = tensor([[w1], [w2]]);
    using offset = tensor([w0]);
    kernel?.assign(weights);
    bias?.assign(offset);
  }
  const tensors = scope(() => {
    const slopeOf = grad((x: Tensor) => activations[g](x).sum());
    const inputs = tensor([[a1, a2]]);
    const sum = summing.predict(inputs) as Tensor;
    const curve = tensor(curveInputs) as Tensor;
    return [
      tensor([w0, w1, w2]).mul(tensor([1, a1, a2])) as Tensor,
      sum.reshape([1]),
      neuron.predict(inputs).reshape([1]),
      slopeOf(sum).reshape([1]),
      activations[g](curve).mul(1),
      slopeOf(curve),
      slopeOf(summing.predict(tensor(dataPoints.map((point) => [...point]))) as Tensor).reshape([-1]),
    ] as const;
  });
  const [values, boundary] = await Promise.all([
    Promise.all(tensors.map((each) => each.data())),
    decisionBoundary(neuron, { xRange: [-bound, bound], yRange: [-bound, bound], resolution: mapSize }),
  ]);
  for (const each of tensors) each.dispose();
  const [terms, sum, output, slope, curve, slopes, dataSlopes] = values.map((each) =>
    Float32Array.from(each as Float32Array),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  return {
    terms,
    sum: sum[0] as number,
    output: output[0] as number,
    slope: slope[0] as number,
    curve,
    slopes,
    map: Float32Array.from(boundary.outputs.values),
    dataSlopes,
  };
}
