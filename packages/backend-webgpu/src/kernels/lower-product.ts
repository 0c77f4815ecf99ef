import type { TensorSpec } from '@descent/core';
import { type DeviceTraits, elementPass, type Lowered } from '../shader/pass.js';
import type { MatrixProduct } from './matrix-product.js';
import { registerParts, registerTiles } from './register-tiles.js';
import { tilingOf } from './tiling.js';
import { workgroupTiles } from './workgroup-tiles.js';

/**
 * Shaders of a product: tiles in the memory of workgroups where the device has such, else tiles in registers alone. Where the
 * result is small and the sum long, the sum is cut, and its parts added up at the end.
 *
 * @param before - what makes a factor that is no input
 */
export function lowerProduct(
  product: MatrixProduct,
  traits: DeviceTraits,
  before: Lowered = { passes: [] },
): Lowered {
  const tiling = tilingOf(product, traits);
  const parts = tiling ? tiling.parts : registerParts(product);
  const pass = (put: string) =>
    tiling ? workgroupTiles(product, tiling, put) : registerTiles(product, parts, put);
  const temporaries = before.temporaries ?? [];
  if (parts <= 1) return { temporaries, passes: [...before.passes, pass('put_y0')] };
  const size = product.batch * product.rows * product.columns;
  const partial: TensorSpec = { shape: [parts, size], dtype: 'float32' };
  const name = `t${temporaries.length}`;
  const sum = elementPass(
    size,
    `fn element(i: u32) {
  var total = 0.0;
  for (var part = 0u; part < ${parts}u; part++) { total += ${name}(part * ${size}u + i); }
  put_y0(i, total);
}`,
  );
  return {
    temporaries: [...temporaries, partial],
    passes: [...before.passes, pass(`put_${name}`), sum],
  };
}
