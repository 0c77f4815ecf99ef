// How figures are gathered, summed up and written.

/** Median and extremes; rounds that were left out count for nothing. */
export function spread(numbers) {
  const sorted = numbers.filter((n) => n !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** Median over rounds of one peer's time over another's, round by round. */
export function ratio(times, others) {
  return spread(times.flatMap((time, i) => (others[i] === undefined ? [] : time / others[i]))).median;
}

/** A time with its unit. */
export function show(ms) {
  if (ms < 0.1) return `${(1000 * ms).toPrecision(3)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}

/** A peer with its threads, and where it runs unless that is Node. */
export const nameOf = ({ name, threads, environment }) =>
  `${name}, ${threads}t${environment === 'node' ? '' : `, ${environment}`}`;

/** In random order, so that no peer always runs after the same one. */
export function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** A size in units of 1000 bytes. */
export const showBytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
