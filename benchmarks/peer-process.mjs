import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A peer in a process. It answers one request at a time. */
export class PeerProcess {
  #process;
  #lines;
  description = '';
  kinds = [];

  /** Starts it; where that fails, the reason is its description and it can do nothing. */
  static async start(program, args, environment = {}) {
    const peer = new PeerProcess();
    const stdio = ['pipe', 'pipe', 'pipe'];
    peer.#process = spawn(program, args, { stdio, env: { ...process.env, ...environment } });
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
    if (!answer) throw new Error('its process ended');
    if (answer.error) throw new Error(answer.error);
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
