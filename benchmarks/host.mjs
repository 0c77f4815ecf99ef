// Runs one peer in a process of its own: node host.mjs MODULE OPTIONS. Lines of JSON: first what it is and what it
// can do, then an answer to every request.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answering } from './answers.mjs';

const [module, options] = process.argv.slice(2);
const readBefore = bytesRead();
const { hello, answer } = await answering(() => import(module), JSON.parse(options));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

say(hello);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const request = JSON.parse(line);
    const reply = await answer(request);
    say(request.begin ? { ...reply, bytes: bytesRead() - readBefore } : reply);
  } catch (error) {
    say({ error: error.stack });
  }
}
process.exit();

/** Bytes that this process has read; NaN where the system does not count them. */
function bytesRead() {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))[1]);
  } catch {
    return Number.NaN;
  }
}
