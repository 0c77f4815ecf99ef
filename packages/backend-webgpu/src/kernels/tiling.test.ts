import { describe, expect, it } from 'vitest';
import type { DeviceTraits } from '../shader/pass.js';
import type { Factor, MatrixProduct } from './matrix-product.js';
import { extentOf, invocationsOf, memoryOf, tilingOf } from './tiling.js';

const hardware: DeviceTraits = {
  isSoftware: false,
  maxBuffers: 7,
  workgroup: { invocations: 256, bytes: 16384 },
};

const factor: Factor = { read: 'x0', start: '', step: 1, along: 'run', isInFours: true };

function product(rows: number, total: number, columns: number, batch = 1): MatrixProduct {
  return { batch, rows, columns, runs: 1, depth: total, a: factor, b: factor };
}

/** `128 × 128, 1`: the extent of the tile, and the number of parts. */
function chosen(of: MatrixProduct, traits = hardware): string | undefined {
  const tiling = tilingOf(of, traits);
  if (!tiling) return undefined;
  const { rows, columns } = extentOf(tiling.tile);
  return `${rows} × ${columns}, ${tiling.parts}`;
}

describe('the tiling of a product', () => {
  it('is coarse where there is much to do, and finer where a device would idle', () => {
    expect(chosen(product(4096, 4096, 4096))).toBe('128 × 128, 1');
    expect(chosen(product(1500, 20, 1440))).toBe('128 × 128, 1');
    expect(chosen(product(700, 35, 650))).toBe('64 × 64, 1');
    expect(chosen(product(64, 32, 64, 512))).toBe('64 × 64, 1');
  });

  it('wastes little beyond edges', () => {
    expect(chosen(product(12544, 576, 32))).toBe('64 × 32, 2');
    expect(chosen(product(100_000, 64, 10))).toBe('64 × 16, 1');
    expect(chosen(product(10, 64, 100_000))).toBe('16 × 64, 1');
  });

  it('cuts long sums of few elements', () => {
    expect(tilingOf(product(64, 9216, 10), hardware)?.parts).toBeGreaterThan(64);
    expect(tilingOf(product(288, 12544, 64), hardware)?.parts).toBeGreaterThan(8);
    expect(tilingOf(product(64, 64, 10), hardware)?.parts).toBe(1);
  });

  it('leaves no part without a step', () => {
    for (const total of [64, 100, 1000, 1027, 9216]) {
      const { tile, parts } = tilingOf(product(16, total, 16), hardware) ?? expect.fail('no tiling');
      const steps = Math.ceil(total / tile.depth);
      expect((parts - 1) * Math.ceil(steps / parts)).toBeLessThan(steps);
    }
  });

  it('keeps to the limits of a device', () => {
    for (const [invocations, bytes] of [
      [128, 16384],
      [64, 16384],
      [256, 10_000],
    ] as const) {
      const traits = { ...hardware, workgroup: { invocations, bytes } };
      const { tile } = tilingOf(product(4096, 4096, 4096), traits) ?? expect.fail('no tiling');
      expect(invocationsOf(tile)).toBeLessThanOrEqual(invocations);
      expect(memoryOf(tile)).toBeLessThanOrEqual(bytes);
    }
    const few = { ...hardware, workgroup: { invocations: 32, bytes: 16384 } };
    expect(chosen(product(4096, 4096, 4096), few)).toBeUndefined();
  });

  it('is left to registers in software, and for the shortest of sums', () => {
    expect(chosen(product(512, 512, 512), { ...hardware, isSoftware: true })).toBeUndefined();
    expect(chosen(product(512, 3, 512))).toBeUndefined();
  });
});
