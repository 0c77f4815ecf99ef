import { choice } from '../shared/controls/choice.js';
import { ControlPanel } from '../shared/controls/panel.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { copyLinkButton, stateInLink } from '../shared/link.js';
import { NumberList } from '../shared/number-list.js';
import { showFixed } from '../shared/numbers.js';
import { Status } from '../shared/status.js';
import { BackendSwitch } from '../shared/training/backend-switch.js';
import { Evaluator } from '../shared/training/evaluator.js';
import { whenSeen } from '../shared/when-seen.js';
import { type Figures, figuresOf } from './figures.js';
import { Graph } from './graph.js';
import { Matrices } from './matrices.js';
import { Player } from './player.js';
import {
  type ActivationName,
  type NetName,
  type Settings,
  startWeights,
  type View,
  type Weights,
  weightBound,
} from './protocol.js';
import { Rule, sentenceOf } from './rule.js';
import { type SubStep, subStepsOf } from './steps.js';

const name = 'backprop';

const controls = {
  net: choice<NetName>({
    label: 'Net',
    options: [
      ['2-2-1', '2-2-1, one output'],
      ['2-2-2', '2-2-2, two outputs'],
    ],
    value: '2-2-2',
  }),
  g: choice<ActivationName>({
    label: 'Activation g',
    options: [
      ['sigmoid', 'sigmoid'],
      ['tanh', 'tanh'],
      ['relu', 'ReLU'],
    ],
    value: 'sigmoid',
  }),
  rate: slider({ label: 'Learning rate α', min: 0.01, max: 10, value: 0.5, scale: 'log', step: 0.02 }),
  x1: slider({ label: 'Input a₁', min: -2, max: 2, value: 1, step: 0.05 }),
  x2: slider({ label: 'Input a₂', min: -2, max: 2, value: 0.5, step: 0.05 }),
  y1: slider({ label: 'Goal y₅', min: -1, max: 1, value: 1, step: 0.05 }),
  y2: slider({ label: 'Goal y₆', min: -1, max: 1, value: 0, step: 0.05 }),
};

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  new BackpropDemo(root, signal);
}

/** A step of backpropagation, looked at piece by piece. */
class BackpropDemo {
  readonly #panel: ControlPanel<typeof controls>;
  readonly #evaluator: Evaluator<Settings, View>;
  readonly #graph: Graph;
  readonly #player: Player;
  readonly #rule = new Rule();
  readonly #matrices = new Matrices((layer, index, value) => this.#setWeight(layer, index, value));
  readonly #numbers = new NumberList({
    taken: 'steps taken',
    loss: 'loss',
    nextLoss: 'loss after this step',
  });
  readonly #status = new Status();
  readonly #take = html('button', { type: 'button', 'data-action': 'take', disabled: true }, 'Take the step');
  #weights: Weights;
  #net: NetName;
  #place = 0;
  #taken = 0;
  #view: View | undefined;
  #figures: Figures | undefined;

  constructor(root: HTMLElement, signal: AbortSignal) {
    const go = (place: number): void => this.#go(place);
    this.#graph = new Graph((place) => {
      this.#player.pause();
      go(place);
    }, signal);
    this.#player = new Player(root, go, signal);
    this.#panel = new ControlPanel(controls, () => this.#takeOver());
    const linked = stateInLink(name) ?? {};
    this.#panel.fromTexts(linked);
    this.#net = this.#panel.state.net;
    this.#weights = weightsFrom(linked.w, this.#net) ?? startWeights(this.#net);
    const reset = html('button', { type: 'button', 'data-action': 'reset', disabled: true }, 'Reset');
    const backend = new BackendSwitch(() => this.#evaluator.start(this.#settings, backend.choice), signal);
    this.#evaluator = new Evaluator(
      new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      {
        onReady: (choice, description) => {
          backend.show(choice, description);
          reset.disabled = false;
        },
        onView: (view) => this.#show(view),
        onFailed: (message) => {
          backend.takeBack();
          this.#status.say(`The demo stopped: ${message}`);
        },
      },
      signal,
    );
    reset.addEventListener('click', () => this.#reset(), { signal });
    this.#take.addEventListener('click', () => this.#takeStep(), { signal });
    const share = copyLinkButton(
      name,
      () => ({ ...this.#panel.toTexts(), ...this.#weightTexts(), ...this.#placeTexts() }),
      (text) => this.#status.say(text),
      signal,
    );
    root.replaceChildren(
      html(
        'figure',
        {},
        this.#graph.element,
        html(
          'figcaption',
          {},
          'Blue lines are positive weights, orange ones negative, thicker the larger. Press a unit or a weight to go to where it is computed.',
        ),
      ),
      this.#rule.element,
      html('div', { class: 'transport', role: 'group', 'aria-label': 'sub-steps' }, ...this.#player.buttons),
      this.#player.scrubber,
      this.#status.element,
      this.#numbers.element,
      html('div', { class: 'transport', role: 'group', 'aria-label': 'training' }, this.#take, reset, share),
      this.#panel.element,
      this.#matrices.element,
      backend.element,
    );
    const last = subStepsOf(this.#net).length - 1;
    this.#place = Math.max(0, Math.min(last, Math.floor(Number(linked.at ?? 0)) || 0));
    this.#player.show(this.#place, last);
    this.#showUseless();
    this.#evaluator.start(this.#settings, backend.choice);
    whenSeen(this.#graph.element, signal, () => this.#player.playOnce());
  }

  get #settings(): Settings {
    const { net, g, rate, x1, x2, y1, y2 } = this.#panel.state;
    return { net, activation: g, rate, inputs: [x1, x2], targets: [y1, y2], weights: this.#weights };
  }

  /** The reader set a control. Another net begins with weights of its own. */
  #takeOver(): void {
    const { net } = this.#panel.state;
    if (net !== this.#net) this.#begin();
    this.#evaluator.ask(this.#settings);
  }

  #begin(): void {
    this.#net = this.#panel.state.net;
    this.#weights = startWeights(this.#net);
    this.#taken = 0;
    this.#place = 0;
    this.#player.pause();
    this.#showUseless();
  }

  #reset(): void {
    this.#panel.reset();
    this.#begin();
    this.#evaluator.ask(this.#settings);
  }

  #showUseless(): void {
    this.#panel.setDisabled('y2', this.#net === '2-2-1', 'the net has one output');
  }

  #setWeight(layer: number, index: number, value: number): void {
    this.#weights = this.#weights.map((matrix, l) => (l === layer ? matrix.with(index, value) : matrix));
    this.#evaluator.ask(this.#settings);
  }

  /** w ← w + α · a · Δ, for all weights at once. */
  #takeStep(): void {
    if (!this.#view) return;
    this.#weights = this.#view.layers.map(({ next }) => next);
    this.#taken++;
    this.#place = 0;
    this.#player.pause();
    this.#take.disabled = true;
    this.#evaluator.ask(this.#settings);
  }

  #go(place: number): void {
    this.#place = place;
    this.#draw();
  }

  #show(view: View): void {
    this.#view = view;
    this.#figures = figuresOf(view);
    this.#take.disabled = false;
    this.#numbers.show({
      taken: String(this.#taken),
      loss: showFixed(view.loss, 6),
      nextLoss: showFixed(view.nextLoss, 6),
    });
    this.#draw();
  }

  #draw(): void {
    // A view of the net before may still be under way.
    if (!this.#view || !this.#figures || this.#view.settings.net !== this.#net) return;
    const { net, activation } = this.#view.settings;
    const steps = subStepsOf(net);
    const step = steps[this.#place] as SubStep;
    this.#player.show(this.#place, steps.length - 1);
    this.#graph.show({ net, figures: this.#figures, place: this.#place });
    this.#rule.show(step, this.#figures, net, activation);
    this.#matrices.show(this.#figures, net, step);
    const sentence = sentenceOf(step, this.#figures);
    if (this.#player.isPlaying) this.#status.tell(sentence);
    else this.#status.say(sentence);
  }

  #weightTexts(): Record<string, string> {
    const texts = (weights: Weights): string =>
      weights.flatMap((matrix) => matrix.map((value) => String(Number(value.toPrecision(7))))).join(',');
    const text = texts(this.#weights);
    return text === texts(startWeights(this.#net)) ? {} : { w: text };
  }

  #placeTexts(): Record<string, string> {
    return this.#place === 0 ? {} : { at: String(this.#place) };
  }
}

/** Weights of a link; undefined for texts that mean none of this net. */
function weightsFrom(text: string | undefined, net: NetName): Weights | undefined {
  const values = (text ?? '').split(',').map((each) => (each.trim() === '' ? Number.NaN : Number(each)));
  const start = startWeights(net);
  const [hidden = [], outputs = []] = start;
  const fits = values.length === hidden.length + outputs.length;
  if (!fits || !values.every((value) => Math.abs(value) <= 2 * weightBound)) return undefined;
  return [values.slice(0, hidden.length), values.slice(hidden.length)];
}
