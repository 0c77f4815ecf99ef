// Trains beside the page: gradient descent on Descent's CPU backend, at the reader's pace.
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import type { Line, Report, Request, Settings } from './protocol.js';
import { Trainer } from './trainer.js';

/** The longest stretch of steps between two reports, and the time between reports, in milliseconds. */
const sliceTime = 12;
const reportInterval = 33;

let trainer: Trainer | undefined;
let settings: Settings | undefined;
let start: Line = { w0: 0, w1: 0 };
let isRunning = false;
let runCount = 0;

// One thing after another: what the page asks for, and the slices of a run.
// The page needs a core of its own.
const threads = Math.min(8, Math.max(1, navigator.hardwareConcurrency - 1));

let last: Promise<unknown> = useBackend(cpu({ threads })).then(({ description }) =>
  report({ type: 'ready', backend: description }),
);

function inTurn(task: () => Promise<void> | void): Promise<void> {
  const done = last.then(task).catch((error: unknown) => {
    isRunning = false;
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
  last = done;
  return done;
}

self.onmessage = ({ data }: MessageEvent<Request>) => inTurn(() => handle(data));

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'settings':
      settings = request.settings;
      if (trainer) trainer.configure(settings);
      else trainer = new Trainer(settings, start);
      report(await trainer.surface());
      break;
    case 'place':
      start = request.line;
      trainer?.place(start);
      break;
    case 'step':
      isRunning = false;
      if (trainer && trainer.end !== 'diverged') await trainer.step();
      break;
    case 'pause':
      isRunning = false;
      break;
    case 'run':
      if (!isRunning) void run();
      return;
  }
  if (trainer) report(await trainer.progress(isRunning));
}

/** Steps at the speed that is set until paused, or until the weights run away. */
async function run(): Promise<void> {
  isRunning = true;
  const thisRun = ++runCount;
  let due = performance.now();
  while (isRunning && thisRun === runCount) {
    await inTurn(async () => {
      if (!trainer || !isRunning) return;
      const end = performance.now() + sliceTime;
      while (!trainer.end && due <= performance.now() && performance.now() < end) {
        await trainer.step();
        due += 1000 / (settings?.speed ?? 1);
      }
      isRunning = !trainer.end;
      report(await trainer.progress(isRunning));
    });
    await new Promise((resolve) => setTimeout(resolve, Math.max(reportInterval, due - performance.now())));
    // After a wait in the background nothing is made up for.
    due = Math.max(due, performance.now() - reportInterval);
  }
}

function report(message: Report): void {
  self.postMessage(message);
}
