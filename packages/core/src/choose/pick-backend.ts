import type { Backend } from '../backend.js';
import { checkBooleans } from '../check-booleans.js';
import { checkBackend, currentBackend, useBackend } from '../current-backend.js';
import { describeValue } from '../describe-value.js';
import { BackendError, ValueError } from '../errors.js';
import { checkAlive } from '../lost.js';
import { checkOptions } from '../ops/kinds/check-options.js';
import { type BackendSpeed, measureBackend } from './backend-speed.js';
import { type BackendCandidate, setAlternatives, startCandidate } from './candidates.js';
import { rememberedSpeed, rememberSpeed } from './remembered-speeds.js';

/** Options of {@link pickBackend}. */
export interface PickBackendOptions {
  /**
   * What decides: 'throughput' (default), the time of a training step of a small CNN; 'latency', that of the smallest
   * kernel with its result read, which is what steps of nets of a few neurons consist of; 'none', the given order: the
   * first that starts, and no other is started.
   */
  readonly rank?: 'throughput' | 'latency' | 'none';
  /** Whether the choice and its reason go to the console. Default true. */
  readonly print?: boolean;
}

/** A backend that started, and how fast it is. */
export interface RankedBackend extends BackendSpeed {
  readonly name: string;
  readonly description: string;
}

/** What {@link pickBackend} chose, and what became of the others. */
export interface PickedBackend {
  readonly backend: Backend;
  /** One line for each candidate that was tried and did not start, or computes wrong values. */
  readonly rejected: readonly string[];
  /** Those that were measured, the fastest first; none where there was nothing to choose from. */
  readonly ranking: readonly RankedBackend[];
  /** Why it was chosen, in one line. */
  readonly reason: string;
}

/** A candidate that started. */
interface Started {
  readonly candidate: BackendCandidate;
  readonly backend: Backend;
  readonly speed: BackendSpeed;
}

/** By how much a later candidate must be faster: less is chance. */
const clearly = 1.2;

/**
 * Uses the fastest of several backends here. Each is started and measured for about a tenth of a second, once: in a page
 * the figures are kept in `localStorage`, else as long as the process, by the backend's description. Where two are about
 * as fast (within 20 %), the one that was given first is taken. Functions are called when their turn comes, and the
 * backends that they started and that were not chosen are disposed of. When the device of the chosen one is lost, the others
 * are what `recoverBackend`, and so `fit`, goes on with.
 *
 * What is measured is a step of a CNN large enough to keep a GPU busy, with its loss read as `fit` reads it: a GPU that
 * computes fast and answers slowly is right for such nets, and wrong for a net of a few neurons. Say `rank: 'latency'`
 * for those, or `rank: 'none'` for the order as it is.
 *
 * @param candidates - the one to prefer first
 * @throws BackendError naming every candidate's reason when none starts; ValueError for options out of range
 * @example
 * const { backend, reason, rejected } = await pickBackend([() => webgpu(), () => webgl(), () => cpu()]);
 */
export async function pickBackend(
  candidates: readonly BackendCandidate[],
  options: PickBackendOptions = {},
): Promise<PickedBackend> {
  const { rank = 'throughput', print = true } = checkOptions('pickBackend', options, ['rank', 'print']);
  checkBooleans('pickBackend', options, 'print');
  if (!['throughput', 'latency', 'none'].includes(rank)) {
    throw new ValueError(
      `pickBackend: rank must be 'throughput', 'latency' or 'none', got ${describeValue(rank)}`,
    );
  }
  if (!Array.isArray(candidates) || candidates.length === 0) {
    throw new BackendError('pickBackend: expects at least one backend', {
      fix: "import { cpu } from '@descent/backend-cpu'; await pickBackend([() => cpu()])",
    });
  }
  for (const candidate of candidates) if (candidate instanceof Promise) candidate.catch(() => undefined);
  const rejected: string[] = [];
  const isRanked = rank !== 'none' && candidates.length > 1;
  const picked = isRanked ? await fastestOf(candidates, rank, rejected) : await firstOf(candidates, rejected);
  if (print) console.info(`pickBackend: ${picked.reason}`);
  return picked;
}

/** The first that starts. */
async function firstOf(candidates: readonly BackendCandidate[], rejected: string[]): Promise<PickedBackend> {
  for (const [i, candidate] of candidates.entries()) {
    try {
      const backend = await useBackend(startCandidate(candidate));
      setAlternatives(backend, candidates.slice(i + 1));
      return { backend, rejected, ranking: [], reason: `${backend.name}, ${whyFirst(candidates, rejected)}` };
    } catch (error) {
      rejected.push(rejection(i, error));
    }
  }
  throw noneStarts(candidates, rejected);
}

function whyFirst(candidates: readonly BackendCandidate[], rejected: readonly string[]): string {
  if (candidates.length === 1) return 'the only candidate';
  return `the first that starts${rejected.length > 0 ? ` (${rejected.join('; ')})` : ''}`;
}

/** The fastest that starts and computes right values. */
async function fastestOf(
  candidates: readonly BackendCandidate[],
  rank: 'throughput' | 'latency',
  rejected: string[],
): Promise<PickedBackend> {
  const started: Started[] = [];
  for (const [i, candidate] of candidates.entries()) {
    let backend: Backend | undefined;
    try {
      backend = checkBackend('pickBackend', await startCandidate(candidate));
      checkAlive('pickBackend', backend);
      started.push({ candidate, backend, speed: await speedOf(backend) });
    } catch (error) {
      if (backend) letGo(candidate, backend);
      rejected.push(rejection(i, error));
    }
  }
  const timeOf = ({ speed }: Started): number => (rank === 'latency' ? speed.latency : speed.step);
  const ranked = started.toSorted((a, b) => timeOf(a) - timeOf(b));
  const [fastest] = ranked;
  const chosen = fastest && started.find((each) => timeOf(each) <= clearly * timeOf(fastest));
  if (!chosen) throw noneStarts(candidates, rejected);
  const others = ranked.filter((each) => each !== chosen);
  const { backend } = chosen;
  for (const other of others) if (other.backend !== backend) letGo(other.candidate, other.backend);
  await useBackend(backend);
  setAlternatives(
    backend,
    others.map(({ candidate }) => candidate),
  );
  const what = rank === 'latency' ? 'the smallest kernel takes' : 'a training step of a small CNN takes';
  const times = others.map((each) => `, on ${each.backend.name} ${showTime(timeOf(each))}`).join('');
  const without = rejected.length > 0 ? ` (${rejected.join('; ')})` : '';
  return {
    backend,
    rejected,
    ranking: ranked.map(({ backend: { name, description }, speed }) => ({ name, description, ...speed })),
    reason: `${backend.name}: ${what} ${showTime(timeOf(chosen))}${times}${without}`,
  };
}

async function speedOf(backend: Backend): Promise<BackendSpeed> {
  const { description } = backend;
  const known = rememberedSpeed(description);
  if (known) return known;
  const speed = await measureBackend(backend);
  rememberSpeed(description, speed);
  return speed;
}

/** Frees a backend that was started here for nothing. */
function letGo(candidate: BackendCandidate, backend: Backend): void {
  if (typeof candidate === 'function' && backend !== currentBackend()) backend.dispose();
}

function rejection(i: number, error: unknown): string {
  return `candidate ${i + 1}: ${error instanceof Error ? error.message : String(error)}`;
}

function noneStarts(candidates: readonly BackendCandidate[], rejected: readonly string[]): BackendError {
  return new BackendError(
    `pickBackend: none of ${candidates.length} backends starts:\n  ${rejected.join('\n  ')}`,
    {
      fix: 'leave the choice to core: without useBackend it runs on its built-in reference backend, slowly',
    },
  );
}

function showTime(milliseconds: number): string {
  return `${milliseconds < 100 ? milliseconds.toPrecision(3) : Math.round(milliseconds)} ms`;
}
