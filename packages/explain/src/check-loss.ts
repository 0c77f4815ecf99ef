import { describeValue, ValueError } from '@descent/core';

/**
 * Checks what was given as a loss.
 * @throws ValueError unless it is a function
 */
export function checkLoss(op: string, loss: unknown): void {
  if (typeof loss === 'function') return;
  throw new ValueError(
    `${op}: loss must be a function of predictions and targets, got ${describeValue(loss)}`,
    {
      fix: 'loss: meanSquaredError, from @descent/losses',
    },
  );
}
