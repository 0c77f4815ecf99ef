import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { Scrubber } from '../shared/scrubber.js';
import { Status } from '../shared/status.js';
import { BackendSwitch } from '../shared/training/backend-switch.js';
import { features } from './data/features.js';
import { download, toJson, toTypeScript, withoutProgram } from './state/export.js';
import { History, rowOf } from './state/history.js';
import { type Mark, marked } from './state/marks.js';
import { hashOf, initialState, type Link, readHash, type State } from './state/state.js';
import { mostWeights, textOfWeights } from './state/weights.js';
import { Alarm } from './view/alarm.js';
import { Classroom } from './view/classroom.js';
import { button, checkBox, type Shown } from './view/controls.js';
import { Health } from './view/health.js';
import { HoverCard } from './view/hover-card.js';
import { Inspector } from './view/inspector.js';
import { LossChart } from './view/loss-chart.js';
import { layerButtons, mapOfInput, NetworkView, type UnitName } from './view/network.js';
import { OutputMap } from './view/output-map.js';
import { OwnData } from './view/own-data.js';
import { Scores } from './view/scores.js';
import { dataSettings, mainSettings, moreSettings, speedChoice } from './view/settings.js';
import { Tasks } from './view/tasks.js';
import { Thumbnails } from './view/thumbnails.js';
import type { NumberPlace, Report, Request, View } from './worker/messages.js';

/** Milliseconds between two drawings of what is slow to draw, while it trains. */
const slowInterval = 120;

/** The playground: what the reader sets, what the worker trains, and what is drawn of it. */
export class Playground {
  readonly #worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  readonly #status = new Status();
  #state: State;
  #hidden: ReadonlySet<string>;
  #isRunning = false;
  #isReady = false;
  /** A frame is asked for and has not come. */
  #isWaiting = false;
  /** Something happened since the last frame was asked for. */
  #isStale = false;
  #hovered: UnitName | undefined;
  #pinned: UnitName | undefined;
  #view: View | undefined;
  readonly #history = new History();
  #marks: readonly Mark[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;
  #hashTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #change = (change: Partial<State>): void => this.#set(change);

  readonly #network: NetworkView;
  readonly #map: OutputMap;
  readonly #time: Scrubber;
  readonly #own: OwnData;
  readonly #tasks = new Tasks((state) => this.#follow({ state, hidden: this.#hidden, unknown: [] }));
  readonly #scores = new Scores();
  readonly #alarm = new Alarm((learningRate, epoch) => {
    this.#set({ learningRate });
    this.#look(epoch);
  });
  readonly #thumbnails = new Thumbnails(this.#change);
  readonly #chart: LossChart;
  readonly #card: HoverCard;
  readonly #inspector: Inspector;
  readonly #health = new Health();
  readonly #classroom = new Classroom((hidden) => {
    this.#hidden = hidden;
    this.#showState();
    this.#writeHash();
  });
  readonly #backend: BackendSwitch;
  readonly #play: HTMLButtonElement;
  readonly #step: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #epoch = html('output', { class: 'epoch', 'data-value': 'epoch' }, '000,000');
  readonly #shown: Shown[] = [];

  constructor(root: HTMLElement, signal: AbortSignal) {
    const link = readHash(location.hash);
    this.#state = link.state;
    this.#hidden = link.hidden;
    this.#backend = new BackendSwitch(() => this.#start(), signal);
    this.#chart = new LossChart(signal);
    this.#chart.onEpoch((epoch) => this.#look(epoch));
    this.#time = new Scrubber('Epoch shown', (epoch) => this.#look(epoch), signal);
    this.#map = new OutputMap(() => this.#ask(), signal);
    this.#own = new OwnData(this.#map, this.#change, signal);
    this.#network = new NetworkView(
      {
        change: this.#change,
        onHover: (unit) => {
          this.#hovered = unit;
          this.#ask();
        },
        onPin: (unit) => this.#pin(unit),
        onNumber: (number, at) => this.#card.point(number, at),
        onEdit: (number, at) => this.#card.edit(number, at),
      },
      signal,
    );
    this.#card = new HoverCard(
      (place) => this.#network.valueAt(place),
      (place, value) => this.#edit(place, value),
      signal,
    );
    this.#inspector = new Inspector(
      this.#network,
      (place, value) => this.#edit(place, value),
      () => this.#pin(undefined),
      this.#change,
    );
    this.#reset = button('Reset', () => this.#restart({}), {
      'data-action': 'reset',
      'data-ui': 'resetButton',
    });
    this.#play = button('Train', () => this.#toggle(), { 'data-action': 'play', 'data-ui': 'playButton' });
    this.#step = button('Step', () => this.#send({ type: 'step' }), {
      'data-action': 'step',
      'data-ui': 'stepButton',
    });
    this.#reset.disabled = this.#play.disabled = this.#step.disabled = true;
    root.replaceChildren(...this.#build());
    root.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    addEventListener('hashchange', () => this.#follow(readHash(location.hash)), { signal });
    this.#worker.onmessage = ({ data }: MessageEvent<Report>) => this.#take(data);
    this.#worker.onerror = ({ message }) => this.#fail(message || 'its worker could not be loaded');
    signal.addEventListener('abort', () => this.#worker.terminate(), { once: true });
    this.#showState();
    this.#note(link);
    this.#start();
  }

  #build(): HTMLElement[] {
    const add = (shown: Shown): HTMLElement => {
      this.#shown.push(shown);
      return shown.element;
    };
    const change = this.#change;
    const section = (name: string, title: string, ...parts: readonly HTMLElement[]): HTMLElement =>
      html('section', { class: name, 'aria-label': title }, html('h2', {}, title), ...parts);
    const transport = html(
      'div',
      { class: 'transport', role: 'group', 'aria-label': 'training' },
      this.#reset,
      this.#play,
      this.#step,
      html('div', { class: 'control' }, html('span', { class: 'name' }, 'Epoch'), this.#epoch),
      add(speedChoice(change)),
    );
    const data = section(
      'data',
      'Data',
      add({ element: this.#thumbnails.element, show: (state) => this.#thumbnails.show(state) }),
      ...dataSettings(change).map(add),
      button('Regenerate', () => this.#set({ seed: 10000 + Math.floor(Math.random() * 90000) }), {
        'data-action': 'regenerate',
      }),
    );
    const caption =
      'Each tile is the map of what one neuron gives: point at it to see it large, choose it to keep it and change its numbers. A line is a weight, its thickness the size, its colour the sign.';
    const network = section(
      'net',
      'Network',
      add(layerButtons(change)),
      this.#network.element,
      html('p', { class: 'caption' }, caption),
      this.#inspector.element,
    );
    const output = section(
      'out',
      'Output',
      this.#scores.element,
      this.#map.element,
      legend(),
      this.#scores.details,
      html(
        'div',
        { class: 'checks' },
        add(checkBox('showTestData', 'Show test data', change)),
        add(checkBox('discretize', 'Discretize output', change)),
      ),
    );
    const more = html(
      'details',
      { class: 'more' },
      html('summary', {}, 'More: start, dropout, normalization, inputs, schedule, noise, seed'),
      html('div', { class: 'controls' }, ...moreSettings(change).map(add)),
    );
    return [
      transport,
      html('div', { class: 'controls' }, ...mainSettings(change).map(add)),
      this.#alarm.element,
      html('div', { class: 'columns' }, data, network, output),
      this.#chart.element,
      this.#time.element,
      this.#tasks.element,
      add({ element: this.#own.element, show: (state) => this.#own.show(state) }),
      more,
      this.#health.element,
      this.#classroom.element,
      this.#foot(),
      this.#status.element,
      this.#backend.element,
      this.#card.element,
    ];
  }

  /** What is done once: another start, links, files. */
  #foot(): HTMLElement {
    const acts: readonly (readonly [name: string, text: string, act: () => void])[] = [
      ['new-weights', 'New weights', () => this.#restart({ start: this.#state.start + 1, weights: '' })],
      ['copy-link', 'Copy link', () => void this.#copyLink(false)],
      ['copy-weights', 'Copy link with weights', () => void this.#copyLink(true)],
      ['save-json', 'Save as JSON', () => this.#save('json')],
      ['save-ts', 'Save as TypeScript', () => this.#save('ts')],
      ['save-csv', 'Save the curves', () => download('curves.csv', this.#history.toCsv(), 'text/csv')],
      ['save-png', 'Save the map', () => this.#map.toBlob((blob) => blob && download('map.png', blob))],
      [
        'defaults',
        'Default settings',
        () => this.#follow({ state: initialState, hidden: this.#hidden, unknown: [] }),
      ],
    ];
    return html(
      'div',
      { class: 'transport' },
      ...acts.map(([name, text, act]) => button(text, act, { 'data-action': name })),
    );
  }

  #set(change: Partial<State>): void {
    const before = this.#state;
    // Weights of a link belong to the net and the start that it names.
    const loosens = ['networkShape', 'init', 'initZero', 'start', 'problem', 'norm'].some(
      (name) => name in change,
    );
    this.#state = {
      ...before,
      ...(loosens ? { weights: '' } : {}),
      // The activation of all is that of all.
      ...('activation' in change ? { layerActivations: [] } : {}),
      ...change,
    };
    const epoch = this.#view?.epoch ?? 0;
    if (epoch > 0) this.#marks = marked(this.#marks, epoch, change);
    // What was chosen may be another one now.
    if (Object.keys(change).some((name) => name === 'networkShape' || name in features)) this.#pin(undefined);
    this.#showState();
    this.#writeHash();
    this.#send({ type: 'state', state: this.#state });
  }

  /** Everything as a link says. */
  #follow(link: Link): void {
    if (hashOf(link.state, link.hidden) === hashOf(this.#state, this.#hidden)) return;
    this.#state = link.state;
    this.#hidden = link.hidden;
    this.#pin(undefined);
    this.#showState();
    this.#note(link);
    this.#restart({});
  }

  #restart(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#marks = [];
    this.#showState();
    this.#writeHash();
    this.#send({ type: 'reset', state: this.#state });
  }

  /** Shows a past epoch; training goes on from there. */
  #look(epoch: number): void {
    this.#send({ type: 'look', epoch });
  }

  #save(kind: 'json' | 'ts'): void {
    const problem = withoutProgram(this.#state);
    if (problem) this.#status.say(problem);
    else if (this.#view && kind === 'json')
      download('net.json', toJson(this.#state, this.#view), 'application/json');
    else if (this.#view) download('net.ts', toTypeScript(this.#state, this.#view));
  }

  #edit(place: NumberPlace, value: number): void {
    this.#send({ type: 'edit', place, value });
  }

  #pin(unit: UnitName | undefined): void {
    this.#pinned = unit === this.#pinned ? undefined : unit;
    this.#network.pin(this.#pinned);
    this.#inspector.open(this.#pinned, this.#state);
    this.#ask();
  }

  #toggle(): void {
    this.#send({ type: this.#isRunning ? 'pause' : 'run' });
    this.#isRunning = !this.#isRunning;
    this.#showTransport();
  }

  #start(): void {
    this.#isReady = this.#isRunning = false;
    this.#showTransport();
    this.#worker.postMessage({
      type: 'start',
      backend: this.#backend.choice,
      state: this.#state,
    } satisfies Request);
  }

  #send(request: Request): void {
    this.#worker.postMessage(request);
    this.#ask();
  }

  /** Asks for what is to be drawn, once a frame at most. */
  #ask(): void {
    if (!this.#isReady) return;
    if (this.#isWaiting) {
      this.#isStale = true;
      return;
    }
    this.#isWaiting = true;
    this.#isStale = false;
    const unit = this.#hovered ?? this.#pinned;
    this.#worker.postMessage({
      type: 'frame',
      unit: typeof unit === 'number' ? unit : -1,
      at: this.#map.chosen,
    } satisfies Request);
  }

  #take(report: Report): void {
    switch (report.type) {
      case 'ready':
        this.#backend.show(report.backend, report.description);
        this.#isReady = true;
        this.#isWaiting = false;
        this.#showTransport();
        this.#ask();
        break;
      case 'points':
        this.#map.showPoints(report);
        break;
      case 'thumbnail':
        this.#thumbnails.draw(report.name, report.places, report.labels);
        break;
      case 'failed':
        this.#fail(report.message);
        break;
      case 'view':
        this.#draw(report);
        requestAnimationFrame(() => {
          this.#isWaiting = false;
          if (report.isRunning || this.#isStale) this.#ask();
        });
    }
  }

  #draw(view: View): void {
    this.#view = view;
    if (view.isAnew) this.#history.clear();
    this.#history.add(view.rows);
    this.#marks = this.#marks.filter(({ epoch }) => epoch <= view.lastEpoch);
    this.#isRunning = view.isRunning;
    this.#showTransport();
    this.#epoch.textContent = String(view.epoch)
      .padStart(6, '0')
      .replace(/(\d)(?=(\d{3})+$)/g, '$1,');
    this.#network.show(view);
    this.#card.refresh();
    this.#inspector.refresh();
    this.#drawMap(view);
    this.#scores.show(view, this.#state.problem === 'regression');
    this.#alarm.show(view, this.#state);
    this.#tasks.check(this.#state, view, rowOf(view.row));
    this.#tell(view);
    const now = performance.now();
    if (view.isRunning && now - this.#drawnAt < slowInterval) return;
    this.#drawnAt = now;
    this.#chart.show(this.#history, this.#marks);
    this.#time.show(view.epoch, view.lastEpoch);
    this.#health.show(view.health);
  }

  #drawMap(view: View): void {
    const unit = this.#hovered ?? this.#pinned;
    const isOutput = unit === undefined;
    this.#map.show(
      typeof unit === 'string' ? mapOfInput(unit) : view.map,
      isOutput ? view.answers : undefined,
      {
        isDiscrete: this.#state.discretize,
        showsTest: this.#state.showTestData,
        hasClasses: this.#state.problem === 'classification',
      },
    );
  }

  #tell(view: View): void {
    const last = rowOf(view.row);
    if (!last) {
      this.#status.say('There is nothing to learn yet: at least two points are needed.');
      return;
    }
    const score =
      this.#state.problem === 'regression'
        ? `R² ${showFixed(last.testScore, 2)}`
        : `${Math.round(100 * last.testScore)} % right`;
    const pace =
      view.stepsPerSecond > 0
        ? ` ${Math.round(view.stepsPerSecond).toLocaleString('en')} updates per second of training.`
        : '';
    const text = `Epoch ${view.epoch}: training loss ${showFixed(last.trainLoss)}, test loss ${showFixed(last.testLoss)}, ${score} on the test data. ${view.parameterCount} weights and biases.${pace}`;
    if (view.isRunning) this.#status.tell(text);
    else this.#status.say(text);
  }

  #fail(message: string): void {
    this.#backend.takeBack();
    this.#isRunning = false;
    this.#isWaiting = false;
    this.#showTransport();
    this.#status.say(`The playground stopped: ${message}`);
  }

  #showTransport(): void {
    this.#play.textContent = this.#isRunning ? 'Pause' : 'Train';
    this.#play.disabled = this.#step.disabled = !this.#isReady || this.#view?.failure !== undefined;
    this.#reset.disabled = !this.#isReady;
  }

  #showState(): void {
    for (const shown of this.#shown) shown.show(this.#state);
    this.#network.showState(this.#state, this.#hidden);
    this.#classroom.show(this.#hidden);
    for (const element of document.querySelectorAll<HTMLElement>('[data-ui]')) {
      const name = element.dataset.ui as string;
      element.hidden = this.#hidden.has(name) || (name === 'loss' && this.#state.problem === 'regression');
    }
    const { hideText, embed } = this.#state;
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]'))
      element.hidden = hideText || embed;
    document.documentElement.classList.toggle('playground-only', embed);
    document.documentElement.classList.toggle('playground-bare', hideText);
  }

  #note({ unknown, state }: Link): void {
    if (unknown.length > 0)
      this.#status.say(`This link says things that mean nothing here: ${unknown.join(', ')}.`);
    if (state.tutorial)
      this.#status.say(
        `This link asks for the tutorial '${state.tutorial}', which is one of TensorFlow Playground.`,
      );
  }

  #writeHash(): void {
    clearTimeout(this.#hashTimer);
    this.#hashTimer = setTimeout(() => {
      history.replaceState(history.state, '', `#${hashOf(this.#state, this.#hidden)}`);
    }, 300);
  }

  async #copyLink(hasWeights: boolean): Promise<void> {
    const view = this.#view;
    let state = this.#state;
    if (hasWeights && view) {
      if (view.parameterCount > mostWeights) {
        this.#status.say(
          `This net has ${view.parameterCount} weights and biases; a link carries ${mostWeights} at most.`,
        );
        return;
      }
      state = { ...state, weights: textOfWeights(view) };
    }
    clearTimeout(this.#hashTimer);
    const link = `${location.origin}${location.pathname}#${hashOf(state, this.#hidden)}`;
    history.replaceState(history.state, '', link);
    const isCopied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    const what = hasWeights ? 'the playground with these weights' : 'the playground as it is set';
    this.#status.say(
      isCopied ? `The link to ${what} is copied.` : `The address of this page is now that of ${what}.`,
    );
  }

  #onKey(event: KeyboardEvent): void {
    const isOnControl = (event.target as Element).closest('button, input, select, textarea, a, summary');
    if (event.key !== ' ' || isOnControl || this.#play.disabled) return;
    event.preventDefault();
    this.#toggle();
  }
}

/** The colours of the maps, with their numbers. */
function legend(): HTMLElement {
  return html(
    'div',
    { class: 'legend', 'aria-label': 'Colours: orange is −1, blue is 1', role: 'img' },
    html('span', { class: 'ramp' }),
    html('span', { class: 'ends' }, html('span', {}, '−1'), html('span', {}, '0'), html('span', {}, '1')),
  );
}
