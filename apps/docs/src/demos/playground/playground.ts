import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { Scrubber } from '../shared/scrubber.js';
import { Status } from '../shared/status.js';
import { BackendSwitch } from '../shared/training/backend-switch.js';
import { download, toJson, toTypeScript, withoutProgram } from './state/export.js';
import { History, rowOf } from './state/history.js';
import {
  activationLabels,
  activationNames,
  initializerNames,
  learningRates,
  optimizerLabels,
  optimizerNames,
  regularizationRates,
  scheduleLabels,
  scheduleNames,
} from './state/options.js';
import { hashOf, initialState, type Link, readHash, type State } from './state/state.js';
import { mostWeights, textOfWeights } from './state/weights.js';
import { Classroom } from './view/classroom.js';
import { button, checkBox, range, type Shown, select } from './view/controls.js';
import { Health } from './view/health.js';
import { HoverCard } from './view/hover-card.js';
import { Inspector } from './view/inspector.js';
import { LossChart, type Mark } from './view/loss-chart.js';
import { layerButtons, mapOfInput, NetworkView, type UnitName } from './view/network.js';
import { OutputMap } from './view/output-map.js';
import { OwnData } from './view/own-data.js';
import { Tasks } from './view/tasks.js';
import { Thumbnails } from './view/thumbnails.js';
import type { NumberPlace, Report, Request, View } from './worker/messages.js';

/** Changes that the loss chart marks, and what they are called there. */
const markNames: Partial<Record<keyof State, string>> = {
  learningRate: 'rate',
  activation: 'activation',
  regularization: 'regularization',
  regularizationRate: 'penalty rate',
  optimizer: 'optimizer',
  batchSize: 'batch',
  dropout: 'dropout',
  norm: 'normalization',
  loss: 'loss',
  networkShape: 'layers',
  scale: 'inputs',
  noise: 'noise',
  flip: 'labels',
  seed: 'data',
  dataset: 'data',
  regDataset: 'data',
  percTrainData: 'split',
  move: 'noise',
  schedule: 'schedule',
  points: 'points',
};

/** How many epochs the way out of a divergence goes back. */
const epochsBack = 20;

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
  #marks: Mark[] = [];
  #hashTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #change = (change: Partial<State>): void => this.#set(change);

  readonly #network: NetworkView;
  readonly #map: OutputMap;
  readonly #time: Scrubber;
  readonly #own: OwnData;
  readonly #tasks = new Tasks((state) => this.#follow({ state, hidden: this.#hidden, unknown: [] }));
  readonly #confusion = html('table', { class: 'results' });
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
  readonly #numbers = new Map<string, HTMLElement>();
  readonly #alarm = html('div', { class: 'alarm', role: 'alert', hidden: true });
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
    const numbers = (values: readonly number[]): (readonly [number, string])[] =>
      values.map((value) => [value, String(value)]);
    const transport = html(
      'div',
      { class: 'transport', role: 'group', 'aria-label': 'training' },
      this.#reset,
      this.#play,
      this.#step,
      html('div', { class: 'control' }, html('span', { class: 'name' }, 'Epoch'), this.#epoch),
      add(
        select(
          'speed',
          'Speed',
          [
            ['slow', 'slow'],
            ['frame', 'an epoch a frame'],
            ['fast', 'as fast as it goes'],
          ],
          change,
        ),
      ),
    );
    const top = html(
      'div',
      { class: 'controls' },
      add(select('learningRate', 'Learning rate', numbers(learningRates), change)),
      add(
        select(
          'activation',
          'Activation',
          activationNames.map((name) => [name, activationLabels[name]] as const),
          change,
        ),
      ),
      add(
        select(
          'regularization',
          'Regularization',
          [
            ['none', 'None'],
            ['L1', 'L1'],
            ['L2', 'L2'],
          ],
          change,
        ),
      ),
      add(select('regularizationRate', 'Regularization rate', numbers(regularizationRates), change)),
      add(
        select(
          'problem',
          'Problem type',
          [
            ['classification', 'Classification'],
            ['regression', 'Regression'],
          ],
          change,
        ),
      ),
      add(
        select(
          'loss',
          'Loss',
          [
            ['log', 'Log loss'],
            ['squared', 'Squared error'],
          ],
          change,
        ),
      ),
      add(
        select(
          'optimizer',
          'Optimizer',
          optimizerNames.map((name) => [name, optimizerLabels[name]] as const),
          change,
        ),
      ),
    );
    const data = html(
      'section',
      { class: 'data', 'aria-label': 'Data' },
      html('h2', {}, 'Data'),
      add({ element: this.#thumbnails.element, show: (state) => this.#thumbnails.show(state) }),
      add(range('percTrainData', 'Trained on', { min: 10, max: 90, step: 10, unit: ' %' }, change)),
      add(range('noise', 'Noise', { min: 0, max: 50, step: 5 }, change)),
      add(range('batchSize', 'Batch size', { min: 1, max: 30, step: 1 }, change)),
      button('Regenerate', () => this.#set({ seed: 10000 + Math.floor(Math.random() * 90000) }), {
        'data-action': 'regenerate',
      }),
    );
    const layers = layerButtons(change);
    const caption = html(
      'p',
      { class: 'caption' },
      'Each tile is the map of what one neuron gives: point at it to see it large, choose it to keep it and change its numbers. A line is a weight, its thickness the size, its colour the sign.',
    );
    const network = html(
      'section',
      { class: 'net', 'aria-label': 'Network' },
      html('h2', {}, 'Network'),
      add(layers),
      this.#network.element,
      caption,
      this.#inspector.element,
    );
    const output = html(
      'section',
      { class: 'out', 'aria-label': 'Output' },
      html('h2', {}, 'Output'),
      this.#scores(),
      this.#map.element,
      legend(),
      html('details', { class: 'confusion' }, html('summary', {}, 'What is taken for what'), this.#confusion),
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
      html('summary', {}, 'More: start, schedule, dropout, normalization, inputs, noise, seed'),
      html(
        'div',
        { class: 'controls' },
        add(
          select(
            'init',
            'Weights begin',
            [
              ...initializerNames.map(
                (name) =>
                  [
                    name,
                    { uniform: 'evenly in ±0.5', xavier: 'Xavier', he: 'He', orthogonal: 'orthogonal' }[name],
                  ] as const,
              ),
            ],
            change,
          ),
        ),
        add(checkBox('initZero', 'all at 0', change)),
        add(range('dropout', 'Dropout', { min: 0, max: 0.8, step: 0.1 }, change)),
        add(
          select(
            'norm',
            'Normalization',
            [
              ['none', 'None'],
              ['batch', 'Batch'],
              ['layer', 'Layer'],
            ],
            change,
          ),
        ),
        add(
          select(
            'scale',
            'Inputs',
            [
              ['standard', 'standardized'],
              ['raw', 'raw, as in TF Playground'],
            ],
            change,
          ),
        ),
        add(
          select(
            'schedule',
            'Learning rate over time',
            scheduleNames.map((name) => [name, scheduleLabels[name]] as const),
            change,
          ),
        ),
        add(range('move', 'Points stray', { min: 0, max: 2, step: 0.1 }, change)),
        add(range('flip', 'Wrong labels', { min: 0, max: 50, step: 5, unit: ' %' }, change)),
        add(seedField(change)),
      ),
    );
    const foot = html(
      'div',
      { class: 'transport' },
      button('New weights', () => this.#restart({ start: this.#state.start + 1, weights: '' }), {
        'data-action': 'new-weights',
      }),
      button('Copy link', () => void this.#copyLink(false), { 'data-action': 'copy-link' }),
      button('Copy link with weights', () => void this.#copyLink(true), { 'data-action': 'copy-weights' }),
      button('Save as JSON', () => this.#save('json'), { 'data-action': 'save-json' }),
      button('Save as TypeScript', () => this.#save('ts'), { 'data-action': 'save-ts' }),
      button('Save the curves', () => download('curves.csv', this.#history.toCsv(), 'text/csv'), {
        'data-action': 'save-csv',
      }),
      button('Save the map', () => this.#map.toBlob((blob) => blob && download('map.png', blob)), {
        'data-action': 'save-png',
      }),
      button(
        'Default settings',
        () => this.#follow({ state: initialState, hidden: this.#hidden, unknown: [] }),
        { 'data-action': 'defaults' },
      ),
    );
    return [
      transport,
      top,
      this.#alarm,
      html('div', { class: 'columns' }, data, network, output),
      this.#chart.element,
      this.#time.element,
      this.#tasks.element,
      add({ element: this.#own.element, show: (state) => this.#own.show(state) }),
      more,
      this.#health.element,
      this.#classroom.element,
      foot,
      this.#status.element,
      this.#backend.element,
      this.#card.element,
    ];
  }

  #scores(): HTMLElement {
    const list = html('dl', { class: 'numbers' });
    const names = {
      testLoss: 'Test loss',
      trainLoss: 'Training loss',
      testScore: 'Test right',
      trainScore: 'Training right',
      penalty: 'Penalty',
    };
    for (const [key, text] of Object.entries(names)) {
      const value = html('dd', { 'data-value': key });
      this.#numbers.set(key, value);
      const name = html('dt', {}, text);
      this.#numbers.set(`${key} name`, name);
      list.append(html('div', {}, name, value));
    }
    return list;
  }

  #set(change: Partial<State>): void {
    const before = this.#state;
    // Weights of a link belong to the net and the start that it names.
    const loosens = ['networkShape', 'init', 'initZero', 'start', 'problem', 'norm'].some(
      (name) => name in change,
    );
    this.#state = { ...before, ...(loosens ? { weights: '' } : {}), ...change };
    const epoch = this.#view?.epoch ?? 0;
    for (const name of Object.keys(change) as (keyof State)[]) {
      const text = markNames[name];
      if (!text || epoch === 0) continue;
      const value = this.#state[name];
      const label = ['seed', 'dataset', 'regDataset', 'networkShape', 'points'].includes(name)
        ? text
        : `${text} ${value}`;
      this.#marks = [
        ...this.#marks.filter(
          (mark) => mark.epoch !== epoch || mark.text.split(' ')[0] !== text.split(' ')[0],
        ),
        { epoch, text: label },
      ];
    }
    if ('networkShape' in change) this.#pin(undefined);
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
    this.#inspector.open(this.#pinned);
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
    this.#showScores(view);
    if (view.rows.length > 0 || view.isAnew) this.#chart.show(this.#history, this.#marks);
    this.#time.show(view.epoch, view.lastEpoch);
    this.#showConfusion(view);
    this.#tasks.check(this.#state, view, rowOf(view.row));
    this.#health.show(view.health);
    this.#showFailure(view);
    this.#tell(view);
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

  #showScores(view: View): void {
    const last = rowOf(view.row);
    const isRegression = this.#state.problem === 'regression';
    const score = (value: number): string =>
      isRegression ? showFixed(value) : `${(100 * value).toFixed(1)} %`;
    const put = (key: string, text: string): void => {
      const element = this.#numbers.get(key);
      if (element && element.textContent !== text) element.textContent = text;
    };
    put('testScore name', isRegression ? 'Test R²' : 'Test right');
    put('trainScore name', isRegression ? 'Training R²' : 'Training right');
    put('testLoss', last ? showFixed(last.testLoss) : '–');
    put('trainLoss', last ? showFixed(last.trainLoss) : '–');
    put('penalty', last ? showFixed(last.penalty) : '–');
    put('testScore', last ? score(last.testScore) : '–');
    put('trainScore', last ? score(last.trainScore) : '–');
  }

  #showFailure({ failure, epoch }: View): void {
    this.#alarm.hidden = !failure;
    if (!failure) {
      this.#alarm.replaceChildren();
      return;
    }
    if (this.#alarm.childElementCount > 0) return;
    const { layer } = failure;
    const where =
      layer === undefined
        ? 'the loss'
        : layer === this.#state.networkShape.length
          ? 'the output layer'
          : `hidden layer ${layer + 1}`;
    const norms = [...failure.normsBefore, failure.gradientNorm]
      .map((norm) => showNumber(norm, 2))
      .join(', ');
    const rate = Number((this.#state.learningRate / 3).toPrecision(2));
    this.#alarm.append(
      html(
        'p',
        {},
        `Training ran away in epoch ${failure.epoch}, batch ${failure.batch}: numbers of ${where} are not finite any more. The norms of the last gradients were ${norms}. The net is kept as it was after epoch ${epoch}.`,
      ),
      button(
        `Go back ${epochsBack} epochs, with the rate ${rate}`,
        () => {
          this.#set({ learningRate: rate });
          this.#look(Math.max(0, epoch - epochsBack));
        },
        { 'data-action': 'recover' },
      ),
    );
  }

  #showConfusion({ confusion, row }: View): void {
    const cell = (text: string): HTMLElement => html('td', {}, text);
    if (confusion.length === 0) {
      // Half the mean of the squares is the loss.
      const rmse = (loss: number | undefined): string =>
        loss === undefined ? '–' : showFixed(Math.sqrt(2 * loss));
      const { trainLoss, testLoss } = rowOf(row) ?? {};
      this.#confusion.replaceChildren(
        html('tr', {}, html('th', { scope: 'row' }, 'RMSE, training'), cell(rmse(trainLoss))),
        html('tr', {}, html('th', { scope: 'row' }, 'RMSE, test'), cell(rmse(testLoss))),
      );
      return;
    }
    const count = (label: number, answer: number): string => String(confusion[label]?.[answer] ?? 0);
    this.#confusion.replaceChildren(
      html(
        'tr',
        {},
        html('th', {}, 'Test data'),
        html('th', { scope: 'col' }, 'taken for 1'),
        html('th', { scope: 'col' }, 'for −1'),
      ),
      html('tr', {}, html('th', { scope: 'row' }, 'class 1'), cell(count(1, 1)), cell(count(1, 0))),
      html('tr', {}, html('th', { scope: 'row' }, 'class −1'), cell(count(0, 1)), cell(count(0, 0))),
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
    document.dispatchEvent(new CustomEvent('playground-tutorial', { detail: state.tutorial }));
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
    this.#state = state;
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

function seedField(change: (change: Partial<State>) => void): Shown {
  const field = html('input', { type: 'number', name: 'seed', min: '0', step: '1', class: 'field' });
  field.addEventListener('change', () => {
    if (field.value !== '' && Number.isSafeInteger(field.valueAsNumber) && field.valueAsNumber >= 0)
      change({ seed: field.valueAsNumber });
  });
  return {
    element: html('label', { class: 'control' }, html('span', { class: 'name' }, 'Seed'), field),
    show(state) {
      field.value = String(state.seed);
    },
  };
}
