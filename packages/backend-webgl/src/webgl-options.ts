import { checkOptions, describeValue, ValueError } from '@descent/core';

/** How many bits numbers have on the device. */
export type Precision = 'float32' | 'float16';

const precisions: readonly unknown[] = ['float32', 'float16', 'any'];

/** Options of {@link webgl}. */
export interface WebglOptions {
  /**
   * The textures that numbers lie in. `float32` (default) is refused where the device renders into none, `float16` halves
   * memory and keeps 11 bits, `any` takes float32 where there is, else float16. In float16 numbers beyond 65,504 are not
   * finite, and those below 6e-8, on some devices 6e-5, are 0: losses and optimizers take epsilons of 2⁻¹¹ at least.
   */
  readonly precision?: Precision | 'any';
}

/**
 * Checks the options of a backend.
 * @throws ValueError for one that there is not, and for one out of range
 */
export function checkWebglOptions(options: WebglOptions): Required<WebglOptions> {
  const { precision = 'float32' } = checkOptions('webgl', options, ['precision']);
  if (!precisions.includes(precision)) {
    throw new ValueError(
      `webgl: precision must be 'float32', 'float16' or 'any', got ${describeValue(precision)}`,
    );
  }
  return { precision };
}
