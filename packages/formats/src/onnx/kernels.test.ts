import { FormatError, kernels, scope } from '@descent/core';
import { expectClose, inputTensor, isFull, type OpCase, opCases } from '@descent/testing';
import { openOnnx } from '@descent/testing/onnx';
import { describe, expect, it } from 'vitest';
import { writeOnnxFunction } from './index.js';
import { rules, withoutRule } from './rules/index.js';

/** What ONNX runtime answers otherwise, by the beginning of the case's name. */
const differences: Readonly<Record<string, string>> = {
  'topK: values, no rows': 'stops at no rows',
  'topK: indices, no rows': 'stops at no rows',
  'sparsemax: none': 'stops at no rows, in TopK',
  'topK: values, NaN': 'has another order for NaN',
  'topK: indices, NaN': 'has another order for NaN',
  'sort: NaN': 'has another order for NaN',
  'argSort: NaN': 'has another order for NaN',
  'pow: every pair of extremes': 'has 1 to the power of NaN',
  'mod: every pair of extremes': 'has NaN for the rest of a division by infinity',
  'floorDiv: int32, both signs and both ends': 'stops at −2^31 / −1',
  'resizeBilinear: NaN': 'multiplies what it does not need by 0',
  'depthwiseConv2d: weights that are not finite': 'multiplies padding by weights',
  'layerNorm: [2,0]': 'refuses no features',
  'layerNorm: far from 0': 'sums squares, not deviations',
  'layerNorm: of the size of': 'squares what is too small or too large for it',
  'max: NaN': 'passes over NaN',
  'min: NaN': 'passes over NaN',
  'maxPool3d: ties and NaN': 'passes over NaN',
  'argMax: ties and NaN': 'passes over NaN',
  'argMin: ties and NaN': 'passes over NaN',
  'mean: over an empty axis': 'has 0 for the mean of nothing',
  'maxPool1d: image [2,0,3]': 'refuses empty images',
  'averagePool1d: image [2,0,3]': 'refuses empty images',
  'maxPool2d: image [2,0,3,4]': 'refuses empty images',
  'averagePool2d: image [2,0,3,4]': 'refuses empty images',
  'maxPool3d: image [1,3,0,2,3]': 'refuses empty images',
  'averagePool3d: image [1,3,0,2,3]': 'refuses empty images',
};

const opOf = ({ name }: OpCase): string => name.split(/[: ]/)[0] as string;

/** In the full run all, else the first of each op. */
const cases = opCases.filter(
  (row, i) => isFull || opCases.findIndex((other) => opOf(other) === opOf(row)) === i,
);

/** Exports a case and compares; false where ONNX cannot express it, of which the error must name a kernel. */
async function isSame(row: OpCase): Promise<boolean> {
  const inputs = row.inputs.map(
    ({ shape, dtype }, i) => [`x${i}`, { shape, dtype: dtype ?? 'float32' }] as const,
  );
  let bytes: Uint8Array;
  try {
    bytes = await writeOnnxFunction(row.run, Object.fromEntries(inputs));
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(reasons);
    return false;
  }
  const { feeds, y } = scope(() => {
    const xs = row.inputs.map(inputTensor);
    const result = row.run(...xs);
    const feeds = xs.map((x, i) => [`x${i}`, { dims: x.shape, data: x.dataSync().slice() }] as const);
    return { feeds: Object.fromEntries(feeds), y: { dims: result.shape, data: result.dataSync().slice() } };
  });
  const session = await openOnnx(bytes);
  try {
    const { output } = await session.run(feeds);
    expect(output?.dims).toEqual(y.dims);
    expectClose(output?.data ?? [], y.data, { absolute: 1e-4, relative: 1e-4 });
  } finally {
    await session.release();
  }
  return true;
}

/** The ways in which a case can have no place in a file. */
const reasons = new RegExp(
  [
    ...Object.keys(withoutRule).map((kernel) => `: ${kernel}: `),
    'reads the variable rng',
    'Step: of int32',
  ].join('|'),
);

describe('ONNX runtime computes what kernels compute', () => {
  const exported = new Set<string>();
  for (const row of cases) {
    const difference = Object.entries(differences).find(([begin]) => row.name.startsWith(begin))?.[1];
    it(difference ? `${row.name}: the runtime ${difference}` : row.name, async () => {
      if (difference) await expect(isSame(row)).rejects.toThrow();
      else if (await isSame(row)) exported.add(opOf(row));
    });
  }

  it('for most ops that there are', () => {
    expect(exported.size).toBeGreaterThan(120);
  });

  it('has a rule for each kernel, or a reason why not', () => {
    const names = kernels.map(({ name }) => name);
    expect([...Object.keys(rules), ...Object.keys(withoutRule)].sort()).toEqual(names.sort());
  });
});
