import { shuffled, spread } from './figures.mjs';
import { works } from './works.mjs';

/** What is begun: a step that every library here can train. */
export const firstWork = 'W4 MLP step';

/**
 * Times from the import of each peer to the end of its first step, each time in a fresh process or page, in
 * interleaved rounds. Bytes are those read from files by the process, or sent to the page (compressed).
 */
export async function measureFirstSteps(peers, rounds) {
  const work = works[firstWork];
  const contenders = peers
    .filter(({ kinds }) => kinds.includes(work.kind))
    .map((peer) => ({ peer, times: [], bytes: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { peer, times, bytes } of shuffled(contenders)) {
      const started = await peer.start();
      const answer = await started.ask({ begin: work });
      await started.end();
      times.push(answer.ms);
      if (answer.bytes) bytes.push(answer.bytes);
    }
  }
  return contenders.map(({ peer, times, bytes }) => ({ peer, times, bytes: spread(bytes).median }));
}
