import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly args?: readonly { readonly value?: unknown }[] };
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A tab of {@link TabbedBrowser}. */
export interface Tab {
  /** What an expression comes to, awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Calls with each line that its console is told. */
  onLine(hear: (line: string) => void): void;
  /** Goes to another page, or back by `'back'`, and waits until it is there. */
  go(url: string): Promise<void>;
  /** Brings it in front of the others, which nobody sees then. */
  show(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A browser with one window, as people have it: a tab behind another one is hidden, and its timers are slowed down.
 * Playwright shows all pages at once and slows none. Speaks the DevTools protocol.
 */
export class TabbedBrowser {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #lines = new Map<string, (line: string) => void>();
  #count = 0;

  private constructor(process: ChildProcess, folder: string, socket: WebSocket) {
    this.#process = process;
    this.#folder = folder;
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as Reply);
  }

  /** `CHROMIUM_PATH`, else Playwright's own. */
  static async open(...more: readonly string[]): Promise<TabbedBrowser> {
    const folder = await mkdtemp(join(tmpdir(), 'descent-browser-'));
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const flags = [
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      '--no-first-run',
    ];
    const child = spawn(
      process.env.CHROMIUM_PATH ?? chromium.executablePath(),
      [...flags, ...sandbox, ...more, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the browser ended: ${said}`)));
      child.stderr?.on('data', (part) => {
        said += part;
        const [, found] = /listening on (ws:\S+)/.exec(said) ?? [];
        if (found) resolve(found);
      });
    });
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error('the browser does not answer'));
    });
    return new TabbedBrowser(child, folder, socket);
  }

  /** A new tab, in front. */
  async openTab(url: string): Promise<Tab> {
    const { targetId } = await this.#send('Target.createTarget', { url: 'about:blank' });
    const attached = await this.#send('Target.attachToTarget', { targetId, flatten: true });
    const sessionId = attached.sessionId as string;
    await this.#send('Runtime.enable', {}, sessionId);
    await this.#send('Page.navigate', { url }, sessionId);
    const evaluate = async <T>(expression: string): Promise<T> => {
      const given = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await this.#send('Runtime.evaluate', given, sessionId);
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: T }).value;
    };
    const loaded = (): Promise<unknown> =>
      evaluate(
        "new Promise((done) => { if (document.readyState === 'complete') done(); else onload = done; }).then(() => 0)",
      );
    const tab: Tab = {
      evaluate,
      async go(to) {
        const from = await evaluate<string>('location.href');
        await evaluate(to === 'back' ? 'history.back()' : `void (location.href = ${JSON.stringify(to)})`);
        // While it goes there is nothing that could answer.
        while ((await evaluate('location.href').catch(() => from)) === from) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await loaded();
      },
      onLine: (hear) => void this.#lines.set(sessionId, hear),
      show: async () => void (await this.#send('Target.activateTarget', { targetId })),
      close: async () => void (await this.#send('Target.closeTarget', { targetId })),
    };
    await loaded();
    await tab.show();
    return tab;
  }

  /** Lets the process crash that drives the GPU, as a fault of its driver does. */
  async crashGpu(): Promise<void> {
    await this.#send('Browser.crashGpuProcess', {});
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  #receive({ id, method, params, sessionId = '', ...rest }: Reply): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(rest);
      this.#waiting.delete(id);
    } else if (method === 'Runtime.consoleAPICalled') {
      this.#lines.get(sessionId)?.(String(params?.args?.[0]?.value));
    }
  }
}
