// One step of backpropagation through a small net: the rules by hand, and the same numbers by autograd.
// node examples/15-backpropagation.ts
import { cpu } from '@descent/backend-cpu';
import { type Tensor, tensor, useBackend } from '@descent/core';
import { backprop } from '@descent/explain';
import { dense, sequential } from '@descent/layers';

await useBackend(cpu());

const [inputs, goal, learningRate] = [[1, 0.5], 1, 0.5];
/** Weights into the hidden units 3 and 4, and into the output 5; the bias comes first. */
const hidden = [
  [0.1, 0.4, -0.6],
  [-0.3, 0.7, 0.2],
];
const output = [0.2, 0.9, -0.5];

function byHand(): Record<string, number[]> {
  const g = (sum: number): number => 1 / (1 + Math.exp(-sum));
  const at = (values: readonly number[], i: number): number => values[i] as number;
  // Forwards: in_j = Σ w_ij a_i with a_0 = 1, and a_j = g(in_j).
  const answer = (weights: readonly number[], from: readonly number[]): number =>
    g(weights.reduce((sum, w, i) => sum + w * (i === 0 ? 1 : at(from, i - 1)), 0));
  const a = hidden.map((weights) => answer(weights, inputs));
  const a5 = answer(output, a);
  // Backwards: Δ_i = Error_i g'(in_i) at the output, Δ_j = g'(in_j) Σ w_ji Δ_i before it; the sigmoid has g' = a (1 − a).
  const delta5 = (goal - a5) * a5 * (1 - a5);
  const delta = a.map((aj, j) => aj * (1 - aj) * at(output, j + 1) * delta5);
  // The update: w_ji ← w_ji + α a_j Δ_i.
  const updated = (weights: readonly number[], from: readonly number[], change: number): number[] =>
    weights.map((w, i) => w + learningRate * (i === 0 ? 1 : at(from, i - 1)) * change);
  return {
    a: [...a, a5],
    Δ: [...delta, delta5],
    'new weights': [
      ...hidden.flatMap((weights, j) => updated(weights, inputs, at(delta, j))),
      ...updated(output, a, delta5),
    ],
  };
}

async function byAutograd(): Promise<Record<string, number[]>> {
  using net = sequential(
    { input: [2] },
    dense(2, { activation: 'sigmoid' }),
    dense(1, { activation: 'sigmoid' }),
  );
  // A kernel is [inputs, units]: what leads into a unit is a column.
  const columns = [hidden, [output]].flatMap((units) => {
    const rows = (units[0] as number[]).map((_, i) => units.map((weights) => weights[i] as number));
    return [tensor(rows.slice(1)), tensor(rows[0] as number[])];
  });
  for (const [i, parameter] of net.parameters.entries()) parameter.assign(columns[i] as Tensor);
  /** ½ Σ (y − a)², whose slope is −Error. */
  const loss = (answers: Tensor, goals: Tensor): Tensor => goals.sub(answers).square().sum().mul(0.5);
  const { layers } = await backprop(net, tensor([inputs]), tensor([[goal]]), { loss, learningRate });
  return {
    a: layers.flatMap(({ activation }) => [...activation.values]),
    // Libraries' δ = ∂loss/∂in points uphill.
    Δ: layers.flatMap(({ delta }) => Array.from(delta?.values ?? [], (value) => -value)),
    'new weights': layers.flatMap(({ parameters: [kernel, bias] }) =>
      Array.from(bias?.next ?? []).flatMap((next, unit, { length: units }) => [
        next,
        ...Array.from(kernel?.next ?? []).filter((_, i) => i % units === unit),
      ]),
    ),
  };
}

const autograd = await byAutograd();
for (const [name, values] of Object.entries(byHand())) {
  const show = (each: readonly number[] = []): string => each.map((x) => x.toFixed(6)).join(' ');
  console.log(`${name}\n  by the rules ${show(values)}\n  by autograd  ${show(autograd[name])}`);
}
