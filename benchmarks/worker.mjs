// Runs one peer in a Worker of a page. Messages: first `{ open: module, options }`, answered by what the peer is and
// what it can do, then an answer to every request.
import { answering } from './answers.mjs';

let answer;

addEventListener('message', async ({ data }) => {
  try {
    postMessage(data.open ? await open(data) : await answer(data));
  } catch (error) {
    postMessage({ error: error.stack });
  }
});

async function open({ open: module, options }) {
  const peer = await answering(() => import(module), options);
  answer = peer.answer;
  return peer.hello;
}
