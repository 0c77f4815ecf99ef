import { DataPlot } from './data-plot.js';
import { LossPlot } from './loss-plot.js';
import type { Line, LossKind, Point, Progress, Report, Request, Settings } from './protocol.js';
import { startLine, startPoints } from './start.js';

const outlier: Point = { x: 3.2, y: -4.5 };

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  root.innerHTML = markup;
  const find = <E extends Element>(selector: string): E => root.querySelector(selector) as E;
  const buttons = {
    train: find<HTMLButtonElement>('[data-action=train]'),
    step: find<HTMLButtonElement>('[data-action=step]'),
    reset: find<HTMLButtonElement>('[data-action=reset]'),
    outlier: find<HTMLButtonElement>('[data-action=outlier]'),
  };
  const rate = find<HTMLInputElement>('[name=rate]');
  const batch = find<HTMLSelectElement>('[name=batch]');
  const speed = find<HTMLSelectElement>('[name=speed]');
  const lossKind = find<HTMLSelectElement>('[name=loss]');

  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const send = (request: Request): void => worker.postMessage(request);
  signal.addEventListener('abort', () => worker.terminate(), { once: true });

  let points = startPoints;
  let best: Line | undefined;
  let isRunning = false;
  let hasStarted = false;
  let lastTold = Number.NEGATIVE_INFINITY;

  const data = new DataPlot({ onPoints: changePoints, onLine: place }, signal);
  const loss = new LossPlot(place, signal);
  find('[data-place=data]').append(data.picture);
  find('[data-place=loss]').append(loss.element);
  data.showPoints(points);
  data.showLine(startLine);

  worker.onmessage = ({ data: report }: MessageEvent<Report>) => show(report);
  worker.onerror = ({ message }) => show({ type: 'failed', message });
  send({ type: 'place', line: startLine });
  send({ type: 'settings', settings: settings() });

  const on = (element: Element, kind: string, act: () => void): void =>
    element.addEventListener(kind, act, { signal });
  on(buttons.train, 'click', () => send({ type: isRunning ? 'pause' : 'run' }));
  on(buttons.step, 'click', () => send({ type: 'step' }));
  on(buttons.reset, 'click', reset);
  on(buttons.outlier, 'click', () =>
    changePoints(hasOutlier() ? points.filter((p) => p !== outlier) : [...points, outlier]),
  );
  for (const control of [rate, batch, speed, lossKind]) on(control, 'input', sendSettings);
  trainOnceSeen(find('.plots'), signal, () => {
    if (!hasStarted) send({ type: 'run' });
  });

  function settings(): Settings {
    return {
      points,
      lossKind: lossKind.value as LossKind,
      learningRate: rateOf(rate),
      batchSize: Number(batch.value),
      speed: Number(speed.value),
    };
  }

  function sendSettings(): void {
    find('[data-value=rate]').textContent = showRate(rateOf(rate));
    rate.setAttribute('aria-valuetext', showRate(rateOf(rate)));
    send({ type: 'settings', settings: settings() });
  }

  function changePoints(next: readonly Point[]): void {
    hasStarted = true;
    points = next;
    data.showPoints(points);
    buttons.outlier.setAttribute('aria-pressed', String(hasOutlier()));
    sendSettings();
  }

  function place(line: Line): void {
    hasStarted = true;
    send({ type: 'place', line });
  }

  function reset(): void {
    send({ type: 'pause' });
    place(startLine);
    changePoints(startPoints);
  }

  function hasOutlier(): boolean {
    return points.includes(outlier);
  }

  function show(report: Report): void {
    switch (report.type) {
      case 'ready':
        find('[data-value=backend]').textContent = report.backend;
        for (const button of Object.values(buttons)) button.disabled = false;
        break;
      case 'surface':
        best = report.best;
        loss.showSurface(report.surface);
        loss.showBest(best);
        data.showBest(best);
        break;
      case 'progress':
        isRunning = report.isRunning;
        hasStarted ||= report.step > 0;
        data.showLine(report.line);
        loss.showLine(report.line, report.path, report.step === 0);
        buttons.train.textContent = isRunning ? 'Pause' : 'Train';
        buttons.step.disabled = buttons.train.disabled = report.end === 'diverged';
        find('[data-value=step]').textContent = String(report.step);
        find('[data-value=loss]').textContent = showNumber(report.loss);
        find('[data-value=w0]').textContent = showNumber(report.line.w0);
        find('[data-value=w1]').textContent = showNumber(report.line.w1);
        find('[data-value=best]').textContent = best ? showLine(best) : 'not by a formula';
        tell(report);
        break;
      case 'failed':
        say(`The demo stopped: ${report.message}`);
        break;
    }
  }

  /** Says how it goes: at once when training stops, and while it runs once a second. */
  function tell(progress: Progress): void {
    const now = performance.now();
    if (progress.isRunning && now - lastTold < 1000) return;
    lastTold = now;
    say(sentence(progress));
  }

  function say(text: string): void {
    const status = find('[role=status]');
    if (status.textContent !== text) status.textContent = text;
  }
}

const diverged = 'The steps are too large: each one overshoots further than the last. Lower α and reset.';

function sentence({ step, line, loss, end }: Progress): string {
  if (end === 'diverged') return diverged;
  const start = step === 0 ? 'The line as placed' : `After ${step} ${step === 1 ? 'update' : 'updates'}`;
  const settled = end === 'settled' ? ' The line no longer moves.' : '';
  return `${start}: ${showLine(line)}, mean loss ${showNumber(loss)}.${settled}`;
}

function showLine({ w0, w1 }: Line): string {
  return `h(x) = ${showNumber(w1)} x ${w0 < 0 ? '−' : '+'} ${showNumber(Math.abs(w0))}`;
}

function showNumber(value: number): string {
  const text = Math.abs(value) >= 1e4 ? value.toExponential(1) : value.toFixed(3);
  return text.replace('-', '−');
}

/** The slider is logarithmic: from 0.001 to 1. */
function rateOf({ value }: HTMLInputElement): number {
  return 10 ** Number(value);
}

function showRate(rate: number): string {
  return rate.toPrecision(2);
}

/** Begins by itself the first time that the demo is on screen, unless the reader wants no motion. */
function trainOnceSeen(plots: HTMLElement, signal: AbortSignal, train: () => void): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      train();
    },
    { threshold: 0.4 },
  );
  observer.observe(plots);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}

const markup = `
  <div class="plots">
    <figure><div data-place="data"></div>
      <figcaption>Drag the points or the line’s squares; click to add a point, double-click to remove one.
        The shaded squares are the squared residuals.</figcaption></figure>
    <figure><div data-place="loss"></div>
      <figcaption>Every place is a line; dark is a large loss, bright a small one. Drag the dot. The cross is the best line.</figcaption></figure>
  </div>
  <div class="controls">
    <button type="button" data-action="train" disabled>Train</button>
    <button type="button" data-action="step" disabled>Step</button>
    <button type="button" data-action="reset" disabled>Reset</button>
    <button type="button" data-action="outlier" aria-pressed="false" disabled>Outlier</button>
    <label><span>Learning rate α <b data-value="rate">0.10</b></span>
      <input type="range" name="rate" min="-3" max="0" step="0.05" value="-1" aria-valuetext="0.10"></label>
    <label>Points per update
      <select name="batch"><option value="1000">all (batch)</option><option value="4">4 (mini-batch)</option>
        <option value="1">1 (stochastic)</option></select></label>
    <label>Loss
      <select name="loss"><option value="squared">squared error</option><option value="absolute">absolute error</option></select></label>
    <label>Speed
      <select name="speed"><option value="4">slow</option><option value="20" selected>normal</option>
        <option value="2000">fast</option></select></label>
  </div>
  <dl class="numbers">
    <div><dt>updates</dt><dd data-value="step">0</dd></div>
    <div><dt>w₁</dt><dd data-value="w1"></dd></div>
    <div><dt>w₀</dt><dd data-value="w0"></dd></div>
    <div><dt>mean loss</dt><dd data-value="loss"></dd></div>
    <div><dt>least squares</dt><dd data-value="best"></dd></div>
  </dl>
  <p role="status"></p>
  <p class="backend">Trained in this page by <code>@descent/core</code> on <span data-value="backend">…</span></p>
`;
