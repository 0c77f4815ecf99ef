import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { hashBits, hashDistance, hashedSize, perceptualHash } from './perceptual-hash.js';

/** A picture of random waves. */
function waves(seed: number): Uint8Array {
  const draws = new Rng(seed).split('waves').uniformArray(160);
  return Uint8Array.from({ length: hashedSize ** 2 }, (_, i) => {
    const [x, y] = [(i % hashedSize) / hashedSize, Math.floor(i / hashedSize) / hashedSize];
    let sum = 128;
    for (let k = 0; k < 160; k += 4) {
      const [u, v, phase, height] = draws.subarray(k, k + 4) as unknown as [number, number, number, number];
      sum += 15 * height * Math.cos(50 * u * x + 50 * (v - 0.5) * y + 6.3 * phase);
    }
    return Math.max(0, Math.min(255, Math.round(sum)));
  });
}

describe('perceptualHash', () => {
  it('has the bits of the cosine transform by its definition', () => {
    const pixels = waves(1);
    const coefficients: number[] = [];
    for (let v = 0; v < 16; v++) {
      for (let u = 0; u < 16; u++) {
        let sum = 0;
        for (let y = 0; y < 64; y++)
          for (let x = 0; x < 64; x++)
            sum +=
              (pixels[64 * y + x] as number) *
              Math.cos((Math.PI * u * (x + 0.5)) / 64) *
              Math.cos((Math.PI * v * (y + 0.5)) / 64);
        coefficients.push(sum);
      }
    }
    coefficients.shift();
    const median = coefficients.toSorted((a, b) => a - b)[127] as number;
    const hash = perceptualHash(pixels);
    const bits = coefficients.map((_, k) => ((hash[k >> 5] as number) >>> (k & 31)) & 1);
    expect(bits).toEqual(coefficients.map((each) => (each > median ? 1 : 0)));
  });

  it('changes little with brightness, contrast and noise, and by half for another picture', () => {
    const [pixels, noise] = [waves(1), new Rng(2).normalArray(hashedSize ** 2)];
    const hash = perceptualHash(pixels);
    expect(hashDistance(hash, perceptualHash(pixels))).toBe(0);
    expect(hashDistance(hash, perceptualHash(pixels.map((each) => 20 + 0.8 * each)))).toBeLessThan(12);
    expect(
      hashDistance(hash, perceptualHash(pixels.map((each, i) => each + 2 * (noise[i] as number)))),
    ).toBeLessThan(32);
    for (let seed = 2; seed < 12; seed++) {
      const distance = hashDistance(hash, perceptualHash(waves(seed)));
      expect(distance).toBeGreaterThan(80);
      expect(distance).toBeLessThan(175);
    }
  });

  it('counts bits, and stops where there are more than asked for', () => {
    const [none, all] = [new Uint32Array(8), new Uint32Array(8).fill(0xffffffff)];
    expect(hashDistance(none, all, 256)).toBe(256);
    expect(hashDistance(Uint32Array.of(0b1011, 0, 0, 0, 0, 0, 0, 0x80000000), none)).toBe(4);
    expect(hashDistance(none, all, 20)).toBeGreaterThan(20);
    expect(hashBits).toBe(255);
  });
});
