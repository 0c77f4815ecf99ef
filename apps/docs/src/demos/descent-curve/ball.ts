import { scope, type Tensor, tensor, valueAndGrad } from '@descent/core';
import type { Trainable } from '../shared/training/trainable.js';
import type { Settings, View } from './protocol.js';
import { pieceAt, type Spline, splineThrough } from './spline.js';

/** Who has left this range will not come back. */
const farAway = 20;
/** A step that is shorter moves nothing that can be seen. */
const standstill = 1e-4;

/** A ball on a curve: x ← x − α · slope, with the slope by autograd. */
export class Ball implements Trainable<Settings, View, number> {
  #settings: Settings;
  #spline: Spline;
  #x: number;
  #path: number[];
  #isPlaced = true;

  end: 'settled' | 'diverged' | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#spline = splineThrough(settings.knots);
    this.#x = settings.start;
    this.#path = [settings.start];
  }

  configure(settings: Settings): boolean {
    const isElsewhere = settings.start !== this.#settings.start;
    this.#settings = settings;
    this.#spline = splineThrough(settings.knots);
    if (isElsewhere) this.act(settings.start);
    if (this.end === 'settled') this.end = undefined;
    return isElsewhere;
  }

  /** Puts it somewhere. */
  act(x: number): void {
    this.#x = x;
    this.#path = [x];
    this.#isPlaced = true;
    this.end = undefined;
  }

  async step(): Promise<void> {
    const { slope } = await this.#lossAndSlope();
    const move = -this.#settings.rate * slope;
    this.#x = Math.max(-farAway, Math.min(farAway, this.#x + move));
    this.#path.push(this.#x);
    if (Math.abs(this.#x) >= farAway) this.end = 'diverged';
    else if (Math.abs(move) < standstill) this.end = 'settled';
  }

  async view(): Promise<View> {
    const { loss, slope } = await this.#lossAndSlope();
    const view = { x: this.#x, loss, slope, path: Float32Array.from(this.#path), isPlaced: this.#isPlaced };
    this.#path = [];
    this.#isPlaced = false;
    return view;
  }

  dispose(): void {}

  /** The loss under the ball and its derivative: the cubic of its piece, differentiated by autograd. */
  async #lossAndSlope(): Promise<{ loss: number; slope: number }> {
    const { index, t } = pieceAt(this.#spline, this.#x);
    const [a, b, c, d] = this.#spline.coefficients[index] as Spline['coefficients'][number];
    const height = (at: Tensor): Tensor => at.mul(d).add(c).mul(at).add(b).mul(at).add(a);
    const [value, gradient] = scope(() => {
      const both = valueAndGrad(height)(tensor(t) as Tensor);
      return [both.value, both.gradient];
    }) as [Tensor, Tensor];
    using loss = value;
    using slope = gradient;
    const [[lossHere], [slopeHere]] = await Promise.all([loss.data(), slope.data()]);
    return { loss: lossHere as number, slope: slopeHere as number };
  }
}
