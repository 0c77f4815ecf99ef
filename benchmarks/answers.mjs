// What a peer is asked, and answers, wherever it runs.

const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};

/**
 * Starts a peer: what it is and can do, and how it answers
 * - `{ prepare: work }`: a few values, to compare
 * - `{ run: count }`: milliseconds, and bytes of WebAssembly memory
 * - `{ begin: work }`: milliseconds from the import of the peer to the end of its first step
 * @param load imports the peer's module
 */
export async function answering(load, options) {
  const imported = performance.now();
  const { start } = await load();
  const { description, programs } = await start(options);
  const startMs = performance.now() - imported;
  let program;

  async function answer({ prepare, run, begin }) {
    if (prepare) {
      program = await programs[prepare.kind](prepare);
      return { values: await program.check() };
    }
    const started = performance.now();
    if (begin) program = await programs[begin.kind](begin);
    await program.run(run ?? 1);
    const ms = performance.now() - started;
    if (begin) return { ms: startMs + ms };
    return { ms, wasmBytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
  }

  return { hello: { description, kinds: Object.keys(programs) }, answer };
}
