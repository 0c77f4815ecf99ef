// The worker's side: trains as many epochs as it can between two messages, and gives what is drawn when it is asked.
import { type Backend, useBackend } from '@descent/core';
import { type BackendChoice, startBackend } from '../../shared/training/backends.js';
import { counts, generate } from '../data/points.js';
import { classificationSets, regressionSets } from '../state/options.js';
import type { State } from '../state/state.js';
import type { Report, Request, View } from './messages.js';
import { Session } from './session.js';

/** Milliseconds of training before messages are looked at again. */
const slice = 10;
/** Between two epochs, where training is slow. */
const slowPause = 400;
const thumbnailSeed = 7;

let session: Session | undefined;
let backend: Backend | undefined;
let isRunning = false;
let speed: State['speed'] = 'frame';
/** What the page asked for and was not given. */
let wanted: Extract<Request, { type: 'frame' }> | undefined;
let last: Promise<void> = Promise.resolve();
let slowUntil = 0;
/** Updates and the milliseconds that they took, forgotten little by little. */
let pace = { updates: 0, time: 0 };

/** Ends a turn of the event loop, without the 4 ms that nested timers wait. */
const channel = new MessageChannel();
channel.port1.onmessage = () => void inTurn(train);
const goOn = (): void => channel.port2.postMessage(undefined);

/** Serves the page. To be called once, by the worker's own module. */
export function serve(): void {
  self.onmessage = ({ data }: MessageEvent<Request>) => void inTurn(() => handle(data));
}

/** After all that was asked before; a failure is told and ends the run. */
function inTurn(task: () => Promise<void>): Promise<void> {
  last = last.then(task).catch((error: unknown) => {
    isRunning = false;
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
  return last;
}

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'start':
      return start(request.backend, request.state);
    case 'state':
      speed = request.state.speed;
      if (await session?.apply(request.state)) tellPoints();
      break;
    case 'reset':
      isRunning = false;
      if (await session?.reset(request.state)) tellPoints();
      break;
    case 'step':
      isRunning = false;
      await epoch();
      break;
    case 'run':
      if (!isRunning && session?.canTrain) {
        isRunning = true;
        goOn();
      }
      break;
    case 'pause':
      isRunning = false;
      break;
    case 'edit':
      await session?.edit(request.place, request.value);
      break;
    case 'look':
      isRunning = false;
      await session?.look(request.epoch);
      break;
    case 'frame':
      wanted = request;
      if (!isRunning) await tellView();
      else if (speed === 'frame') {
        await epoch();
        await tellView();
      }
      return;
  }
}

async function start(choice: BackendChoice, state: State): Promise<void> {
  isRunning = false;
  const started = await startBackend(choice);
  session?.dispose();
  session = undefined;
  await useBackend(started);
  backend?.dispose();
  backend = started;
  speed = state.speed;
  session = await Session.open(state);
  tellPoints();
  tell({ type: 'ready', backend: choice, description: started.description });
  for (const name of [...classificationSets, ...regressionSets]) {
    if (name === 'own') continue;
    const count = name.startsWith('reg') ? counts.regression : 200;
    tell({ type: 'thumbnail', name, ...(await generate(name, { count, noise: 0, seed: thumbnailSeed })) });
  }
}

/** One slice of training. */
async function train(): Promise<void> {
  if (!isRunning) return;
  const now = performance.now();
  if (speed === 'fast') {
    const end = now + slice;
    while (isRunning && performance.now() < end) await epoch();
  } else if (speed === 'slow' && now >= slowUntil) {
    await epoch();
    slowUntil = now + slowPause;
  }
  if (wanted !== undefined && speed !== 'frame') await tellView();
  if (isRunning && speed === 'fast') goOn();
  else if (isRunning) setTimeout(goOn, 8);
}

async function epoch(): Promise<void> {
  if (!session?.canTrain) {
    isRunning = false;
    return;
  }
  const begun = performance.now();
  await session.epoch();
  const keep = 0.98;
  pace = {
    updates: pace.updates * keep + session.updatesPerEpoch,
    time: pace.time * keep + performance.now() - begun,
  };
  if (session.failure) isRunning = false;
}

async function tellView(): Promise<void> {
  if (!session || wanted === undefined) return;
  const { unit, at } = wanted;
  wanted = undefined;
  const view = await session.view(
    { unit, at },
    isRunning,
    pace.time > 0 ? (1000 * pace.updates) / pace.time : 0,
  );
  tell(view);
}

function tellPoints(): void {
  if (session) tell({ type: 'points', ...session.points });
}

function tell(report: Report): void {
  self.postMessage(report, { transfer: report.type === 'view' ? buffersOf(report) : [] });
}

/** What a view is made of is handed over, not copied. */
function buffersOf({ row, rows, map, tiles, answers, values, kernels, biases, alive }: View): ArrayBuffer[] {
  return [row, rows, map, tiles, answers, values, ...kernels, ...biases, ...alive].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}
