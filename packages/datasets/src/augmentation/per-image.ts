import { add, div, exp, floor, minimum, mul, reshape, sqrt, sub, Tensor } from '@descent/core';

/** A number for each image, [batch], or one for all. */
export type PerImage = Tensor | number;

/** a + b. */
export function plus(a: PerImage, b: PerImage): PerImage {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === 0) return b;
  return b === 0 ? a : (add(a, b as never) as Tensor);
}

/** a − b. */
export function minus(a: PerImage, b: PerImage): PerImage {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return b === 0 ? a : (sub(a, b as never) as Tensor);
}

/** a · b; 0 where one is the number 0. */
export function times(a: PerImage, b: PerImage): PerImage {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  if (a === 1) return b;
  return b === 1 ? a : (mul(a, b as never) as Tensor);
}

/** a / b. */
export function over(a: PerImage, b: PerImage): PerImage {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  return b === 1 ? a : (div(a, b as never) as Tensor);
}

/** A function of numbers, made of one for numbers and one for tensors. */
export function each(
  x: PerImage,
  ofNumber: (x: number) => number,
  ofTensor: (x: Tensor) => Tensor,
): PerImage {
  return typeof x === 'number' ? ofNumber(x) : ofTensor(x);
}

/** √x. */
export function rootOf(x: PerImage): PerImage {
  return each(x, Math.sqrt, (tensor) => sqrt(tensor) as Tensor);
}

/** eˣ. */
export function exponentialOf(x: PerImage): PerImage {
  return each(x, Math.exp, (tensor) => exp(tensor) as Tensor);
}

/** The largest whole number that is not larger. */
export function floorOf(x: PerImage): PerImage {
  return each(x, Math.floor, (tensor) => floor(tensor) as Tensor);
}

/** The lesser of both. */
export function atMost(x: PerImage, most: number): PerImage {
  return each(
    x,
    (number) => Math.min(number, most),
    (tensor) => minimum(tensor, most) as Tensor,
  );
}

/** The numbers beside images: [batch, 1, 1, 1]. */
export function besideImages(x: PerImage): PerImage {
  return x instanceof Tensor ? (reshape(x, [...x.shape, 1, 1, 1]) as Tensor) : x;
}
