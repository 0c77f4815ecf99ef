/**
 * Kernels whose shaders read each element of their operands in one place and once, or nearly: what makes those elements
 * pointwise may be computed there, instead of being stored before.
 */
export const readOnce: ReadonlySet<string> = new Set([
  ...['All', 'Any', 'Max', 'Mean', 'Min', 'Prod', 'Sum'],
  ...['Concat', 'Pack', 'Transpose'],
]);
