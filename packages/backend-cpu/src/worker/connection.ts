import type { TypedArray } from '@descent/core';
import type { Answer, Command, Deed, Question } from './command.js';
import { errorOf } from './error-record.js';

/** The way to a worker. */
export interface Port {
  /** Sends commands, and gives buffers away. */
  post(commands: readonly Command[], transfer: ArrayBuffer[]): void;
  /** Whether the worker keeps the process alive: while somebody waits for an answer. */
  hold(isHeld: boolean): void;
  end(): void;
}

/** Somebody who waits for an answer. */
interface Waiting {
  resolve(values: TypedArray | undefined): void;
  reject(error: unknown): void;
}

/** Commands that are sent at once, without waiting for the end of what runs. */
const mostCommands = 256;

/** Sends commands to a worker, those of one turn of the event loop together, and hands on its answers. */
export class Connection {
  readonly #port: Port;
  #commands: Command[] = [];
  #transfer: ArrayBuffer[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;
  /** Makes the error that says why nothing is sent any more: a new one each time, since places are added to them. */
  #closed: (() => Error) | undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /**
   * Sends a deed, in order.
   * @param buffer - memory of it that is given away
   * @throws BackendError after the connection was closed
   */
  send(deed: Deed, buffer?: ArrayBuffer): void {
    this.#push(deed);
    if (buffer) this.#transfer.push(buffer);
    if (this.#commands.length >= mostCommands) this.#flush();
  }

  /** Asks, and waits for the answer. Rejects with what failed, and after the connection was closed. */
  ask(question: Question): Promise<TypedArray | undefined> {
    return new Promise((resolve, reject) => {
      const request = this.#requests++;
      this.#push({ ...question, request });
      if (this.#waiting.size === 0) this.#port.hold(true);
      this.#waiting.set(request, { resolve, reject });
    });
  }

  /** Takes an answer. */
  readonly receive = ({ request, values, failure }: Answer): void => {
    if (this.#closed) return;
    const waiting = this.#waiting.get(request);
    this.#waiting.delete(request);
    if (this.#waiting.size === 0) this.#port.hold(false);
    if (!failure) {
      waiting?.resolve(values);
      return;
    }
    this.send({ kind: 'known', failure: failure.number });
    waiting?.reject(errorOf(failure.error));
  };

  /** Ends the worker; whoever waits or asks later is told why. */
  close(reason: () => Error): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#port.end();
    for (const { reject } of this.#waiting.values()) reject(reason());
    this.#waiting.clear();
  }

  #push(command: Command): void {
    if (this.#closed) throw this.#closed();
    if (this.#commands.length === 0) queueMicrotask(() => this.#flush());
    this.#commands.push(command);
  }

  #flush(): void {
    if (this.#commands.length === 0 || this.#closed) return;
    this.#port.post(this.#commands, this.#transfer);
    this.#commands = [];
    this.#transfer = [];
  }
}
