import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { adapters } from './kernels/index.js';

const script = fileURLToPath(new URL('../../scripts/spec-suite.mjs', import.meta.url));

interface Report {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
  /** Specs that stop at a kernel that is not there, by the kernel's name. */
  readonly missing: Readonly<Record<string, number>>;
}

async function run(...options: string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...options], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Report;
}

const nanCounts =
  'a NaN is the largest and the smallest element, as in NumPy and PyTorch, and is not passed over';

const hasMore = 'upstream has not implemented it, and Descent has';

/** Specs that do not hold, and why. Nothing that trains stands on them. */
const differences: Readonly<Record<string, string>> = {
  'argmax ignores NaNs': nanCounts,
  'argmin ignores NaNs': nanCounts,
  'argmin 3D, ignores NaNs': nanCounts,
  'maxPool [x=[3,3,1] f=[2,2] s=1 ignores NaNs': nanCounts,
  'maxPool3d x=[1,3,3,3,1] f=[2,2,2] s=1 p=valid, ignores NaNs': nanCounts,
  'avgPool3d x=[1,1,1,1,1] f=[2,2,2] s=1 p=2':
    'the average of a window that lies wholly on padding is NaN, as upstream has it over images',
  'avgPool gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'the average leaves cells on padding out, so its gradient does too; upstream hands out less than arrived',
  'pool max x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding':
    'upstream takes any pool of one cell for the identity, whatever its stride and padding',
  'pool avg x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding':
    'upstream takes any pool of one cell for the identity, whatever its stride and padding',
  'einsum 2d matrix calculate trace: duplicate axes not implemented yet': hasMore,
  'einsum more than two input tensors throws error': hasMore,
};

describe('the specs that tfjs-core ships, on descent-cpu', () => {
  it('pass but for those listed, with tfjs-backend-cpu for what Descent does not have', async () => {
    const { passed, failed, missing } = await run();
    expect(failed.filter(({ name }) => !(name in differences))).toEqual([]);
    expect(failed.length).toBe(Object.keys(differences).length);
    expect(missing).toEqual({});
    expect(passed).toBeGreaterThan(4200);
  }, 120_000);

  it('pass without it too, where Descent has the kernels', async ({ skip }) => {
    if (!process.env.DESCENT_FULL) skip('it takes ten seconds: DESCENT_FULL=1');
    const { passed, failed, missing } = await run('--without-tfjs-cpu');
    expect(failed.filter(({ name }) => !(name in differences))).toEqual([]);
    expect(Object.keys(missing).filter((kernel) => kernel in adapters)).toEqual([]);
    expect(Object.keys(missing).sort()).toMatchInlineSnapshot(`
      [
        "BatchToSpaceND",
        "Bincount",
        "BitwiseAnd",
        "BroadcastArgs",
        "Complex",
        "Concat of string",
        "CropAndResize",
        "DenseBincount",
        "DepthToSpace",
        "Diag",
        "Dilation2D",
        "Equal of string",
        "Fill of string",
        "Greater of string",
        "GreaterEqual of string",
        "LRN",
        "Less of string",
        "LessEqual of string",
        "MaxPoolWithArgmax",
        "Multinomial",
        "NonMaxSuppressionV3",
        "NonMaxSuppressionV4",
        "NonMaxSuppressionV5",
        "NotEqual of string",
        "Pack of string",
        "RaggedGather",
        "RaggedRange",
        "RaggedTensorToTensor",
        "SearchSorted",
        "Slice of string",
        "SpaceToBatchND",
        "SparseFillEmptyRows",
        "SparseReshape",
        "SparseSegmentMean",
        "SparseSegmentSum",
        "SparseToDense",
        "StaticRegexReplace",
        "StringNGrams",
        "StringSplit",
        "StringToHashBucketFast",
        "TensorScatterUpdate",
        "Tile of string",
        "Unique",
        "Unpack of string",
      ]
    `);
    expect(passed).toBeGreaterThan(3300);
  }, 120_000);

  it('are listed in the README where they differ (vitest -u writes it)', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = Object.entries(differences).map(([name, reason]) => `- \`${name}\`: ${reason}`);
    const generated = readme.replace(
      /(<!-- differences -->\n)[\s\S]*(<!-- \/differences -->)/,
      (_match, start: string, end: string) => `${start}\n${rows.join('\n')}\n\n${end}`,
    );
    await expect(generated).toMatchFileSnapshot('../../README.md');
  });
});
