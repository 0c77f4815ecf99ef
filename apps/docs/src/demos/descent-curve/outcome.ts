/** What the way of the ball looks like. */
export type Outcome = 'crawls' | 'rolls down' | 'jumps from side to side' | 'runs away' | 'has come to rest';

/** Names the last steps of a way: by how far they went, and whether they turned back each time. */
export function outcomeOf(path: readonly number[]): Outcome {
  const moves = path.slice(-6).flatMap((x, i, all) => (i === 0 ? [] : [x - (all[i - 1] as number)]));
  const last = moves.at(-1) ?? 0;
  if (Math.abs(path.at(-1) ?? 0) > 6) return 'runs away';
  if (Math.abs(last) < 1e-3) return 'has come to rest';
  const turns = moves.filter((move, i) => i > 0 && move * (moves[i - 1] as number) < 0).length;
  if (moves.length >= 3 && turns >= moves.length - 2) return 'jumps from side to side';
  return Math.abs(last) < 0.02 ? 'crawls' : 'rolls down';
}
