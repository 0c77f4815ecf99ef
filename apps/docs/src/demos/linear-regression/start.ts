import type { Line, Point } from './protocol.js';

/** The line before the first update: far from the best one, so that there is a way to go. */
export const startLine: Line = { w0: -3.5, w1: -1.8 };

/** Ten points around a line; the still picture shows them too. */
export const startPoints: readonly Point[] = [
  { x: -4.2, y: -2.6 },
  { x: -3.1, y: -2.3 },
  { x: -2.4, y: -0.7 },
  { x: -1.2, y: -1.1 },
  { x: -0.3, y: 0.9 },
  { x: 0.8, y: 0.4 },
  { x: 1.9, y: 2.4 },
  { x: 2.7, y: 1.9 },
  { x: 3.6, y: 3.9 },
  { x: 4.4, y: 3.4 },
];
