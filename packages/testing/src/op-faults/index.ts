import type { FaultCase } from '../fault-case.js';
import { depthwiseFaults } from './depthwise.js';
import { dtypeFaults } from './dtypes.js';
import { emptyFaults } from './empty.js';
import { imageFaults } from './images.js';
import { indexFaults } from './indices.js';
import { lifetimeFaults } from './lifetimes.js';
import { notFiniteFaults } from './not-finite.js';
import { orderFaults } from './order.js';
import { productFaults } from './products.js';
import { rankFaults } from './ranks.js';
import { shapeFaults } from './shapes.js';
import { sizeFaults } from './sizes.js';
import { volumeFaults } from './volumes.js';
import { windowFaults } from './windows.js';

/** The entries of the list of faults that concern ops. */
export const opFaults: readonly FaultCase[] = [
  ...productFaults,
  ...windowFaults,
  ...depthwiseFaults,
  ...imageFaults,
  ...volumeFaults,
  ...indexFaults,
  ...shapeFaults,
  ...rankFaults,
  ...lifetimeFaults,
  ...dtypeFaults,
  ...emptyFaults,
  ...sizeFaults,
  ...notFiniteFaults,
  ...orderFaults,
];
