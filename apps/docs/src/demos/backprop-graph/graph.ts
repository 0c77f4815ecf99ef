import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';
import type { Figures } from './figures.js';
import type { NetName } from './protocol.js';
import { sub } from './rule.js';
import { columnOf, placeOf, type SubStep, sourcesOf, subStepsOf, targetsOf, unitsOf } from './steps.js';

const top = 54;
const rowHeight = 128;
const height = top + 2 * rowHeight + 26;
/** Narrower than this, a weight is shown without its name, and units are smaller. */
const wide = 520;

/** What the reader sees of the graph: a net, and how far the step has got. */
export interface GraphState {
  readonly net: NetName;
  readonly figures: Figures;
  /** Number of the sub-step. */
  readonly place: number;
}

/** The net as a graph. What has been computed is filled in; what is computed just now is lit. */
export class Graph {
  readonly element: HTMLElement;
  readonly #picture = svg('svg', {
    role: 'group',
    'aria-label': 'The net as a graph; arrow keys step through it',
  });
  readonly #onPlace: (place: number) => void;
  #width = 600;
  #state: GraphState | undefined;

  /** @param onPlace - the reader goes to a sub-step */
  constructor(onPlace: (place: number) => void, signal: AbortSignal) {
    this.#onPlace = onPlace;
    setAttributes(this.#picture, { viewBox: `0 0 ${this.#width} ${height}`, height });
    this.element = html('div', { class: 'graph' }, this.#picture);
    const observer = new ResizeObserver(([entry]) => {
      this.#width = Math.max(260, Math.min(680, Math.round(entry?.contentRect.width ?? 600)));
      if (this.#state) this.show(this.#state);
    });
    observer.observe(this.element);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
    this.#picture.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  show(state: GraphState): void {
    this.#state = state;
    const isFocused = this.#picture.contains(document.activeElement);
    setAttributes(this.#picture, { viewBox: `0 0 ${this.#width} ${height}`, height });
    this.#picture.style.maxWidth = `${this.#width}px`;
    const steps = subStepsOf(state.net);
    const drawing = new Drawing(state, steps, this.#width, this.#onPlace);
    this.#picture.replaceChildren(...drawing.elements());
    const current = this.#picture.querySelector<SVGElement>('[tabindex="0"]');
    if (isFocused) current?.focus({ preventScroll: true });
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.#state) return;
    const { place, net } = this.#state;
    const last = subStepsOf(net).length - 1;
    const goal: Readonly<Record<string, number>> = {
      ArrowRight: place + 1,
      ArrowDown: place + 1,
      ArrowLeft: place - 1,
      ArrowUp: place - 1,
      Home: 0,
      End: last,
    };
    const wanted = goal[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    this.#onPlace(Math.max(0, Math.min(last, wanted)));
  }
}

/** One picture of the graph. */
class Drawing {
  readonly #state: GraphState;
  readonly #steps: readonly SubStep[];
  readonly #step: SubStep;
  readonly #width: number;
  readonly #onPlace: (place: number) => void;
  readonly #items: { readonly element: SVGElement; readonly places: readonly number[] }[] = [];

  constructor(state: GraphState, steps: readonly SubStep[], width: number, onPlace: (place: number) => void) {
    this.#state = state;
    this.#steps = steps;
    this.#step = steps[state.place] as SubStep;
    this.#width = width;
    this.#onPlace = onPlace;
  }

  get #radius(): number {
    return this.#width < wide ? 23 : 27;
  }

  elements(): readonly SVGElement[] {
    const { net } = this.#state;
    const [inputs, hidden, outputs] = unitsOf(net);
    const units = [...hidden, ...outputs];
    const edges = units.flatMap((to) => [0, ...sourcesOf(net, to)].map((from) => this.#edge(from, to)));
    const nodes = [...inputs, ...hidden, ...outputs].map((unit) => this.#node(unit));
    const biases = [0, 1].map((column) => this.#bias(column));
    // One stop for Tab: what is computed now.
    const stop = this.#items.find(({ places }) => places.includes(this.#state.place)) ?? this.#items.at(-1);
    stop?.element.setAttribute('tabindex', '0');
    // Lines below, then the numbers on them, then the units.
    return [...edges.map(({ line }) => line), ...biases, ...nodes, ...edges.map(({ label }) => label)];
  }

  #x(column: number): number {
    const edge = this.#radius + 6;
    return [edge, this.#width / 2 - 8, this.#width - edge - 18][column] as number;
  }

  /** Where a unit is; that of the bias is below the others. */
  #place(unit: number, column = columnOf(unit)): { x: number; y: number } {
    const rows = unitsOf(this.#state.net)[column] as number[];
    const row = unit === 0 ? 2 : rows.indexOf(unit) + (rows.length === 1 ? 0.5 : 0);
    return { x: this.#x(column), y: top + row * rowHeight };
  }

  /** Whether a sub-step is done, or just being done. */
  #isDone(kind: 'forward' | 'backward' | 'update', to: number, from?: number): boolean {
    return this.#state.place >= placeOf(this.#steps, kind, to, from);
  }

  #number(name: string, digits: number): SVGTSpanElement {
    const value = this.#state.figures.get(name) as number;
    return svg('tspan', { 'data-of': name, 'data-exact': value }, showFixed(value, digits));
  }

  #node(unit: number): SVGElement {
    const { figures } = this.#state;
    const { x, y } = this.#place(unit);
    const isInput = columnOf(unit) === 0;
    const isForward = isInput || this.#isDone('forward', unit);
    const isBackward = !isInput && this.#isDone('backward', unit);
    const value = (figures.get(`a.${unit}`) as number) ?? 0;
    const text = (dy: number, kind: string, ...parts: (Node | string)[]): SVGElement =>
      svg('text', { x, y: y + dy, 'text-anchor': 'middle', class: kind }, ...parts);
    const node = svg(
      'g',
      { class: `unit ${isForward ? (value < 0 ? 'negative' : 'positive') : 'empty'} ${this.#light(unit)}` },
      svg('circle', { cx: x, cy: y, r: this.#radius }),
      text(-this.#radius - 8, 'name', `a${sub(unit)}`, ...this.#goal(unit)),
      text(5, 'value', isForward ? this.#number(`a.${unit}`, 3) : '?'),
    );
    if (!isInput && isForward)
      node.append(text(this.#radius + 16, 'sum', 'in ', this.#number(`in.${unit}`, 3)));
    if (isBackward) node.append(text(this.#radius + 32, 'delta', 'Δ ', this.#number(`delta.${unit}`, 4)));
    if (isInput) return this.#itemAt(node, `input ${unit}, ${showFixed(value, 3)}`, [0]);
    const said = [
      columnOf(unit) === 2 ? `output unit ${unit}` : `hidden unit ${unit}`,
      isForward ? `a = ${showFixed(value, 3)}` : 'not computed yet',
      isBackward ? `Δ = ${showFixed(figures.get(`delta.${unit}`) as number, 4)}` : '',
    ];
    return this.#itemAt(node, said.filter(Boolean).join(', '), [
      placeOf(this.#steps, 'forward', unit),
      placeOf(this.#steps, 'backward', unit),
    ]);
  }

  #goal(unit: number): (Node | string)[] {
    return columnOf(unit) === 2 ? [', y ', this.#number(`y.${unit}`, 2)] : [];
  }

  #bias(column: number): SVGElement {
    const { x, y } = this.#place(0, column);
    const isLit =
      this.#step.kind === 'update' && this.#step.from === 0 && columnOf(this.#step.to) === column + 1;
    return svg(
      'g',
      { class: `unit bias ${isLit ? 'lit' : ''}` },
      svg('rect', { x: x - 18, y: y - 18, width: 36, height: 36, rx: 6 }),
      svg('text', { x, y: y - 26, 'text-anchor': 'middle', class: 'name' }, `a${sub(0)}`),
      svg('text', { x, y: y + 5, 'text-anchor': 'middle', class: 'value' }, '1'),
    );
  }

  #edge(from: number, to: number): { readonly line: SVGElement; readonly label: SVGElement } {
    const { figures } = this.#state;
    const column = columnOf(to) - 1;
    const [start, end] = [this.#place(from, column), this.#place(to)];
    const isUpdated = this.#isDone('update', to, from);
    const name = `${isUpdated ? 'next' : 'w'}.${from}.${to}`;
    const value = figures.get(name) as number;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    const [ux, uy] = [(end.x - start.x) / length, (end.y - start.y) / length];
    const gap = from === 0 ? 24 : this.#radius;
    const line = svg('line', {
      x1: start.x + gap * ux,
      y1: start.y + gap * uy,
      x2: end.x - this.#radius * ux,
      y2: end.y - this.#radius * uy,
      'stroke-width': Math.min(7, 1.2 + 1.6 * Math.abs(value)),
      class: `edge ${value < 0 ? 'negative' : 'positive'} ${this.#edgeLight(from, to)}`,
      'aria-hidden': 'true',
    });
    const isAlone = unitsOf(this.#state.net)[column + 1]?.length === 1;
    const share = isAlone || start.y === end.y ? 0.5 : shareOf(from, to);
    const [x, y] = [start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)];
    const label = svg(
      'g',
      { class: `weight ${isUpdated ? 'updated' : ''} ${this.#edgeLight(from, to)}` },
      svg('rect', { x: x - 22, y: y - 13, width: 44, height: 26, class: 'target' }),
      svg(
        'text',
        { x, y: y + 4.5, 'text-anchor': 'middle' },
        ...(this.#width >= wide ? [`w${sub(from, to)} `] : []),
        this.#number(name, 2),
      ),
    );
    const said = `weight from ${from === 0 ? 'the bias' : `unit ${from}`} to unit ${to}: ${showFixed(value, 3)}${isUpdated ? ', updated' : ''}`;
    return { line, label: this.#itemAt(label, said, [placeOf(this.#steps, 'update', to, from)]) };
  }

  /** Lit are the unit at work and those that it looks at. */
  #light(unit: number): string {
    const step = this.#step;
    switch (step.kind) {
      case 'forward':
        return step.unit === unit
          ? 'lit'
          : sourcesOf(this.#state.net, step.unit).includes(unit)
            ? 'read'
            : '';
      case 'backward':
        return step.unit === unit
          ? 'lit back'
          : targetsOf(this.#state.net, step.unit).includes(unit)
            ? 'read back'
            : '';
      case 'update':
        return step.to === unit || step.from === unit ? 'read back' : '';
      case 'loss':
        return columnOf(unit) === 2 ? 'lit' : '';
      default:
        return '';
    }
  }

  #edgeLight(from: number, to: number): string {
    const step = this.#step;
    if (step.kind === 'forward') return step.unit === to ? 'lit' : '';
    if (step.kind === 'backward') return step.unit === from ? 'lit back' : '';
    return step.kind === 'update' && step.from === from && step.to === to ? 'lit back' : '';
  }

  /** Lets the reader go to where something is computed: the first of its sub-steps, then the next one. */
  #itemAt<E extends SVGElement>(element: E, label: string, places: readonly number[]): E {
    this.#items.push({ element, places });
    setAttributes(element, { role: 'button', 'aria-label': label, tabindex: -1 });
    const at = places.indexOf(this.#state.place);
    const go = (): void => this.#onPlace(places[(at + 1) % places.length] as number);
    element.addEventListener('click', go);
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      go();
    });
    return element;
  }
}

/** Where on its line a weight stands: where lines cross, their numbers keep apart, and from those below the units. */
function shareOf(from: number, to: number): number {
  if (from === 0) return to % 2 ? 0.42 : 0.46;
  return to % 2 ? 0.42 : 0.67;
}
