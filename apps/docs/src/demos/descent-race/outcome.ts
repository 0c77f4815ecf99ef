import { stride } from './race-plot.js';

/** How one of the racers fares, by the way that it took. */
export type Outcome =
  | 'at the start'
  | 'crawls'
  | 'goes down'
  | 'jumps to and fro'
  | 'diverges'
  | 'has arrived';

/** Steps that are looked at. */
const recent = 8;

/**
 * Names what the last steps of a racer look like: that it runs away, turns back at every step, hardly moves, or moves.
 * @param racer - its place among them
 */
export function outcomeOf(path: readonly number[], step: number, racer: number): Outcome {
  if (step === 0) return 'at the start';
  const first = Math.max(0, step - recent);
  const moves: [number, number][] = [];
  for (let at = first; at < step; at++) {
    const [from, to] = [at * stride + 2 * racer, (at + 1) * stride + 2 * racer];
    moves.push([(path[to] ?? 0) - (path[from] ?? 0), (path[to + 1] ?? 0) - (path[from + 1] ?? 0)]);
  }
  const here = step * stride + 2 * racer;
  const lengths = moves.map(([x, y]) => Math.hypot(x, y));
  const last = lengths.at(-1) ?? 0;
  if (Math.hypot(path[here] ?? 0, path[here + 1] ?? 0) > 20) return 'diverges';
  if (last < 1e-4) return 'has arrived';
  const turns = moves.slice(1).map(([x, y], i) => {
    const [px, py] = moves[i] as [number, number];
    return (x * px + y * py) / ((lengths[i] ?? 1) * (lengths[i + 1] ?? 1) || 1);
  });
  const back = turns.filter((cosine) => cosine < -0.3).length;
  if (turns.length >= 2 && back > turns.length / 2) {
    return last > (lengths[0] ?? 0) * 1.05 ? 'diverges' : 'jumps to and fro';
  }
  return last < 0.01 ? 'crawls' : 'goes down';
}
