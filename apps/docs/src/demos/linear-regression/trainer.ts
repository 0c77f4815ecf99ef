import { Rng, type Tensor, tensor } from '@descent/core';
import type { End, Line, Point, Report, Settings } from './protocol.js';
import { closedForm, lossOf, lossSurface, tensorsOf, updateRule } from './regression.js';

/** Cells along each axis of the loss surface. */
const surfaceSize = 96;
/** A line that has left this range will not come back. */
const farAway = 1e4;
/** An update that moves the weights by less than this moves nothing that can be seen. */
const standstill = 1e-6;

/** Gradient descent on a line. Calls must not overlap: the worker makes them one after another. */
export class Trainer {
  #settings: Settings;
  #w0: Tensor;
  #w1: Tensor;
  #rate: Tensor;
  #rule: ReturnType<typeof updateRule>;
  #rng = new Rng(1);
  #order: number[] = [];
  #step = 0;
  #path: number[];
  #last: Line;

  /** Why more updates would be of no use. */
  end: End | undefined;

  constructor(settings: Settings, line: Line) {
    const { w0, w1 } = line;
    this.#last = line;
    this.#settings = settings;
    this.#rule = updateRule(settings.lossKind);
    this.#rate = tensor(settings.learningRate);
    this.#w0 = tensor(w0);
    this.#w1 = tensor(w1);
    this.#path = [w0, w1];
  }

  /** Takes over what the reader set. */
  configure(settings: Settings): void {
    if (settings.learningRate !== this.#settings.learningRate) {
      this.#rate.dispose();
      this.#rate = tensor(settings.learningRate);
    }
    if (settings.lossKind !== this.#settings.lossKind) {
      this.#rule.dispose();
      this.#rule = updateRule(settings.lossKind);
    }
    this.#order = [];
    if (this.end === 'settled') this.end = undefined;
    this.#settings = settings;
  }

  /** Puts the line somewhere and counts from there; the order of the points starts anew. */
  place(line: Line): void {
    const { w0, w1 } = line;
    this.#last = line;
    this.#replace(tensor(w0), tensor(w1));
    this.#rng.dispose();
    this.#rng = new Rng(1);
    this.#order = [];
    this.#step = 0;
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
    this.#step++;
    this.#path.push(line.w0, line.w1);
    this.#last = line;
  }

  /** Where training stands, with the path since the last report. */
  async progress(isRunning: boolean): Promise<Report> {
    using loss = lossOf(this.#settings.lossKind, this.#settings.points, this.#w0, this.#w1);
    const path = Float32Array.from(this.#path);
    this.#path = [];
    return {
      type: 'progress',
      step: this.#step,
      line: await this.#line(),
      loss: (await loss.data())[0] as number,
      path,
      isRunning,
      end: this.end,
    };
  }

  /** The loss of all lines, and the best of them. */
  async surface(): Promise<Report> {
    const { lossKind, points } = this.#settings;
    const surface = await lossSurface(lossKind, points, surfaceSize);
    return { type: 'surface', surface, best: lossKind === 'squared' ? closedForm(points) : undefined };
  }

  #endAt({ w0, w1 }: Line): End | undefined {
    if (!(Math.abs(w0) < farAway && Math.abs(w1) < farAway)) return 'diverged';
    const distance = Math.abs(w0 - this.#last.w0) + Math.abs(w1 - this.#last.w1);
    const isBatch = this.#settings.batchSize >= this.#settings.points.length;
    return isBatch && distance < standstill ? 'settled' : undefined;
  }

  async #line(): Promise<Line> {
    const [[w0], [w1]] = await Promise.all([this.#w0.data(), this.#w1.data()]);
    return { w0: w0 as number, w1: w1 as number };
  }

  /** The next points, in an order drawn anew for every pass. */
  #nextBatch(): readonly Point[] {
    const { points, batchSize } = this.#settings;
    if (batchSize >= points.length) return points;
    if (this.#order.length === 0) this.#order = [...this.#rng.permutation(points.length)];
    return this.#order.splice(0, batchSize).map((i) => points[i] as Point);
  }

  #replace(w0: Tensor, w1: Tensor): void {
    this.#w0.dispose();
    this.#w1.dispose();
    this.#w0 = w0;
    this.#w1 = w1;
  }
}
