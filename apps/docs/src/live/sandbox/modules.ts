import type { ModuleFiles, RunOrder } from '../protocol.js';

/** Name, in this realm, of the function by which a package imports what it loads when it needs it. */
const laterName = '__importLater';

/**
 * The packages' modules as addresses that this worker can import. It has no network: texts come from the page, and what
 * is imported later is asked for then.
 */
export class Modules {
  readonly #addresses = new Map<string, string>();
  #files: ModuleFiles;

  constructor(
    files: ModuleFiles,
    /** Asks the page for a file and all that it imports. */
    readonly ask: (file: string) => Promise<ModuleFiles>,
  ) {
    this.#files = files;
    Object.defineProperty(globalThis, laterName, { value: (file: string) => this.#importLater(file) });
  }

  /** The address of a file of the packages. */
  address(file: string): string {
    const known = this.#addresses.get(file);
    if (known) return known;
    const module = this.#files[file];
    if (!module) throw new Error(`no file ${file}`);
    let { text } = module;
    for (const name of module.now) text = text.replaceAll(`"./${name}"`, `"${this.address(name)}"`);
    for (const name of module.later) {
      text = text.replaceAll(`import("./${name}")`, `${laterName}("${name}")`);
    }
    const address = addressOf(text);
    this.#addresses.set(file, address);
    return address;
  }

  /** The address of the reader's code. */
  addressOfCode({ code, packages }: Pick<RunOrder, 'code' | 'packages'>): string {
    return addressOf(
      code
        .map((piece) => (typeof piece === 'string' ? piece : this.address(packages[piece.package] ?? '')))
        .join(''),
    );
  }

  /** Addresses replaced by names that a reader knows. */
  readable(text: string, packages: RunOrder['packages'], codeAddress: string): string {
    let readable = text.replaceAll(codeAddress, 'main.ts');
    for (const [name, file] of Object.entries(packages)) {
      const address = this.#addresses.get(file);
      if (address) readable = readable.replaceAll(address, name);
    }
    return readable;
  }

  async #importLater(file: string): Promise<unknown> {
    if (!this.#files[file]) this.#files = { ...this.#files, ...(await this.ask(file)) };
    return import(this.address(file));
  }
}

function addressOf(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
