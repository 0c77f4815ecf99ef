// Runs one peer in a process of its own: node host.mjs MODULE OPTIONS. Lines of JSON: first what it is and what it
// can do, then an answer to every {"prepare": work} (a few values, to compare) and {"run": count} (milliseconds).
import { createInterface } from 'node:readline';

const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};

const [module, options] = process.argv.slice(2);
const { start } = await import(module);
const { description, programs } = await start(JSON.parse(options));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
let program;

async function answer({ prepare, run }) {
  if (prepare) {
    program = programs[prepare.kind](prepare);
    return { values: await program.check() };
  }
  const started = performance.now();
  await program.run(run);
  const ms = performance.now() - started;
  return { ms, wasmBytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
}

say({ description, kinds: Object.keys(programs) });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await answer(JSON.parse(line)));
  } catch (error) {
    say({ error: error.stack });
  }
}
process.exit();
