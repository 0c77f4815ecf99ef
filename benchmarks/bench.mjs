// Times Descent beside its peers.
//   pnpm bench                                  all works, all peers that are installed
//   pnpm bench --only W3,W5 --peers torch --rounds 5 --out FILE
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { busyShare } from './load.mjs';
import { musts } from './musts.mjs';
import { peakRound } from './peak.mjs';
import { Peer, peers } from './peer.mjs';
import { works } from './works.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    out: { type: 'string' },
    force: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  fail(`--rounds must be a whole number >= 1, got ${options.rounds}`);
const chosenWorks = chosen(Object.keys(works), options.only, '--only');
const chosenPeers = new Set([
  ...chosen(
    peers.map(({ name }) => name),
    options.peers,
    '--peers',
  ),
  'descent',
]);

/** Milliseconds that a round of a peer takes at least, steps permitting. */
const roundMs = 100;

/** A work that takes longer than this is run once per round. */
const longMs = 2000;

const busy = await busyShare();
if (busy > 0.1 && !options.force) {
  fail(`the machine is ${Math.round(100 * busy)} % busy with other work: wait, or say --force`);
}

const running = [];
for (const peer of peers.filter(({ name }) => chosenPeers.has(name))) {
  const started = await Peer.start(peer);
  const { kinds, description } = started;
  console.log(`${peer.name}, ${peer.threads} thread(s): ${description}`);
  if (kinds.length > 0) running.push({ ...peer, kinds, description });
  started.end();
}

/** By work: what each peer took per round, and the peak of that round. */
const measured = new Map();
for (const title of chosenWorks) measured.set(title, await measure(title, works[title]));
report();

async function measure(title, work) {
  const contenders = [];
  const able = running.filter(({ kinds, name }) => kinds.includes(work.kind) && isFeasible(title, name));
  for (const each of able) {
    // A process of its own for every work: what one leaves in memory is none of another's.
    const peer = await Peer.start(each);
    const { values } = await peer.ask({ prepare: work });
    const [first] = contenders;
    if (first && !agree(values, first.values)) {
      fail(`${title}: ${peer.name} computes ${values}, ${first.peer.name} ${first.values}`);
    }
    const { ms } = await peer.ask({ run: 1 });
    const guess = ms > longMs ? ms : (await peer.ask({ run: Math.ceil(20 / ms) })).ms / Math.ceil(20 / ms);
    const count = Math.max(work.steps ?? 1, Math.ceil(roundMs / guess));
    contenders.push({ peer, values, count, times: [], wasmBytes: 0 });
  }
  const peaks = [];
  for (let round = 0; round < rounds; round++) {
    if (work.kind === 'matmul') peaks.push(peakRound());
    for (const contender of shuffled(contenders)) {
      if (contender.times.length > 0 && contender.times[0] > longMs && round >= 3) continue;
      const { ms, wasmBytes } = await contender.peer.ask({ run: contender.count });
      contender.times[round] = ms / contender.count;
      contender.wasmBytes = wasmBytes;
    }
  }
  for (const { peer } of contenders) peer.end();
  console.log(`\n${title}`);
  for (const { peer, times, wasmBytes } of contenders) {
    const { median: middle, min, max } = spread(times);
    const memory =
      wasmBytes && peer.name === 'descent' ? `, ${(wasmBytes / 2 ** 20).toFixed(1)} MiB of wasm memory` : '';
    const range = `${show(min)} to ${show(max)}`;
    console.log(
      `  ${`${peer.name} ${peer.threads}t`.padEnd(16)} ${show(middle).padStart(9)}  (${range})${memory}`,
    );
  }
  return { contenders, peaks, work };
}

/** tfjs-cpu needs most of a minute for a step of 64 images: it is measured on 4. */
function isFeasible(title, name) {
  if (title === 'W3 CNN step') return name !== 'tfjs-cpu';
  if (title === 'W3 CNN step, batch 4') return name === 'tfjs-cpu' || name === 'descent';
  return true;
}

function agree(a, b) {
  const count = Math.min(a.length, b.length);
  return Array.from(
    { length: count },
    (_, i) => Math.abs(a[i] - b[i]) <= 1e-4 * Math.max(1e-2, Math.abs(b[i])),
  ).every(Boolean);
}

function report() {
  const timesOf = (title, [name, threads]) =>
    measured.get(title)?.contenders.find(({ peer }) => peer.name === name && peer.threads === threads)?.times;
  const ratio = (title, above, below, otherTitle = title) => {
    const [a, b] = [timesOf(title, above), timesOf(otherTitle, below)];
    return a && b && spread(a.flatMap((time, i) => (b[i] === undefined ? [] : time / b[i]))).median;
  };
  const peakShare = (title) => {
    const times = timesOf(title, ['descent', 1]);
    const { peaks, work } = measured.get(title) ?? {};
    return times && spread(times.map((ms, i) => work.flops / ms / 1e6 / peaks[i])).median;
  };
  const across = (title, other) => {
    const [a, b] = [timesOf(title, ['descent', 1]), timesOf(other, ['descent', 1])];
    return a && b && spread(a).median / spread(b).median;
  };
  const judged = musts.flatMap(({ title, value, holds }) => {
    const figure = value(ratio, peakShare, across);
    return figure === undefined
      ? []
      : { must: title, figure: Number(figure.toPrecision(3)), holds: holds(figure) };
  });
  console.log('\nwhat the figures have to show');
  for (const { must, figure, holds } of judged)
    console.log(`  ${holds ? 'held  ' : 'MISSED'} ${figure}  ${must}`);
  const result = {
    cpu: cpus()[0].model,
    node: process.version,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    date: new Date().toISOString().slice(0, 10),
    busyBefore: Number(busy.toFixed(3)),
    versions: Object.fromEntries(running.map(({ name, description }) => [name, description])),
    rows: [...measured].flatMap(([work, { contenders }]) =>
      contenders.map(({ peer, times }) => {
        const { median: medianMs, min: minMs, max: maxMs } = spread(times);
        return {
          work,
          peer: peer.name,
          threads: peer.threads,
          environment: 'node',
          medianMs,
          minMs,
          maxMs,
          rounds: times.length,
        };
      }),
    ),
    peakGflops: spread([...measured.values()].flatMap(({ peaks }) => peaks)).median,
    musts: judged,
  };
  if (options.out) writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
  else if (chosenWorks.length === Object.keys(works).length && !options.peers) {
    const name = `${result.date}-${result.cpu.replace(/[^A-Za-z0-9]+/g, '-')}.json`;
    writeFileSync(new URL(`results/${name}`, import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
    writeReadme(result, name);
  }
}

/** Writes the table of a whole run into the README. */
function writeReadme(result, name) {
  const file = new URL('README.md', import.meta.url);
  const columns = [...new Set(result.rows.map(({ peer, threads }) => `${peer}, ${threads}t`))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...columns]),
    line(['---', ...columns.map(() => '---:')]),
    ...[...measured.keys()].map((work) =>
      line([
        work,
        ...columns.map((column) => {
          const row = result.rows.find(
            (each) => each.work === work && `${each.peer}, ${each.threads}t` === column,
          );
          return row ? show(row.medianMs) : '';
        }),
      ]),
    ),
    '',
    ...result.musts.map(
      ({ must, figure, holds }) => `- ${holds ? 'held' : '**missed**'} (${figure}): ${must}`,
    ),
  ].join('\n');
  const head = `${result.cpu}, Node ${result.node}, ${result.date}; medians of interleaved rounds; all of it: [results/${name}](results/${name}).`;
  const text = readFileSync(file, 'utf8');
  const replaced = text.replace(
    /(<!-- results -->\n)[\s\S]*(\n<!-- \/results -->)/,
    `$1\n${head}\n\n${table}\n$2`,
  );
  writeFileSync(file, replaced);
}

function spread(numbers) {
  const sorted = numbers.filter((n) => n !== undefined).sort((a, b) => a - b);
  const median =
    sorted.length % 2
      ? sorted[sorted.length >> 1]
      : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function show(ms) {
  if (ms < 0.1) return `${(1000 * ms).toPrecision(3)} µs`;
  return ms < 1000 ? `${ms.toPrecision(3)} ms` : `${(ms / 1000).toPrecision(3)} s`;
}

/** The names that begin with one of those asked for. */
function chosen(names, wanted, option) {
  if (wanted === undefined) return names;
  const asked = wanted.split(',');
  const unknown = asked.find((each) => !names.some((name) => name.startsWith(each)));
  if (unknown !== undefined) fail(`${option}: there is no ${unknown}; there are ${names.join('; ')}`);
  return names.filter((name) => asked.some((each) => name.startsWith(each)));
}

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(1);
}
