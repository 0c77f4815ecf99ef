import { arrowMoves } from '../../shared/arrow-moves.js';
import { html } from '../../shared/element.js';
import { showFixed, showNumber } from '../../shared/numbers.js';
import { type FeatureName, featureNames, features, featuresOf, featuresOn } from '../data/features.js';
import { cellPlaces, tilesOf } from '../net/maps.js';
import { mostLayers, mostNeurons, newLayerSize } from '../state/options.js';
import type { State } from '../state/state.js';
import { mapSize, type NumberPlace, tileSize, type View } from '../worker/messages.js';
import { drawHeat, lineColours } from './colours.js';
import type { Change } from './controls.js';

/** A unit or an input, as the page speaks of it: an input's name, or a number as the worker counts units. */
export type UnitName = FeatureName | number;

interface Tile {
  readonly name: UnitName;
  readonly element: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly column: number;
  readonly row: number;
  /** Undefined for inputs. */
  readonly bias?: NumberPlace;
}

interface Link {
  readonly place: NumberPlace;
  readonly from: Tile;
  readonly to: Tile;
  /** Where it is drawn: between two tiles, by a curve that is level at both. */
  ends: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
  curve: Path2D;
}

const nowhere = { ends: { x0: 0, y0: 0, x1: 0, y1: 0 }, curve: new Path2D() };

/** What the reader does in the drawing. */
export interface NetworkEvents {
  readonly change: Change;
  /** Points at a unit, or at none. */
  onHover(unit: UnitName | undefined): void;
  /** Chooses a unit to stay. */
  onPin(unit: UnitName): void;
  /** Points at a number, at a place in the window; or at none. */
  onNumber(number: NumberPlace | undefined, at: { x: number; y: number }): void;
  /** Wants to change a number. */
  onEdit(number: NumberPlace, at: { x: number; y: number }): void;
}

const rowHeight = 46;
const top = 64;
/** Weights of this size and more are drawn as thick as can be. */
const fullWeight = 5;

/** Maps of the inputs, which never change. */
const inputMaps = new Map(
  featureNames.map((name) => [name, featuresOf([name], cellPlaces(mapSize))] as const),
);

export function mapOfInput(name: FeatureName): Float32Array {
  return inputMaps.get(name) as Float32Array;
}

/** The net: a tile for each input and unit, with its own map, and a line for each weight. */
export class NetworkView {
  readonly element = html('div', { class: 'network', role: 'group', 'aria-label': 'The network' });
  readonly #canvas = html('canvas', { class: 'links', 'aria-hidden': 'true' });
  readonly #events: NetworkEvents;
  #tiles: Tile[] = [];
  #links: Link[] = [];
  #shape = '';
  #state!: State;
  #view: View | undefined;
  #current = 0;
  #tileSize = 34;
  #lit: NumberPlace | undefined;
  readonly #isStill = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(events: NetworkEvents, signal: AbortSignal) {
    this.#events = events;
    const observer = new ResizeObserver(() => this.#place());
    observer.observe(this.element);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
    this.element.addEventListener('pointermove', (event) => this.#pointAt(event), { signal });
    this.element.addEventListener('pointerleave', () => this.#light(undefined, { x: 0, y: 0 }), { signal });
    this.element.addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('button')) return;
        const link = this.#linkAt(event);
        if (link) events.onEdit(link.place, { x: event.clientX, y: event.clientY });
      },
      { signal },
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.element.addEventListener(
      'focusin',
      ({ target }) => {
        const at = this.#tiles.findIndex(({ element }) => element === target);
        if (at >= 0) this.#go(at);
      },
      { signal },
    );
  }

  /** The drawing of a state; the numbers come with a view. */
  showState(state: State, hidden: ReadonlySet<string>): void {
    this.#state = state;
    const shape = `${featuresOn(state)};${state.networkShape};${[...hidden]}`;
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#view = undefined;
      this.#build(hidden);
    }
    for (const { name, canvas } of this.#tiles) {
      if (typeof name === 'string') drawHeat(canvas, tilesOf(mapOfInput(name)), tileSize, state.discretize);
    }
  }

  show(view: View): void {
    this.#view = view;
    const area = tileSize * tileSize;
    const units = this.#tiles.filter(({ name }) => typeof name === 'number');
    if (view.tiles.length !== units.length * area) return;
    for (const tile of units) {
      const at = (tile.name as number) * area;
      drawHeat(tile.canvas, view.tiles.subarray(at, at + area), tileSize, this.#state.discretize);
      const { layer, to } = tile.bias as NumberPlace;
      const bias = view.biases[layer]?.[to] ?? 0;
      (tile.element.lastElementChild as HTMLElement).className = `bias ${bias < 0 ? 'negative' : 'positive'}`;
      const value = view.values[tile.name as number];
      const text = tile.element.querySelector('.value') as HTMLElement;
      text.textContent = value === undefined ? '' : showFixed(value, 2);
      if (view.isRunning && value === undefined) continue;
      const told = value === undefined ? '' : `, gives ${showFixed(value, 2)} at the chosen place`;
      tile.element.setAttribute('aria-label', `${this.#spoken(tile)}, bias ${showNumber(bias, 2)}${told}`);
    }
    this.#drawLinks();
  }

  /** The number at a place, as it was drawn last. */
  valueAt({ layer, from, to }: NumberPlace): number {
    if (!this.#view) return 0;
    if (from === undefined) return this.#view.biases[layer]?.[to] ?? 0;
    const units = this.#view.biases[layer]?.length ?? 1;
    return this.#view.kernels[layer]?.[from * units + to] ?? 0;
  }

  /** Marks the unit that stays. */
  pin(unit: UnitName | undefined): void {
    for (const { name, element } of this.#tiles) {
      element.classList.toggle('pinned', name === unit);
    }
  }

  /** How a unit is called. */
  nameOf(unit: UnitName): string {
    const tile = this.#tiles.find(({ name }) => name === unit);
    return tile ? this.#spoken(tile) : 'Output';
  }

  /** The numbers that a unit has: those of its links and its bias. */
  numbersOf(unit: UnitName): { readonly place: NumberPlace; readonly label: string }[] {
    const tile = this.#tiles.find(({ name }) => name === unit);
    if (!tile?.bias) return [];
    return [
      { place: tile.bias, label: 'bias' },
      ...this.#links
        .filter(({ to }) => to === tile)
        .map(({ place, from }) => ({ place, label: `from ${this.#short(from)}` })),
    ];
  }

  #build(hidden: ReadonlySet<string>): void {
    const { networkShape } = this.#state;
    const tiles: Tile[] = [];
    featureNames
      .filter((name) => !hidden.has(name))
      .forEach((name, row) => {
        const tile = this.#makeTile(name, 0, row);
        tile.element.classList.toggle('off', !this.#state[name]);
        tile.element.setAttribute('aria-pressed', String(this.#state[name]));
        tiles.push(tile);
      });
    let unit = 0;
    [...networkShape, 1].forEach((count, layer) => {
      for (let to = 0; to < count; to++) tiles.push(this.#makeTile(unit++, layer + 1, to, { layer, to }));
    });
    this.#tiles = tiles;
    this.#links = [];
    for (const to of tiles) {
      if (!to.bias) continue;
      const sources = tiles.filter(
        ({ column, name }) => column === to.column - 1 && (typeof name === 'number' || this.#state[name]),
      );
      sources.forEach((from, index) => {
        this.#links.push({ place: { ...(to.bias as NumberPlace), from: index }, from, to, ...nowhere });
      });
    }
    const heads = [
      this.#head(0, 'Features'),
      ...networkShape.map((count, layer) => this.#layerHead(layer, count, hidden)),
      this.#head(networkShape.length + 1, 'Output'),
    ];
    this.element.replaceChildren(this.#canvas, ...heads, ...tiles.map(({ element }) => element));
    this.#current = Math.min(this.#current, tiles.length - 1);
    this.#showCurrent();
    this.#place();
  }

  #makeTile(name: UnitName, column: number, row: number, bias?: NumberPlace): Tile {
    const canvas = html('canvas', { width: tileSize, height: tileSize, 'aria-hidden': 'true' });
    const element = html('button', { type: 'button', class: 'unit', 'data-unit': name }, canvas);
    if (typeof name === 'string') {
      element.append(html('span', { class: 'feature' }, features[name].label));
    } else element.append(html('span', { class: 'value' }), html('span', { class: 'bias' }));
    const tile: Tile = bias
      ? { name, element, canvas, column, row, bias }
      : { name, element, canvas, column, row };
    element.setAttribute('aria-label', this.#spoken(tile));
    element.addEventListener('pointerenter', (event) => {
      if (event.pointerType === 'mouse') this.#events.onHover(name);
    });
    element.addEventListener('pointerleave', () => this.#events.onHover(undefined));
    element.addEventListener('focus', () => this.#events.onHover(name));
    element.addEventListener('blur', () => this.#events.onHover(undefined));
    element.addEventListener('click', (event) => {
      const isOnBias = (event.target as Element).classList.contains('bias');
      if (isOnBias && bias) this.#events.onEdit(bias, { x: event.clientX, y: event.clientY });
      else if (typeof name === 'string') this.#toggle(name);
      else this.#events.onPin(name);
    });
    return tile;
  }

  #toggle(name: FeatureName): void {
    // A net without inputs learns nothing: the last one stays.
    if (this.#state[name] && featuresOn(this.#state).length === 1) return;
    this.#events.change({ [name]: !this.#state[name] } as Partial<State>);
    this.#tiles.find((tile) => tile.name === name)?.element.focus();
  }

  #head(column: number, text: string): HTMLElement {
    return html('div', { class: 'head', 'data-column': column }, text);
  }

  #layerHead(layer: number, count: number, hidden: ReadonlySet<string>): HTMLElement {
    const head = this.#head(layer + 1, '');
    if (hidden.has('numHiddenLayers')) return head;
    const change = (by: number): void => {
      const shape = this.#state.networkShape.map((units, i) => (i === layer ? units + by : units));
      this.#events.change({ networkShape: shape });
      this.element
        .querySelector<HTMLElement>(`[data-column="${layer + 1}"] button[data-by="${by}"]`)
        ?.focus();
    };
    const button = (by: number, text: string, spoken: string, isOff: boolean): HTMLButtonElement => {
      const made = html(
        'button',
        {
          type: 'button',
          disabled: isOff,
          'data-by': by,
          'aria-label': `${spoken}, hidden layer ${layer + 1}`,
        },
        text,
      );
      made.addEventListener('click', () => change(by));
      return made;
    };
    head.append(
      button(1, '+', 'Add a neuron', count >= mostNeurons),
      button(-1, '−', 'Remove a neuron', count <= 1),
      html('span', { class: 'count' }, String(count)),
    );
    return head;
  }

  /** Where everything is, for the width that there is. */
  #place(): void {
    const width = this.element.clientWidth;
    if (!width || this.#tiles.length === 0) return;
    const columns = this.#state.networkShape.length + 2;
    const rows = Math.max(...this.#tiles.map(({ row }) => row)) + 1;
    const pad = 30;
    const x = (column: number): number => pad + (column * (width - 2 * pad)) / (columns - 1);
    const y = (row: number): number => top + (row + 0.5) * rowHeight;
    this.element.style.height = `${top + rows * rowHeight}px`;
    const spacing = (width - 2 * pad) / (columns - 1);
    this.#tileSize = Math.max(22, Math.min(34, spacing - 16));
    this.element.style.setProperty('--tile', `${this.#tileSize}px`);
    this.element.style.setProperty('--column-width', `${Math.min(96, (width - 2 * pad) / (columns - 1))}px`);
    for (const head of this.element.querySelectorAll<HTMLElement>('.head')) {
      head.style.left = `${x(Number(head.dataset.column))}px`;
    }
    for (const { element, column, row } of this.#tiles) {
      element.style.left = `${x(column)}px`;
      element.style.top = `${y(row)}px`;
    }
    const half = this.#tileSize / 2;
    for (const link of this.#links) {
      const { from, to } = link;
      const [x0, y0, x1, y1] = [x(from.column) + half, y(from.row), x(to.column) - half, y(to.row)];
      const middle = (x0 + x1) / 2;
      link.ends = { x0, y0, x1, y1 };
      link.curve = new Path2D();
      link.curve.moveTo(x0, y0);
      link.curve.bezierCurveTo(middle, y0, middle, y1, x1, y1);
    }
    const ratio = Math.min(2, devicePixelRatio);
    this.#canvas.width = width * ratio;
    this.#canvas.height = (top + rows * rowHeight) * ratio;
    this.#drawLinks();
  }

  #drawLinks(): void {
    const context = this.#canvas.getContext('2d');
    const view = this.#view;
    if (!context || !view || view.kernels.length !== this.#state.networkShape.length + 1) return;
    const ratio = Math.min(2, devicePixelRatio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const colours = lineColours();
    context.setLineDash([8, 2]);
    context.lineDashOffset = this.#isStill.matches ? 0 : -view.epoch / 3;
    for (const link of this.#links) {
      const { layer, from = 0, to } = link.place;
      const units = view.biases[layer]?.length ?? 1;
      const weight = view.kernels[layer]?.[from * units + to] ?? 0;
      const isDead = view.alive[layer]?.[from * units + to] === 0;
      context.lineWidth = isDead ? 0.4 : 1 + 9 * Math.min(1, Math.abs(weight) / fullWeight);
      context.strokeStyle = isDead ? colours.muted : weight < 0 ? colours.negative : colours.positive;
      const isLit = this.#lit && this.#lit.layer === layer && this.#lit.from === from && this.#lit.to === to;
      context.globalAlpha = isLit ? 1 : 0.25 + 0.6 * Math.min(1, Math.abs(weight));
      context.stroke(link.curve);
    }
    context.globalAlpha = 1;
  }

  /** The link under the pointer, within a few pixels. */
  #linkAt(event: PointerEvent | MouseEvent): Link | undefined {
    const box = this.element.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best: Link | undefined;
    let nearest = 8;
    for (const link of this.#links) {
      const { x0, y0, x1, y1 } = link.ends;
      if (px < x0 || px > x1) continue;
      const distance = Math.abs(heightOf((px - x0) / (x1 - x0)) * (y1 - y0) + y0 - py);
      if (distance < nearest) [nearest, best] = [distance, link];
    }
    return best;
  }

  #pointAt(event: PointerEvent): void {
    const target = (event.target as Element).closest<HTMLElement>('.unit');
    const at = { x: event.clientX, y: event.clientY };
    if (target) {
      const tile = this.#tiles.find(({ element }) => element === target);
      const isOnBias = (event.target as Element).classList.contains('bias');
      this.#light(isOnBias ? tile?.bias : undefined, at);
    } else this.#light(this.#linkAt(event)?.place, at);
  }

  #light(number: NumberPlace | undefined, at: { x: number; y: number }): void {
    const wasLit = this.#lit;
    this.#lit = number;
    this.#events.onNumber(number, at);
    if (wasLit !== number) this.#drawLinks();
  }

  #onKey(event: KeyboardEvent): void {
    if (!(event.target as Element).classList.contains('unit')) return;
    const { column, row } = this.#tiles[this.#current] as Tile;
    const move = arrowMoves[event.key];
    if (!move) return;
    event.preventDefault();
    const inColumn = this.#tiles.filter((tile) => tile.column === column + move[1]);
    const next = inColumn[Math.max(0, Math.min(inColumn.length - 1, row + move[0]))];
    next?.element.focus();
  }

  #go(at: number): void {
    this.#current = at;
    this.#showCurrent();
  }

  #showCurrent(): void {
    this.#tiles.forEach(({ element }, i) => {
      element.tabIndex = i === this.#current ? 0 : -1;
    });
  }

  #spoken({ name, column, row }: Tile): string {
    if (typeof name === 'string') return `Input ${features[name].label}, ${features[name].spoken}`;
    if (column === this.#state.networkShape.length + 1) return 'Output';
    return `Hidden layer ${column}, neuron ${row + 1}`;
  }

  #short({ name, column, row }: Tile): string {
    return typeof name === 'string' ? features[name].label : `${column}.${row + 1}`;
  }
}

/** How high the curve of a link is at a share of its width: both ends are level. */
function heightOf(share: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    const x = 1.5 * (1 - t) ** 2 * t + 1.5 * (1 - t) * t ** 2 + t ** 3;
    if (x < share) low = t;
    else high = t;
  }
  return 3 * low ** 2 - 2 * low ** 3;
}

/** Buttons that add and remove a hidden layer. */
export function layerButtons(change: Change): { element: HTMLElement; show(state: State): void } {
  let shape: readonly number[] = [];
  const text = html('span', { 'data-value': 'layers' });
  const add = html('button', { type: 'button', 'aria-label': 'Add a hidden layer' }, '+');
  const remove = html('button', { type: 'button', 'aria-label': 'Remove a hidden layer' }, '−');
  add.addEventListener('click', () => change({ networkShape: [...shape, newLayerSize] }));
  remove.addEventListener('click', () => change({ networkShape: shape.slice(0, -1) }));
  return {
    element: html('div', { class: 'layer-buttons', 'data-ui': 'numHiddenLayers' }, remove, add, ' ', text),
    show({ networkShape }) {
      shape = networkShape;
      add.disabled = shape.length >= mostLayers;
      remove.disabled = shape.length === 0;
      text.textContent = `${shape.length} hidden layer${shape.length === 1 ? '' : 's'}`;
    },
  };
}
