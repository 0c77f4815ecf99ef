import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { asSources, computeInProcess, script } from './compute-in-process.js';
import { cpu } from './cpu.js';
import { floats, runNative, uniform } from './test-support.js';

it('workers end with the process and do not keep it alive', () => {
  const { stdout, stderr, status } = computeInProcess();
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout).toContain('3 threads');
}, 60_000);

it('workers end with a process that an error ends', () => {
  const { stdout, stderr, status } = computeInProcess({ argument: 'nobody catches this' });
  expect(stdout).toContain('3 threads');
  expect(stderr).toContain('nobody catches this');
  expect(status).toBe(1);
}, 60_000);

it('a worker of Node computes on threads of its own, which end with it', async () => {
  const worker = new Worker(script, { execArgv: asSources, stdout: true, stderr: true });
  const [[code], printed, complaints] = await Promise.all([
    once(worker, 'exit'),
    text(worker.stdout),
    text(worker.stderr),
  ]);
  expect([complaints, code]).toEqual(['', 0]);
  expect(printed).toContain('3 threads');
}, 60_000);

it('more threads than processors, beside a process that keeps one busy, end with the same bits', async () => {
  const neighbour = spawn(process.execPath, ['-e', 'for (;;);']);
  onTestFinished(() => void neighbour.kill());
  const attrs = { transposeA: false, transposeB: false };
  const x = floats(uniform(1, 301 * 301), [301, 301]);
  const [few, many] = await Promise.all([cpu({ threads: 1 }), cpu({ threads: 16 })]);
  const expected = runNative(few, 'BatchMatMul', [x, x], attrs, [301, 301]);
  for (let i = 0; i < 50; i++) {
    expect(runNative(many, 'BatchMatMul', [x, x], attrs, [301, 301])).toEqual(expected);
  }
  expect(many.description).toMatch(/, 16 threads$/);
  few.dispose();
  many.dispose();
}, 60_000);
