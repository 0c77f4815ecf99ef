import { MessageChannel } from 'node:worker_threads';
import {
  type Backend,
  compile,
  currentBackend,
  gather,
  kernels,
  matmul,
  scope,
  type Tensor,
  tensor,
  useBackend,
  Variable,
  variableGradients,
} from '@descent/core';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { cpu } from '../cpu.js';
import { BackendServer } from './backend-server.js';
import type { Answer, Command } from './command.js';
import { Connection } from './connection.js';
import { RemoteBackend } from './remote-backend.js';

const first = currentBackend();
afterEach(() => useBackend(first));

/** A backend, and another on this thread that it commands through a channel. */
async function pair(): Promise<{ remote: Backend; inner: Backend; sizes: number[] }> {
  const inner = await cpu({ threads: 1 });
  const { port1: here, port2: there } = new MessageChannel();
  const server = new BackendServer(inner, kernels, (answer, transfer) => there.postMessage(answer, transfer));
  const sizes: number[] = [];
  there.on('message', (commands: Command[]) => {
    sizes.push(commands.length);
    server.obey(commands);
  });
  const connection = new Connection({
    post: (commands, transfer) => here.postMessage(commands, transfer),
    hold: (isHeld) => (isHeld ? here.ref() : here.unref()),
    end: () => here.close(),
  });
  here.on('message', (answer: Answer) => connection.receive(answer));
  const parts = { name: 'remote', description: 'remote', compiles: true, supports: inner.supports };
  const remote = await useBackend(new RemoteBackend({ ...parts, connection }));
  onTestFinished(() => {
    remote.dispose();
    inner.dispose();
  });
  return { remote, inner, sizes };
}

it('F47: 10,000 steps, some of which fail, leave nothing with the backend that runs them', async () => {
  const { remote, inner, sizes } = await pair();
  const w = new Variable({ shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
  const step = compile((x: Tensor, i: Tensor) => {
    const { value, gradients } = variableGradients(() => matmul(x, w.value).square().mean(), [w]);
    w.assign(w.value.sub((gradients[0] as Tensor).mul(0.01)));
    return gather(value.reshape([1]), i);
  });
  const run = async (n: number): Promise<boolean> => {
    using x = tensor([[1, n % 3, 2]]);
    using i = tensor([n % 100 === 99 ? 1 : 0], [1], 'int32');
    using loss = step(x as Tensor, i as Tensor);
    return loss.data().then(
      () => true,
      () => false,
    );
  };
  await run(0);
  const [here, there, messages] = [remote.memory(), inner.memory(), sizes.length];
  expect(there).toEqual(here);
  let done = 0;
  for (let n = 0; n < 10_000; n++) if (await run(n)) done++;
  expect(done).toBe(9900);
  expect(sizes.length - messages, 'messages').toBeLessThan(10_200);
  await remote.sync();
  expect([remote.memory(), inner.memory()]).toEqual([here, there]);
  w.dispose();
  step.dispose();
  await remote.sync();
  expect(inner.memory()).toEqual({ buffers: 0, bytes: 0 });
}, 60_000);

it('calls of one turn of the event loop go in one message, and in several when there are many', async () => {
  const { remote, sizes } = await pair();
  scope(() => {
    for (let i = 0; i < 100; i++) tensor([i]).add(1);
  });
  await remote.sync();
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.length).toBeLessThan(10);
  sizes.length = 0;
  const [x, y] = scope(() => [tensor([1]), tensor([2])]) as [Tensor, Tensor];
  const sum = x.add(y);
  expect(await sum.data()).toEqual(Float32Array.of(3));
  expect(sizes.length).toBe(1);
  for (const each of [x, y, sum]) each.dispose();
});

it('errors that are not of core name what happened', async () => {
  const { remote, inner } = await pair();
  inner.run = () => {
    throw new RangeError('something else');
  };
  using x = tensor([1]);
  using y = x.add(1);
  await expect(y.data()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[BackendError: the worker failed: RangeError: something else]`,
  );
  await remote.sync();
});
