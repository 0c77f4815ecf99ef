import type { OpCase } from '../op-case.js';
import { axisCases } from './axes.js';
import { einsumCases } from './einsum.js';
import { elementwiseCases } from './elementwise.js';
import { imageCases } from './images.js';
import { matmulCases } from './matmul.js';
import { normalizationCases } from './normalization.js';
import { reductionCases } from './reductions.js';
import { shapeCases } from './shapes.js';
import { windowCases } from './windows.js';

/** Every case of every op. */
export const opCases: readonly OpCase[] = [
  ...axisCases,
  ...einsumCases,
  ...elementwiseCases,
  ...imageCases,
  ...matmulCases,
  ...normalizationCases,
  ...reductionCases,
  ...shapeCases,
  ...windowCases,
];
