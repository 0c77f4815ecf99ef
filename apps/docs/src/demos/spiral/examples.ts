import { makeCircle, makeSpiral, makeXor } from '@descent/datasets';
import { type DataName, type Example, exampleCount, noise, seed } from './protocol.js';

const makers = { spiral: makeSpiral, circle: makeCircle, xor: makeXor } as const;

/** The examples of a set: the same ones every time. */
export async function examplesOf(data: DataName): Promise<Example[]> {
  const examples: Example[] = [];
  const set = makers[data]({ count: exampleCount, noise, seed });
  for await (const { x, y, size } of set.batches({ batchSize: exampleCount })) {
    for (let i = 0; i < size; i++)
      examples.push({
        x: x.values[2 * i] as number,
        y: x.values[2 * i + 1] as number,
        isOne: y.values[i] === 1,
      });
  }
  return examples;
}
