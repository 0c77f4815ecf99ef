import { arrangementKernels } from './arrangement.js';
import { depthwiseKernels } from './depthwise.js';
import { extremePlaceKernels } from './extreme-place.js';
import { joiningKernels } from './joining.js';
import type { Lowering } from './lowering.js';
import { movementKernels } from './movement.js';
import { normalizationKernels } from './normalization.js';
import { pickingKernels } from './picking.js';
import { pointwiseKernels } from './pointwise.js';
import { poolKernels } from './pool.js';
import { productKernels } from './product.js';
import { reductionKernels } from './reduction.js';
import { resizeKernels } from './resize.js';
import { scanKernels } from './scan.js';
import { scatterKernels } from './scatter.js';
import { softmaxKernels } from './softmax.js';
import { sortingKernels } from './sorting.js';
import { transformKernels } from './transform.js';

/** How kernels are computed, by their names. */
export const kernelTable: Readonly<Record<string, Lowering>> = {
  ...pointwiseKernels,
  ...arrangementKernels,
  ...extremePlaceKernels,
  ...joiningKernels,
  ...movementKernels,
  ...pickingKernels,
  ...depthwiseKernels,
  ...normalizationKernels,
  ...poolKernels,
  ...productKernels,
  ...reductionKernels,
  ...resizeKernels,
  ...softmaxKernels,
  ...scanKernels,
  ...scatterKernels,
  ...sortingKernels,
  ...transformKernels,
};
