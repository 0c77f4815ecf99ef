import { type Compiled, scope, sigmoid, type Tensor } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { type AnyLayer, dense, type Model, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import { adam, type Optimizer } from '@descent/train';
import { tensorsOfPoints } from '../shared/training/class-data.js';
import { trainStep } from '../shared/training/train-step.js';
import type { Trainable } from '../shared/training/trainable.js';
import { pointsOf } from './data.js';
import { seenFrom, sideOf } from './fold.js';
import { bound, type End, gridEvery, mapSize, type Settings, type View } from './protocol.js';
import { countRegions } from './regions.js';

const learningRate = 0.03;
/** As good as it gets. */
const solvedLoss = 0.01;
/** A loss that fell by less than a hundredth over this many steps stands still. */
const patience = 400;

/** A net of two inputs that is to tell two classes apart. */
export class Separator implements Trainable<Settings, View> {
  #settings: Settings;
  #points: readonly number[] = [];
  #x: Tensor | undefined;
  #y: Tensor | undefined;
  #net: { model: Model; optimizer: Optimizer; step: Compiled<[Tensor, Tensor], Tensor> };
  #along: Float32Array | undefined;
  #stepCount = 0;
  #lossBefore = Number.POSITIVE_INFINITY;

  end: End | undefined;

  private constructor(settings: Settings) {
    this.#settings = settings;
    this.#net = netOf(settings);
  }

  static async of(settings: Settings): Promise<Separator> {
    const made = new Separator(settings);
    await made.#placePoints();
    return made;
  }

  async configure(settings: Settings): Promise<boolean> {
    const before = this.#settings;
    this.#settings = settings;
    const isSameData = settings.data === before.data && `${settings.own}` === `${before.own}`;
    const isSameNet = (['width', 'depth', 'g', 'seed', 'data'] as const).every(
      (name) => settings[name] === before[name],
    );
    if (isSameData && isSameNet) return false;
    if (!isSameData) await this.#placePoints();
    this.#forgetProgress();
    // A point more does not make a net forget.
    if (isSameNet) return false;
    this.#disposeNet();
    this.#net = netOf(settings);
    this.#along = undefined;
    this.#stepCount = 0;
    return true;
  }

  async step(): Promise<void> {
    if (!this.#x || !this.#y) return;
    using loss = this.#net.step(this.#x, this.#y);
    this.#stepCount++;
    if (this.#stepCount % 50 !== 0) return;
    const [value] = await loss.data();
    if ((value as number) < solvedLoss) this.end = 'solved';
    if (this.#stepCount % patience !== 0) return;
    if ((value as number) > 0.99 * this.#lossBefore) this.end ??= 'stuck';
    this.#lossBefore = value as number;
  }

  async view(): Promise<View> {
    const { model } = this.#net;
    const { g } = this.#settings;
    const boundary = await decisionBoundary(model, {
      xRange: [-bound, bound],
      yRange: [-bound, bound],
      resolution: mapSize,
      layers: true,
    });
    const hiddenMaps = boundary.layers.slice(0, -1).map(({ maps }) => ({
      values: maps.values,
      units: maps.shape[2] as number,
    }));
    const [loss, share] = await this.#measure();
    return {
      points: Float32Array.from(this.#points),
      map: Float32Array.from(boundary.outputs.values),
      lines: await this.#lines(),
      ...(await this.#fold(hiddenMaps.at(-1) ?? { values: gridOf(boundary.xs, boundary.ys), units: 2 })),
      regionCount: countRegions(hiddenMaps, g),
      loss,
      accuracy: share,
    };
  }

  dispose(): void {
    this.#disposeNet();
    this.#x?.dispose();
    this.#y?.dispose();
  }

  async #placePoints(): Promise<void> {
    this.#points = [...(await pointsOf(this.#settings.data)), ...this.#settings.own];
    this.#x?.dispose();
    this.#y?.dispose();
    this.#x = this.#y = undefined;
    if (this.#points.length > 0) [this.#x, this.#y] = tensorsOfPoints(this.#points);
  }

  #forgetProgress(): void {
    this.end = undefined;
    this.#lossBefore = Number.POSITIVE_INFINITY;
  }

  async #measure(): Promise<readonly [loss: number, accuracy: number]> {
    const [x, y] = [this.#x, this.#y];
    if (!x || !y) return [0, 0];
    const tensors = scope(() => {
      const logits = this.#net.model.predict(x);
      return [logLossFromLogits(logits, y), accuracy(sigmoid(logits) as Tensor, y)] as const;
    });
    const [[loss], [share]] = await Promise.all([tensors[0].data(), tensors[1].data()]);
    for (const each of tensors) each.dispose();
    return [loss as number, share as number];
  }

  async #lines(): Promise<Float32Array> {
    const [first, last] = [
      await parametersOf(this.#net.model, 0),
      await parametersOf(this.#net.model, this.#net.model.layers.length - 1),
    ];
    const units = first.bias.length;
    const hasOneHidden = this.#net.model.layers.length === 2;
    const rows = Array.from({ length: units }, (_, u) => [
      first.kernel[u] as number,
      first.kernel[units + u] as number,
      first.bias[u] as number,
      // Deeper nets mix the lines further: none of them speaks for one class.
      hasOneHidden ? (last.kernel[u] as number) : 0,
    ]);
    return Float32Array.from(rows.flat());
  }

  async #fold(grid: { readonly values: Float32Array; readonly units: number }) {
    const { model } = this.#net;
    const { kernel, bias } = await parametersOf(model, model.layers.length - 1);
    const hidden = await this.#hidden();
    const side = sideOf(hidden, kernel, bias[0] as number, this.#along);
    this.#along = side.along;
    const seen = seenFrom(side, hidden);
    const folded = new Float32Array(this.#points.length);
    for (let i = 0; i < folded.length / 3; i++)
      folded.set(
        [seen[2 * i] as number, seen[2 * i + 1] as number, this.#points[3 * i + 2] as number],
        3 * i,
      );
    return { folded, foldedGrid: seenFrom(side, linesOf(grid.values, grid.units)) };
  }

  /** What the last hidden layer gives for the points. */
  async #hidden(): Promise<Float32Array> {
    if (!this.#x) return new Float32Array();
    const { model } = this.#net;
    if (model.layers.length === 1) return Float32Array.from(await this.#x.data());
    const activations = model.activations(this.#x);
    const values = await activations.at(-2)?.outputs[0]?.data();
    const kept = Float32Array.from(values ?? []);
    for (const { outputs } of activations) for (const each of outputs) each.dispose();
    return kept;
  }

  #disposeNet(): void {
    this.#net.step.dispose();
    this.#net.model.dispose();
    this.#net.optimizer.dispose();
  }
}

function netOf({ width, depth, g, seed }: Settings) {
  const hidden = Array.from({ length: width === 0 ? 0 : depth }, () => dense(width, { activation: g }));
  const layers: readonly AnyLayer[] = [...hidden, dense(1)];
  const model = sequential({ input: [2] as const, seed }, ...layers) as unknown as Model;
  const optimizer = adam({ learningRate });
  return { model, optimizer, step: trainStep(model, logLossFromLogits, optimizer) };
}

async function parametersOf(
  model: Model,
  layer: number,
): Promise<{ kernel: Float32Array; bias: Float32Array }> {
  const [kernel, bias] = await Promise.all(
    model.parameters.slice(2 * layer, 2 * layer + 2).map(({ value }) => value.data()),
  );
  return { kernel: Float32Array.from(kernel ?? []), bias: Float32Array.from(bias ?? []) };
}

/** The points of a grid, row by row. */
function gridOf(xs: Float32Array, ys: Float32Array): Float32Array {
  return Float32Array.from([...ys].flatMap((y) => [...xs].flatMap((x) => [x, y])));
}

/** Of a map's values those on the lines of the grid: rows from the top, then columns from the left. */
function linesOf(values: Float32Array, units: number): Float32Array {
  const places: number[] = [];
  for (let line = 0; line < mapSize; line += gridEvery)
    for (let at = 0; at < mapSize; at++) places.push(line * mapSize + at);
  for (let line = 0; line < mapSize; line += gridEvery)
    for (let at = 0; at < mapSize; at++) places.push(at * mapSize + line);
  const kept = new Float32Array(places.length * units);
  places.forEach((place, i) => {
    kept.set(values.subarray(place * units, (place + 1) * units), i * units);
  });
  return kept;
}
