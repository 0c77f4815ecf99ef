import { Rng, type Tensor, tensor } from '@descent/core';
import type { Grid } from '../shared/surface-map.js';
import type { Trainable } from '../shared/training/trainable.js';
import type { End, Line, Point, Settings, View } from './protocol.js';
import { closedForm, lossOf, lossSurface, tensorsOf, updateRule } from './regression.js';
import { startLine } from './start.js';

/** Cells along each axis of the loss surface. */
const surfaceSize = 96;
/** A line that has left this range will not come back. */
const farAway = 1e4;
/** An update that moves the weights by less than this moves nothing that can be seen. */
const standstill = 1e-6;

/** Gradient descent on a line, which the reader may place. */
export class Trainer implements Trainable<Settings, View, Line> {
  #settings: Settings;
  #w0: Tensor;
  #w1: Tensor;
  #rate: Tensor;
  #rule: ReturnType<typeof updateRule>;
  #rng = new Rng(1);
  #order: number[] = [];
  #path: number[];
  #last: Line;
  #isPlaced = true;
  /** The loss of all lines, unless it was told. */
  #surface: Grid | undefined;

  end: End | undefined;

  constructor(settings: Settings) {
    const { w0, w1 } = startLine;
    this.#last = startLine;
    this.#settings = settings;
    this.#rule = updateRule(settings.loss);
    this.#rate = tensor(settings.rate);
    this.#w0 = tensor(w0);
    this.#w1 = tensor(w1);
    this.#path = [w0, w1];
  }

  /** Gets ready to draw. */
  async begin(): Promise<this> {
    await this.#computeSurface();
    return this;
  }

  async configure(settings: Settings): Promise<boolean> {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.rate !== before.rate) {
      this.#rate.dispose();
      this.#rate = tensor(settings.rate);
    }
    if (settings.loss !== before.loss) {
      this.#rule.dispose();
      this.#rule = updateRule(settings.loss);
    }
    this.#order = [];
    if (this.end === 'settled') this.end = undefined;
    // What comes from the page is a copy each time.
    const isSame = JSON.stringify(settings.points) === JSON.stringify(before.points);
    if (settings.loss !== before.loss || !isSame) await this.#computeSurface();
    return false;
  }

  /** Puts the line somewhere and goes on from there; the order of the points starts anew. */
  act(line: Line): void {
    const { w0, w1 } = line;
    this.#last = line;
    this.#replace(tensor(w0), tensor(w1));
    this.#rng.dispose();
    this.#rng = new Rng(1);
    this.#order = [];
    this.#isPlaced = true;
    this.#path = [w0, w1];
    this.end = undefined;
  }

  /** One update. */
  async step(): Promise<void> {
    const [x, y] = tensorsOf(this.#nextBatch());
    const { w0, w1, loss } = this.#rule(x, y, this.#w0, this.#w1, this.#rate);
    for (const used of [x, y, loss]) used.dispose();
    this.#replace(w0, w1);
    const line = await this.#line();
    this.end = this.#endAt(line);
    this.#path.push(line.w0, line.w1);
    this.#last = line;
  }

  async view(): Promise<View> {
    const { loss: kind, points } = this.#settings;
    using loss = lossOf(kind, points, this.#w0, this.#w1);
    const [line, [value]] = await Promise.all([this.#line(), loss.data()]);
    const view = {
      line,
      loss: value as number,
      path: Float32Array.from(this.#path),
      isPlaced: this.#isPlaced,
      surface: this.#surface,
      best: kind === 'squared' ? closedForm(points) : undefined,
    };
    this.#path = [];
    this.#isPlaced = false;
    this.#surface = undefined;
    return view;
  }

  dispose(): void {
    this.#rule.dispose();
    this.#rng.dispose();
    for (const each of [this.#w0, this.#w1, this.#rate]) each.dispose();
  }

  async #computeSurface(): Promise<void> {
    const { loss, points } = this.#settings;
    this.#surface = await lossSurface(loss, points, surfaceSize);
  }

  #endAt({ w0, w1 }: Line): End | undefined {
    if (!(Math.abs(w0) < farAway && Math.abs(w1) < farAway)) return 'diverged';
    const distance = Math.abs(w0 - this.#last.w0) + Math.abs(w1 - this.#last.w1);
    const isBatch = this.#batchSize >= this.#settings.points.length;
    return isBatch && distance < standstill ? 'settled' : undefined;
  }

  async #line(): Promise<Line> {
    const [[w0], [w1]] = await Promise.all([this.#w0.data(), this.#w1.data()]);
    return { w0: w0 as number, w1: w1 as number };
  }

  /** The next points, in an order drawn anew for every pass. */
  #nextBatch(): readonly Point[] {
    const { points } = this.#settings;
    const batchSize = this.#batchSize;
    if (batchSize >= points.length) return points;
    if (this.#order.length === 0) this.#order = [...this.#rng.permutation(points.length)];
    return this.#order.splice(0, batchSize).map((i) => points[i] as Point);
  }

  get #batchSize(): number {
    const { batch } = this.#settings;
    return batch === 'all' ? Number.POSITIVE_INFINITY : Number(batch);
  }

  #replace(w0: Tensor, w1: Tensor): void {
    this.#w0.dispose();
    this.#w1.dispose();
    this.#w0 = w0;
    this.#w1 = w1;
  }
}
