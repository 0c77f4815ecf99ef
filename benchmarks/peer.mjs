import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const inNode = (module, options) => [
  process.execPath,
  [file('host.mjs'), file(module), JSON.stringify(options)],
];

/** A Python that has PyTorch: the first in the path, or Debian's. */
const python =
  ['python3', '/usr/bin/python3'].find((each) => spawnSync(each, ['-c', 'import torch']).status === 0) ??
  'python3';

/** Who is timed, on how many threads, and how its process is started. */
export const peers = [
  { name: 'descent', threads: 1, command: inNode('peers/descent.mjs', { threads: 1 }) },
  { name: 'descent', threads: 2, command: inNode('peers/descent.mjs', { threads: 2 }) },
  { name: 'tfjs-cpu', threads: 1, command: inNode('peers/tfjs.mjs', { backend: 'cpu' }) },
  { name: 'tfjs-wasm', threads: 1, command: inNode('peers/tfjs.mjs', { backend: 'wasm' }) },
  { name: 'hand-written', threads: 1, command: inNode('peers/hand-written.mjs', {}) },
  { name: 'torch', threads: 1, command: [python, [file('peers/pytorch.py'), '1']] },
  { name: 'torch', threads: 2, command: [python, [file('peers/pytorch.py'), '2']] },
];

/** A peer's process. It answers one request at a time. */
export class Peer {
  #process;
  #lines;
  description = '';
  kinds = [];

  /** Starts it; where that fails, the reason is its description and it can do nothing. */
  static async start({ name, threads, command: [program, args] }) {
    const peer = new Peer();
    peer.name = name;
    peer.threads = threads;
    peer.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let complaint = '';
    peer.#process.stderr.on('data', (text) => {
      complaint = `${complaint}${text}`.slice(-2000);
    });
    const failed = new Promise((resolve) => peer.#process.once('error', resolve));
    peer.#lines = createInterface({ input: peer.#process.stdout })[Symbol.asyncIterator]();
    const hello = await Promise.race([peer.#read(), failed]);
    const reason =
      complaint
        .trim()
        .split('\n')
        .findLast((line) => line.includes('Error')) ?? 'its process ended';
    return Object.assign(peer, hello?.kinds ? hello : { description: `cannot start: ${reason}` });
  }

  /** Sends a request and waits for its answer. */
  async ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#read();
    if (!answer) throw new Error(`${this.name}: its process ended`);
    if (answer.error) throw new Error(`${this.name}: ${answer.error}`);
    return answer;
  }

  end() {
    this.#process.kill();
  }

  async #read() {
    const { value } = await this.#lines.next();
    return value && JSON.parse(value);
  }
}
