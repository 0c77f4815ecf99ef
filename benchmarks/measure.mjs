import { nameOf, shuffled } from './figures.mjs';
import { peakRound } from './peak.mjs';

/** Milliseconds that a round of a peer takes at least, steps permitting. */
const roundMs = 100;

/** A work that takes longer than this is run once per round, for three rounds. */
const longMs = 2000;

/**
 * Times a work on every peer that can do it, in interleaved rounds.
 * @returns what each peer took per round, and the peak of that round
 * @throws Error when a peer computes something else than the first
 */
export async function measure(title, work, peers, rounds) {
  const contenders = [];
  for (const each of peers.filter((peer) => peer.kinds.includes(work.kind) && isFeasible(title, peer))) {
    contenders.push(await prepared(title, work, each, contenders[0]));
  }
  const peaks = [];
  for (let round = 0; round < rounds; round++) {
    if (work.kind === 'matmul') peaks.push(peakRound());
    for (const contender of shuffled(contenders)) {
      const isLong = contender.times.length > 0 && contender.times[0] > longMs;
      if (isLong && round >= 3) continue;
      // Not timed: a process that waited for its turn runs some of its first calls at half the speed.
      if (!isLong) await contender.ask({ run: contender.count });
      const { ms, wasmBytes } = await contender.ask({ run: contender.count });
      contender.times[round] = ms / contender.count;
      contender.wasmBytes = wasmBytes;
    }
  }
  for (const { end } of contenders) await end();
  return { title, work, contenders, peaks };
}

/** A peer that has the work's data, computes what the first one does, and knows how often to run it in a round. */
async function prepared(title, work, peer, first) {
  // A process or page of its own for every work: what one leaves in memory is none of another's.
  const started = await peer.start();
  const ask = (request) =>
    started.ask(request).catch((error) => {
      throw new Error(`${title}, ${nameOf(peer)}: ${error.message}`);
    });
  const { values } = await ask({ prepare: work });
  if (first && !agree(values, first.values)) {
    throw new Error(`${title}: ${nameOf(peer)} computes ${values}, ${nameOf(first.peer)} ${first.values}`);
  }
  const { ms } = await ask({ run: 1 });
  const trial = Math.ceil(20 / ms);
  const guess = ms > longMs ? ms : (await ask({ run: trial })).ms / trial;
  const count = Math.max(work.steps ?? 1, Math.ceil(roundMs / guess));
  return { peer, ask, end: () => started.end(), values, count, times: [], wasmBytes: 0 };
}

/** tfjs-cpu needs most of a minute for a step of 64 images: it is measured on 4. */
function isFeasible(title, { name, environment }) {
  if (environment === 'gpu') return true;
  if (title === 'W3 CNN step') return name !== 'tfjs-cpu';
  if (title === 'W3 CNN step, batch 4') return ['tfjs-cpu', 'tfjs-descent', 'descent'].includes(name);
  return true;
}

/** Whether two peers computed the same, as far as both say. */
function agree(a, b) {
  return a
    .slice(0, b.length)
    .every((value, i) => Math.abs(value - b[i]) <= 1e-4 * Math.max(1e-2, Math.abs(b[i])));
}
