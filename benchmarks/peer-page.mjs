/** A peer in a Worker of a page of its own, in a browser profile of its own. It answers one request at a time. */
export class PeerPage {
  #context;
  #page;
  #server;
  #sentBefore;
  description = '';
  kinds = [];

  /** Starts it; where that fails, the reason is its description and it can do nothing. */
  static async start({ browser, server }, module, options) {
    const peer = new PeerPage();
    peer.#server = server;
    peer.#context = await browser.newContext();
    peer.#page = await peer.#context.newPage();
    peer.#sentBefore = server.sentBytes;
    await peer.#page.goto(server.url('/'));
    try {
      return Object.assign(peer, await peer.ask({ open: `/peers/${module}.js`, options }));
    } catch (error) {
      return Object.assign(peer, { description: `cannot start: ${error.message.split('\n')[0]}` });
    }
  }

  /** Sends a request and waits for its answer. */
  async ask(request) {
    const answer = await this.#page.evaluate((each) => globalThis.ask(each), request);
    if (answer.error) throw new Error(answer.error);
    return request.begin ? { ...answer, bytes: this.#server.sentBytes - this.#sentBefore } : answer;
  }

  end() {
    return this.#context.close();
  }
}
