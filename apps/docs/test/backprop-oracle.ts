import { type Tensor, tensor, valueAndGrad } from '@descent/core';

/** A net of 2 inputs, 2 hidden units and outputs, and one example. */
export interface OracleNet {
  readonly g: 'sigmoid' | 'tanh' | 'relu';
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly rate: number;
  /** Of each layer a row of biases, then a row for each source. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * All numbers of a step of gradient descent by their names on the page. The net is written in plain operations; errors,
 * Δ, slopes and gradients are autograd's, and the update is the lecture's w + α · a · Δ.
 */
export function byAutograd({ g, x, y, rate, weights }: OracleNet): Map<string, number> {
  const counts = [2, y.length];
  const unitsOf = [[3, 4], [5, 6].slice(0, y.length)];
  const matrices = weights.map((values, l) => {
    const units = counts[l] as number;
    return tensor([...values], [values.length / units, units]) as Tensor;
  });
  const zeros = counts.map((units) => tensor([Array.from({ length: units }, () => 0)]) as Tensor);
  const read = (each: unknown): number[] => [...(each as Tensor).dataSync()].map(Number);
  const sumOf = (a: Tensor, w: Tensor, units: number): Tensor =>
    a.matmul(w.slice([1, 0], [2, units]) as Tensor).add(w.slice([0, 0], [1, units]) as Tensor) as Tensor;
  const activate = (sum: Tensor): Tensor => sum[g]() as Tensor;
  /** The loss; `moves` are added to every in, then to every a, and may be differentiated by. */
  const lossOf = (ws: readonly Tensor[], moves: readonly Tensor[]): Tensor => {
    let a = tensor([[...x]]) as Tensor;
    for (const [l, w] of ws.entries()) {
      const sum = sumOf(a, w, counts[l] as number).add(moves[l] as Tensor) as Tensor;
      a = activate(sum).add(moves[2 + l] as Tensor) as Tensor;
    }
    return a
      .sub(tensor([[...y]]) as Tensor)
      .square()
      .sum()
      .mul(0.5) as Tensor;
  };
  const { value, gradient } = valueAndGrad((...all: Tensor[]) => lossOf(all.slice(0, 2), all.slice(2)))(
    ...matrices,
    ...zeros,
    ...zeros,
  );
  const gradients = (gradient as readonly Tensor[]).map(read);

  const found = new Map<string, number>([
    ['loss', read(value)[0] as number],
    ['rate', rate],
    ['a.0', 1],
    ['a.1', x[0] as number],
    ['a.2', x[1] as number],
  ]);
  y.forEach((goal, i) => {
    found.set(`y.${5 + i}`, goal);
  });
  let a = tensor([[...x]]) as Tensor;
  for (const l of [0, 1]) {
    const sum = sumOf(a, matrices[l] as Tensor, counts[l] as number);
    a = activate(sum);
    const slopes = read(valueAndGrad((at: Tensor) => activate(at).sum() as Tensor)(sum).gradient);
    (unitsOf[l] as number[]).forEach((unit, j) => {
      found.set(`in.${unit}`, read(sum)[j] as number);
      found.set(`a.${unit}`, read(a)[j] as number);
      found.set(`slope.${unit}`, slopes[j] as number);
      found.set(`error.${unit}`, -(gradients[4 + l]?.[j] as number));
      found.set(`delta.${unit}`, -(gradients[2 + l]?.[j] as number));
    });
  }
  const next = weights.map((values, l) =>
    values.map((w, k) => {
      const count = counts[l] as number;
      const row = Math.floor(k / count);
      const from = row === 0 ? 0 : 2 * l + row;
      const to = unitsOf[l]?.[k % count] as number;
      const slope = gradients[l]?.[k] as number;
      const change = rate * (found.get(`a.${from}`) as number) * (found.get(`delta.${to}`) as number);
      for (const [name, number] of Object.entries({
        w,
        gradient: slope,
        change,
        next: w + change,
        nudged: slope,
        difference: 0.02 * slope,
      })) {
        found.set(`${name}.${from}.${to}`, number);
      }
      return w + change;
    }),
  );
  const after = next.map((values, l) => {
    const units = counts[l] as number;
    return tensor(values, [values.length / units, units]) as Tensor;
  });
  return found.set('nextLoss', read(lossOf(after, [...zeros, ...zeros]))[0] as number);
}
