import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../src/demos/playground/data/csv.js';
import { readFormula } from '../src/demos/playground/data/function.js';
import { pointsOf } from '../src/demos/playground/data/points.js';
import { toJson, toTypeScript } from '../src/demos/playground/state/export.js';
import { History } from '../src/demos/playground/state/history.js';
import { classicKeys, hashOf, initialState, readHash } from '../src/demos/playground/state/state.js';
import { rowWidth, type View } from '../src/demos/playground/worker/messages.js';
import { Session } from '../src/demos/playground/worker/session.js';

beforeAll(() => useBackend(cpu({ threads: 1 })));

/** What Playground has when it is opened: all keys of its links. */
const defaults = {
  activation: 'tanh',
  regularization: 'none',
  batchSize: 10,
  dataset: 'circle',
  regDataset: 'reg-plane',
  learningRate: 0.03,
  regularizationRate: 0,
  noise: 0,
  networkShape: [4, 2],
  showTestData: false,
  discretize: false,
  percTrainData: 50,
  x: true,
  y: true,
  xTimesY: false,
  xSquared: false,
  ySquared: false,
  cosX: false,
  sinX: false,
  cosY: false,
  sinY: false,
  collectStats: false,
  tutorial: '',
  problem: 'classification',
  initZero: false,
  hideText: false,
};

/** A link that says something else with each of the 27 keys. */
const classicLink =
  '#activation=relu&regularization=L2&batchSize=17&dataset=spiral&regDataset=reg-gauss&learningRate=0.1&regularizationRate=0.003&noise=25&networkShape=6,5,3&seed=0.52431&showTestData=true&discretize=true&percTrainData=70&x=false&y=true&xTimesY=true&xSquared=true&ySquared=true&cosX=true&sinX=true&cosY=true&sinY=true&collectStats=true&tutorial=dp&problem=regression&initZero=true&hideText=true&playButton_hide=true&x_hide=true';

describe('the links of the playground', () => {
  it('have the 27 keys and the defaults of TensorFlow Playground', () => {
    expect(Object.keys(classicKeys)).toHaveLength(27);
    expect(initialState).toMatchObject(defaults);
    expect(Object.keys(defaults).concat('seed').sort()).toEqual(Object.keys(classicKeys).sort());
  });

  it('say all 27, hide controls, and are written as they were read', () => {
    const { state, hidden, unknown } = readHash(classicLink);
    expect(unknown).toEqual([]);
    expect([...hidden]).toEqual(['playButton', 'x']);
    for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
      if (name !== 'y') expect(state[name], name).not.toEqual(defaults[name]);
    }
    expect(state.networkShape).toEqual([6, 5, 3]);
    // What Playground does: squared error, inputs as they are.
    expect([state.loss, state.scale]).toEqual(['squared', 'raw']);
    expect(readHash(hashOf(state, hidden))).toEqual({ state, hidden, unknown: [] });
    expect(readHash('').state.loss).toBe('log');
  });

  it('are taken within limits, and what means nothing is named', () => {
    expect(readHash('#noise=81').state.noise).toBe(50);
    expect(readHash('#noise=70').state.noise).toBe(70);
    expect(readHash('#noise=-3').state.noise).toBe(0);
    expect(readHash('#networkShape=').state.networkShape).toEqual([]);
    expect(readHash('#networkShape=10,8').state.networkShape).toEqual([10, 8]);
    expect(readHash('#activation=magic&nothing=1').unknown).toEqual(['activation', 'nothing']);
    // A net without inputs learns nothing.
    expect(readHash('#x=false&y=false').state).toMatchObject({ x: true, y: true });
  });
});

describe('the data of the playground', () => {
  const labelled = async (hash: string) => {
    const { places, labels, trainCount } = await pointsOf(readHash(hash).state);
    return {
      trainCount,
      points: Array.from(labels, (label, i) => ({
        x: places[2 * i] as number,
        y: places[2 * i + 1] as number,
        label,
      })),
    };
  };
  const radius = ({ x, y }: { x: number; y: number }): number => Math.hypot(x, y);

  it('are of its sizes, halves and ranges', async () => {
    const { points, trainCount } = await labelled('#dataset=circle&percTrainData=70');
    expect([points.length, trainCount]).toEqual([500, 350]);
    expect(points.filter(({ label }) => label === 1)).toHaveLength(250);
    for (const point of points) {
      if (point.label === 1) expect(radius(point)).toBeLessThan(2.5);
      else expect(radius(point)).toBeGreaterThan(3.49);
      expect(radius(point)).toBeLessThan(5.01);
    }
    // Trained on is a mixture of both.
    const ones = points.slice(0, trainCount).filter(({ label }) => label === 1).length;
    expect(Math.abs(ones - 175)).toBeLessThan(30);

    const xor = (await labelled('#dataset=xor')).points;
    for (const { x, y, label } of xor) {
      expect(label).toBe(x * y >= 0 ? 1 : -1);
      expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThan(0.299);
    }

    const spiral = (await labelled('#dataset=spiral')).points;
    for (const point of spiral) {
      const turn = 1.75 * 2 * Math.PI * (radius(point) / 5) + (point.label === 1 ? 0 : Math.PI);
      expect(point.x).toBeCloseTo(radius(point) * Math.sin(turn), 3);
      expect(point.y).toBeCloseTo(radius(point) * Math.cos(turn), 3);
    }
  });

  it('stray with noise as each set has it: labels of the circle flip, clouds widen', async () => {
    const noisy = (await labelled('#dataset=circle&noise=50')).points;
    for (const point of noisy) expect(radius(point) < 2.501 || radius(point) > 3.499).toBe(true);
    expect(noisy.some((point) => point.label === 1 && radius(point) > 3)).toBe(true);
    for (const [noise, variance] of [
      [0, 0.5],
      [50, 4],
    ] as const) {
      const { points } = await labelled(`#dataset=gauss&noise=${noise}`);
      const squares = points.map(({ x, y, label }) => (x - 2 * label) ** 2 + (y - 2 * label) ** 2);
      const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length / 2;
      expect(Math.abs(mean / variance - 1)).toBeLessThan(0.2);
    }
  });

  it('of regression are 1,200: a plane, and six bumps', async () => {
    const plane = (await labelled('#problem=regression')).points;
    expect(plane).toHaveLength(1200);
    for (const { x, y, label } of plane) expect(label).toBeCloseTo((x + y) / 10, 5);
    const bumps = (await labelled('#problem=regression&regDataset=reg-gauss')).points;
    expect(Math.max(...bumps.map(({ label }) => label))).toBeGreaterThan(0.9);
    for (const { x, y, label } of bumps) {
      const near = [-4, 0, 4].map((cx) => Math.max(0, 1 - Math.hypot(x - cx, Math.abs(y) - 2.5) / 2));
      const [left, middle, right] = near as [number, number, number];
      const size = Math.max(left, middle, right);
      expect(label).toBeCloseTo((size === middle ? -1 : 1) * Math.sign(y) * size, 4);
    }
  });

  it('may be a table, or a formula', () => {
    const { points, remarks } = readTable('x;y;kind\n1;2;a\n-3;0.5;b\n');
    expect(points).toEqual([
      { x: 1, y: 2, label: 1 },
      { x: -3, y: 0.5, label: -1 },
    ]);
    expect(remarks.join()).toContain('1 of 3 lines');
    expect(readTable('1,2,0\n3,1,1').points.map(({ label }) => label)).toEqual([-1, 1]);
    expect(readTable('100,2,1\n300,1,0').points.map(({ x }) => x)).toEqual([-5, 5]);
    expect(readFormula('-x^2 + 2*(y - 1) / 4')(3, 5)).toBe(-7);
    expect(readFormula('y > sin(x)')(0, 1)).toBe(1);
    expect(() => readFormula('y > fetch(1)')).toThrow(/'fetch' is not known/);
    expect(() => readFormula('x +')).toThrow(/ends too early/);
  });
});

describe('training in the playground', () => {
  const open = (hash: string): Promise<Session> => Session.open(readHash(hash).state);
  const see = (session: Session): Promise<View> => session.view({ unit: -1 }, false, 0);
  const full = 'batchSize=250&loss=squared&scale=raw';

  /** An update of a net with one hidden layer by all points, in plain numbers. */
  async function updated(
    session: Session,
    view: View,
    options: { rate: number; shrink: (w: number) => number },
  ) {
    const { places, labels, trainCount } = session.points;
    const [w1, w2] = view.kernels.map((kernel) => [...kernel]) as [number[], number[]];
    const [b1, b2] = view.biases.map((bias) => [...bias]) as [number[], number[]];
    const units = b1.length;
    const g = { w1: w1.map(() => 0), w2: w2.map(() => 0), b1: b1.map(() => 0), b2: 0 };
    for (let i = 0; i < trainCount; i++) {
      const x = [places[2 * i] as number, places[2 * i + 1] as number] as const;
      const a = b1.map((b, j) => Math.tanh(b + x[0] * (w1[j] as number) + x[1] * (w1[units + j] as number)));
      const out = Math.tanh(a.reduce((sum, value, j) => sum + value * (w2[j] as number), b2[0] as number));
      const delta = ((out - (labels[i] as number)) * (1 - out ** 2)) / trainCount;
      g.b2 += delta;
      a.forEach((value, j) => {
        g.w2[j] = (g.w2[j] as number) + delta * value;
        const back = delta * (w2[j] as number) * (1 - value ** 2);
        g.b1[j] = (g.b1[j] as number) + back;
        g.w1[j] = (g.w1[j] as number) + back * x[0];
        g.w1[units + j] = (g.w1[units + j] as number) + back * x[1];
      });
    }
    const step = (w: number, slope: number | undefined): number =>
      options.shrink(w - options.rate * (slope as number));
    return {
      w1: w1.map((w, i) => step(w, g.w1[i])),
      w2: w2.map((w, i) => step(w, g.w2[i])),
      b1: b1.map((b, i) => b - options.rate * (g.b1[i] as number)),
      b2: (b2[0] as number) - options.rate * g.b2,
    };
  }

  it.each([
    ['none', (w: number) => w],
    ['L2', (w: number) => w - 0.3 * 0.1 * w],
    ['L1', (w: number) => (Math.abs(w) < 0.3 * 0.1 ? 0 : w - 0.3 * 0.1 * Math.sign(w))],
  ])('takes the step of the rule, penalty %s', async (penalty, shrink) => {
    const session = await open(
      `#${full}&networkShape=4&learningRate=0.3&regularization=${penalty}&regularizationRate=0.1`,
    );
    const before = await see(session);
    for (const kernel of before.kernels) for (const w of kernel) expect(Math.abs(w)).toBeLessThanOrEqual(0.5);
    expect([...(before.biases[0] as Float32Array)]).toEqual(Array(4).fill(Math.fround(0.1)));
    const wanted = await updated(session, before, { rate: 0.3, shrink });
    await session.epoch();
    const after = await see(session);
    const close = (given: ArrayLike<number> | undefined, to: readonly number[]): void =>
      to.forEach((value, i) => {
        expect(given?.[i]).toBeCloseTo(value, 5);
      });
    close(after.kernels[0], wanted.w1);
    close(after.kernels[1], wanted.w2);
    close(after.biases[0], wanted.b1);
    close(after.biases[1], [wanted.b2]);
    session.dispose();
  });

  it('lets links die of L1, for good', async () => {
    const hash = `#${full}&networkShape=4&learningRate=0.3&regularization=L1&regularizationRate=0.3`;
    const session = await open(hash);
    for (let i = 0; i < 10; i++) await session.epoch();
    const dead = (view: View): number[] =>
      view.alive.flatMap((layer) => [...layer].flatMap((l, i) => (l === 0 ? [i] : [])));
    const first = dead(await see(session));
    expect(first.length).toBeGreaterThan(0);
    // Without the penalty they stay dead.
    await session.apply({ ...readHash(hash).state, regularization: 'none' });
    for (let i = 0; i < 10; i++) await session.epoch();
    const after = await see(session);
    expect(dead(after)).toEqual(first);
    for (const [k, layer] of after.alive.entries()) {
      for (const [i, alive] of layer.entries()) {
        if (alive === 0) expect(Math.abs(after.kernels[k]?.[i] as number)).toBe(0);
      }
    }
    session.dispose();
  });

  it('repeats a run bit by bit after a reset, and from any epoch', async () => {
    const { state } = readHash('#dataset=xor&optimizer=adam&loss=log&dropout=0.2&norm=batch');
    const session = await Session.open(state);
    const run = async (epochs: number): Promise<number[]> => {
      for (let i = 0; i < epochs; i++) await session.epoch();
      const { kernels, epoch } = await see(session);
      return [epoch, ...kernels.flatMap((kernel) => [...kernel])];
    };
    const first = await run(12);
    await session.reset(state);
    expect(await run(12)).toEqual(first);
    await session.look(5);
    expect((await see(session)).epoch).toBe(5);
    expect(await run(7)).toEqual(first);
    session.dispose();
  });

  it('keeps what it knows when the net grows, and its scores are those of the net', async () => {
    const session = await open('#dataset=xor&loss=log&networkShape=3');
    for (let i = 0; i < 5; i++) await session.epoch();
    const before = await see(session);
    await session.apply({ ...readHash('#dataset=xor&loss=log').state, networkShape: [4] });
    const after = await see(session);
    expect(after.epoch).toBe(5);
    for (const row of [0, 1]) {
      const part = (view: View, units: number): number[] => [
        ...(view.kernels[0] as Float32Array).slice(row * units, row * units + 3),
      ];
      expect(part(after, 4)).toEqual(part(before, 3));
    }
    // An edit is seen in the loss at once.
    const [, loss] = after.row;
    await session.edit({ layer: 1, from: 0, to: 0 }, 5);
    const edited = await see(session);
    expect(edited.kernels[1]?.[0]).toBe(5);
    expect(edited.row[1]).not.toBe(loss);
    expect(edited.rows.filter((_, i) => i % rowWidth === 0)).toEqual(Float32Array.of(5));
    session.dispose();
  });

  it('saves a net that gives the same answers: as data, and as a program', async () => {
    const hash =
      '#dataset=xor&networkShape=3,2&activation=relu&layerActivations=,sine&loss=log&scale=standard&xTimesY=true';
    const { state } = readHash(hash);
    const session = await Session.open(state);
    for (let i = 0; i < 3; i++) await session.epoch();
    const view = await see(session);
    const saved = JSON.parse(toJson(state, view));
    expect(saved.activations).toEqual(['relu', 'sine']);
    const [x, y] = session.points.places as unknown as [number, number];
    const standardize = (value: number, i: number): number =>
      (value - saved.standardizedBy.means[i]) / saved.standardizedBy.deviations[i];
    const inputs = [x, y, x * y].map(standardize);
    const functions = [(z: number) => Math.max(0, z), Math.sin, (z: number) => z];
    const [sum] = saved.layers.reduce(
      (
        given: number[],
        { units, kernel, bias }: { units: number; kernel: number[]; bias: number[] },
        layer: number,
      ) =>
        bias.map((b, j) =>
          functions[layer]?.(given.reduce((z, a, i) => z + a * (kernel[i * units + j] as number), b)),
        ),
      inputs,
    );
    expect(Math.tanh(sum / 2)).toBeCloseTo(view.answers[0] as number, 5);
    const program = `${toTypeScript(state, view)}
      console.log((await model.predict(tensor([[${inputs}]])).data())[0]);`;
    const { stdout } = await promisify(execFile)('node', ['--input-type=module-typescript', '-e', program], {
      cwd: fileURLToPath(new URL('../../../examples', import.meta.url)),
    });
    expect(Number(stdout)).toBeCloseTo(sum, 4);
    session.dispose();
  });

  it('stops where numbers run away, and says where', async () => {
    const session = await open(
      '#dataset=circle&activation=relu&learningRate=10&regularization=L2&regularizationRate=10&loss=squared&scale=raw',
    );
    for (let i = 0; i < 50 && !session.failure; i++) await session.epoch();
    expect(session.failure?.epoch).toBeGreaterThan(0);
    expect(session.failure?.batch).toBeGreaterThan(0);
    const { kernels, answers, epoch } = await see(session);
    expect(epoch).toBe((session.failure?.epoch ?? 0) - 1);
    for (const kernel of kernels) expect(kernel.every(Number.isFinite)).toBe(true);
    expect(answers.every(Number.isFinite)).toBe(true);
    session.dispose();
  });

  it('gets stuck with tanh where a linear net runs away, and a net without hidden layers needs squares', async () => {
    const after = async (hash: string, epochs: number): Promise<Session> => {
      const session = await open(`#loss=log&scale=standard&${hash}`);
      for (let i = 0; i < epochs && !session.failure; i++) await session.epoch();
      return session;
    };
    const right = async (session: Session): Promise<number> => (await see(session)).row[4] as number;
    const stuck = await after('learningRate=10', 30);
    expect(stuck.failure).toBeUndefined();
    expect(await right(stuck)).toBeLessThan(0.7);
    const away = await after('learningRate=10&activation=linear', 30);
    expect(away.failure).toBeDefined();
    const line = await after('networkShape=', 60);
    expect(await right(line)).toBeLessThan(0.75);
    const ellipse = await after('networkShape=&xSquared=true&ySquared=true', 60);
    expect(await right(ellipse)).toBeGreaterThan(0.98);
    for (const session of [stuck, away, line, ellipse]) session.dispose();
  });

  it('can lose half of its links to L1 and still be right', async () => {
    const session = await open(
      '#dataset=gauss&networkShape=4,2&regularization=L1&regularizationRate=0.01&sinX=true&sinY=true&loss=log&scale=standard&learningRate=0.1',
    );
    for (let i = 0; i < 100; i++) await session.epoch();
    const { alive, row } = await see(session);
    const links = alive.flatMap((layer) => [...layer]);
    expect(links.filter((link) => link === 0).length).toBeGreaterThanOrEqual(links.length / 2);
    expect(row[4]).toBeGreaterThan(0.97);
    session.dispose();
  });

  it('keeps a history that does not grow for ever', () => {
    const history = new History();
    for (let epoch = 0; epoch < 10_000; epoch++) {
      history.add(Float32Array.of(epoch, 1, 1 + Math.abs(epoch - 77), 0, 0, 0));
    }
    expect(history.length).toBeLessThanOrEqual(4001);
    expect(history.last?.epoch).toBe(9999);
    expect(history.best?.epoch).toBe(77);
    history.add(Float32Array.of(50, 2, 2, 0, 0, 0));
    expect(history.last?.epoch).toBe(50);
  });
});
