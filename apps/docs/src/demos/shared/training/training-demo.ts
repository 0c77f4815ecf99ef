import { ControlPanel, type StateOf } from '../controls/panel.js';
import { html } from '../element.js';
import { copyLinkButton, stateInLink } from '../link.js';
import { NumberList } from '../number-list.js';
import { Status } from '../status.js';
import { whenSeen, whileSeen } from '../when-seen.js';
import { BackendSwitch } from './backend-switch.js';
import type { Progress } from './messages.js';
import { TrainingClient } from './training-client.js';
import { type Speeds, Transport } from './transport.js';

/** What a demo that trains is made of, besides what all of them have. */
export interface TrainingDemoOptions<C, Extra, View, K extends string> {
  /** For links. */
  readonly name: string;
  readonly controls: C;
  /** What the reader sets in the figures. Both together are the settings of the worker. */
  readonly extra: Extra;
  readonly worker: Worker;
  readonly speeds: Speeds;
  /** Begins when the reader says so, where beginning is dear. Default: by itself, when it is seen. */
  readonly waits?: boolean;
  /** Figures and what belongs to them. */
  readonly figures: readonly Node[];
  /** Besides those of the transport: what is done once, such as another data set. */
  readonly buttons?: readonly HTMLElement[];
  /** Names of the numbers below the figures. */
  readonly numbers: Readonly<Record<K, string>>;
  /** Draws what the worker has made, and gives the numbers. */
  show(progress: Progress<View>): Readonly<Record<K, string>>;
  /** Where training stands, in a sentence. */
  sentence(progress: Progress<View>): string;
  /** Whether more steps are of no use until something is set; an end that is not is gone on from. */
  isOver(end: string): boolean;
  /** The reader set a control: what that changes of what is set in the figures. */
  onSettings?(state: StateOf<C>): Partial<Extra>;
  /** Controls that do nothing as it is set, and why. */
  idle?(state: StateOf<C>): { readonly [N in keyof C]?: string | undefined };
  /** Puts the figures back to how they began; gives what the reader sets in them. */
  reset(): Extra;
  /** What the reader has set in the figures, for links, and back. */
  extraToTexts?(): Readonly<Record<string, string>>;
  extraFromTexts?(texts: Readonly<Record<string, string>>): Partial<Extra>;
}

/**
 * A demo that trains in a worker: figures, transport, controls, numbers, a sentence that tells what happens, the
 * backend; it begins once by itself on screen, rests off screen, and is shared by a link.
 */
export class TrainingDemo<
  const C extends Record<string, unknown>,
  Extra extends object,
  View,
  Act,
  K extends string,
> {
  readonly #options: TrainingDemoOptions<C, Extra, View, K>;
  readonly #client: TrainingClient<StateOf<C> & Extra, View, Act>;
  readonly #panel: ControlPanel<C>;
  readonly #transport: Transport;
  readonly #status = new Status();
  #extra: Extra;
  #hasStarted = false;
  /** Paused by nobody but the screen. */
  #isResting = false;

  constructor(root: HTMLElement, signal: AbortSignal, options: TrainingDemoOptions<C, Extra, View, K>) {
    const { name, worker, speeds, figures, buttons = [], numbers } = options;
    this.#options = options;
    this.#extra = options.extra;
    this.#panel = new ControlPanel(options.controls, () => this.#takeOver());
    const texts = stateInLink(name) ?? {};
    this.#panel.fromTexts(texts);
    this.#extra = {
      ...this.#extra,
      ...options.onSettings?.(this.#panel.state),
      ...options.extraFromTexts?.(texts),
    };
    this.#showIdle();
    const list = new NumberList(numbers);
    const backend = new BackendSwitch(() => this.#start(backend), signal);
    this.#transport = new Transport(
      root,
      speeds,
      {
        onRun: () => this.#client.send({ type: 'run' }),
        onPause: () => this.#client.send({ type: 'pause' }),
        onStep: () => this.#client.send({ type: 'step' }),
        onReset: () => this.#reset(),
        onSpeed: (speed) => this.#client.send({ type: 'speed', speed }),
      },
      signal,
    );
    this.#client = new TrainingClient(
      worker,
      {
        onReady: (choice, description) => {
          backend.show(choice, description);
          this.#transport.setReady(true);
        },
        onProgress: (progress) => {
          this.#hasStarted ||= progress.step > 0;
          const { isRunning, end } = progress;
          list.show(options.show(progress));
          this.#transport.showState(isRunning, end !== undefined && options.isOver(end));
          const sentence = options.sentence(progress);
          if (isRunning) this.#status.tell(sentence);
          else this.#status.say(sentence);
        },
        onFailed: (message) => {
          backend.takeBack();
          this.#transport.showState(false, false);
          this.#status.say(`The demo stopped: ${message}`);
        },
      },
      signal,
    );
    const plots = html('div', { class: 'plots' }, ...figures);
    const share = copyLinkButton(
      name,
      () => ({ ...this.#panel.toTexts(), ...options.extraToTexts?.() }),
      (text) => this.#status.say(text),
      signal,
    );
    this.#transport.element.append(...buttons, share);
    root.replaceChildren(
      plots,
      this.#transport.element,
      this.#panel.element,
      list.element,
      this.#status.element,
      backend.element,
    );
    this.#start(backend);
    if (!options.waits) {
      whenSeen(plots, signal, () => {
        if (!this.#hasStarted) this.#client.send({ type: 'run' });
      });
    }
    whileSeen(root, signal, (isSeen) => this.#rest(!isSeen));
  }

  /** What is set now. */
  get settings(): StateOf<C> & Extra {
    return { ...this.#panel.state, ...this.#extra };
  }

  /** The reader has set something in a figure. */
  set(extra: Partial<Extra>): void {
    this.#hasStarted = true;
    this.#extra = { ...this.#extra, ...extra };
    this.#sendSettings();
  }

  /** The reader has set in a figure what is a control too. */
  setControls(values: Partial<StateOf<C>>): void {
    this.#panel.show(values);
    this.#takeOver();
  }

  /** The reader has done something in a figure. */
  act(act: Act): void {
    this.#hasStarted = true;
    this.#client.send({ type: 'act', act });
  }

  /** Training waits, for instance while the reader looks back. */
  pause(): void {
    if (this.#transport.isRunning) this.#client.send({ type: 'pause' });
  }

  #takeOver(): void {
    this.#extra = { ...this.#extra, ...this.#options.onSettings?.(this.#panel.state) };
    this.#showIdle();
    this.#sendSettings();
  }

  #showIdle(): void {
    this.#panel.showIdle(this.#options.idle?.(this.#panel.state) ?? {});
  }

  #sendSettings(): void {
    this.#client.send({ type: 'settings', settings: this.settings });
  }

  #start(backend: BackendSwitch): void {
    this.#transport.setReady(false);
    const { speed } = this.#transport;
    this.#client.send({ type: 'start', settings: this.settings, backend: backend.choice, speed });
  }

  #reset(): void {
    this.#hasStarted = true;
    this.#extra = this.#options.reset();
    this.#client.send({ type: 'reset', settings: this.settings });
  }

  #rest(isHidden: boolean): void {
    if (isHidden && this.#transport.isRunning) {
      this.#isResting = true;
      this.#client.send({ type: 'pause' });
    } else if (!isHidden && this.#isResting) {
      this.#isResting = false;
      this.#client.send({ type: 'run' });
    }
  }
}
