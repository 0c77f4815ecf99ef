import { onEachBackend } from '@descent/testing';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { addChainedOps } from './chained-ops.js';
import type { Comparison, Kind, Numbers } from './comparison.js';
import { besidePage, comparisons, onlyTheirs } from './page.js';

beforeAll(async () => {
  addChainedOps();
  await tf.setBackend('cpu');
});

/** Each distance, as a share of what both may lie apart: where they agree it is below 1. */
function distances({ ours, theirs }: Numbers, relative: number): number[] {
  return ours.map((a, i) => {
    const b = theirs[i] ?? Number.NaN;
    const apart = Object.is(a, b) ? 0 : Math.abs(a - b) / (1e-6 + relative * Math.abs(b));
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
  });
}

const titleOf = ({ ours, theirs, of, differs }: Comparison): string =>
  `${ours} and ${theirs}${of ? `, ${of}` : ''}${differs ? `: differ (${differs})` : ''}`;

onEachBackend(() => {
  describe.each(Object.keys(comparisons) as Kind[])(`%s of tfjs-layers ${tfl.version_layers}`, (kind) => {
    it.each(comparisons[kind].map((row) => [titleOf(row), row] as const))('%s', async (_title, row) => {
      const { relative = 1e-5, differs } = row;
      const numbers = await row.run();
      const { ours, theirs } = numbers;
      expect(ours.length).toBeGreaterThan(0);
      expect(ours.every(Number.isFinite)).toBe(true);
      if (differs === undefined) expect(theirs.length).toBe(ours.length);
      const all = distances(numbers, relative);
      const at = all.indexOf(Math.max(...all));
      const farthest = `number ${at} of ${ours.length} is ${ours[at]}, there ${theirs[at]}`;
      if (differs === undefined) expect(all[at], farthest).toBeLessThan(1);
      // Well beyond what passes for agreement.
      else expect(all[at], farthest).toBeGreaterThan(3);
    });
  });
});

/** What a kind has there, by name. */
const theirs: Partial<Record<Kind, readonly string[]>> = {
  // Aliases, and classes to extend.
  layers: Object.keys(tfl.layers).filter((name) => !/^avg|^maxPool\dd|^[A-Z]|^global.*Pool\dd$/.test(name)),
  metrics: Object.keys(tfl.metrics),
  initializers: Object.keys(tfl.initializers),
  regularizers: Object.keys(tfl.regularizers),
  constraints: Object.keys(tfl.constraints),
  optimizers: Object.keys(tf.train),
};

describe('the page beside tfjs-layers', () => {
  it.each(Object.entries(theirs))('speaks of all %s, and of none that there are not', (name, names) => {
    const kind = name as Kind;
    const spoken = [
      ...comparisons[kind].map((row) => row.theirs),
      ...Object.keys(onlyTheirs[kind]).flatMap((several) => several.split(' ')),
    ];
    expect([...new Set(spoken)].sort()).toEqual([...names].sort());
  });

  it('docs/tensorflow-js.md is the page that is generated (vitest -u writes it)', async () => {
    await expect(besidePage()).toMatchFileSnapshot('../../../../docs/tensorflow-js.md');
  });
});
