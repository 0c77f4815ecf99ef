import { it } from 'vitest';

/** Whether all is tried, which takes longer. */
export const isFull = process.env.DESCENT_FULL !== undefined;

/** A test of what lessons offer besides what they claim: links, keys, dragging, phones. Usual runs leave these out. */
export const inFull = it.runIf(isFull);
