import { type Shape, sizeOf, type Tensor, tensor } from '@descent/core';
import type { Parameter } from '@descent/layers';

/** Numbers in [−1, 1) from a name: `hashed` of goldens/zoo_weights.py. */
export function hashed(name: string, size: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193) >>> 0;
  const numbers = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let h = (Math.imul(i, 0x9e3779b1) + seed) >>> 0;
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b) >>> 0;
    numbers[i] = ((h ^ (h >>> 13)) >>> 0) / 2 ** 31 - 1;
  }
  return numbers;
}

/** Gives a parameter the values that `weight` of goldens/zoo_weights.py gives it. */
export function setGolden(name: string, parameter: Parameter): void {
  const { shape } = parameter;
  const own = name.slice(name.lastIndexOf('/') + 1);
  const isDepthwise = own === 'kernel' && shape.length === 4 && /_dw_|_depthwise\//.test(name);
  const fanIn = sizeOf(isDepthwise ? shape.slice(0, 2) : shape.slice(0, -1));
  const scaled =
    {
      kernel: (u: number) => u * Math.sqrt(6 / fanIn),
      gamma: (u: number) => 1 + u / 4,
      movingVariance: (u: number) => 1 + u / 4,
    }[own] ?? ((u: number) => u / 10);
  const numbers = hashed(name, sizeOf(shape));
  for (let i = 0; i < numbers.length; i++) numbers[i] = scaled(numbers[i] as number);
  parameter.reset(new Float32Array(numbers));
}

/** The batch of one picture that the nets see. */
export function goldenPicture(shape: Shape): Tensor {
  return tensor(hashed('pictures', sizeOf(shape)), [1, ...shape]);
}
