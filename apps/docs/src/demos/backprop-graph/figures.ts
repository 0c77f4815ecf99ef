import { sizesOf, type View } from './protocol.js';

/** Units have numbers, inputs first: 1 and 2 are inputs, 3 and 4 hidden, 5 and 6 outputs. 0 is the bias of every layer. */
export const numberOf = (column: number, row: number): number => 1 + 2 * column + row;

/** All numbers of a step by name: `a.3`, `in.3`, `slope.3`, `error.3`, `delta.3`, `y.5`, `w.1.3`, `loss`, … */
export type Figures = ReadonlyMap<string, number>;

/** Names them. */
export function figuresOf({ settings, loss, nextLoss, layers }: View): Figures {
  const figures = new Map<string, number>([
    ['loss', loss],
    ['nextLoss', nextLoss],
    ['rate', settings.rate],
    ['a.0', 1],
  ]);
  settings.inputs.forEach((value, i) => {
    figures.set(`a.${numberOf(0, i)}`, Math.fround(value));
  });
  const [, , outputCount] = sizesOf(settings.net);
  settings.targets.slice(0, outputCount).forEach((value, i) => {
    figures.set(`y.${numberOf(2, i)}`, Math.fround(value));
  });
  layers.forEach((layer, l) => {
    const unitCount = layer.outputs.length;
    for (const [name, values] of [
      ['in', layer.sums],
      ['a', layer.outputs],
      ['slope', layer.slopes],
      ['error', layer.errors],
      ['delta', layer.deltas],
    ] as const) {
      values.forEach((value, j) => {
        figures.set(`${name}.${numberOf(l + 1, j)}`, value);
      });
    }
    for (const [name, values] of [
      ['w', layer.weights],
      ['gradient', layer.gradients],
      ['difference', layer.differences],
      ['nudged', layer.nudged],
      ['change', layer.changes],
      ['next', layer.next],
    ] as const) {
      values.forEach((value, k) => {
        const row = Math.floor(k / unitCount);
        const from = row === 0 ? 0 : numberOf(l, row - 1);
        figures.set(`${name}.${from}.${numberOf(l + 1, k % unitCount)}`, value);
      });
    }
  });
  return figures;
}
