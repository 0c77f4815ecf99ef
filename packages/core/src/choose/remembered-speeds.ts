import type { BackendSpeed } from './backend-speed.js';

/** Begins the names of what is kept; the number changes with what is measured. */
const prefix = 'descent: speed of a backend, 1: ';

const known = new Map<string, BackendSpeed>();

/** What was measured of a backend of this description, in this realm or, in a page, on an earlier visit. */
export function rememberedSpeed(description: string): BackendSpeed | undefined {
  return known.get(description) ?? parse(stored()?.getItem(prefix + description));
}

/** Remembers what was measured. */
export function rememberSpeed(description: string, speed: BackendSpeed): void {
  known.set(description, speed);
  try {
    stored()?.setItem(prefix + description, JSON.stringify(speed));
  } catch {
    // The page's storage is full: it is measured again on the next visit.
  }
}

interface PageStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

/** The storage of a page; Node has none that would last. */
function stored(): PageStorage | undefined {
  try {
    const realm = globalThis as { document?: unknown; localStorage?: PageStorage };
    return realm.document === undefined ? undefined : realm.localStorage;
  } catch {
    // A page that may not store anything throws.
    return undefined;
  }
}

function parse(text: string | null | undefined): BackendSpeed | undefined {
  try {
    const { step, latency } = JSON.parse(text ?? 'null') ?? {};
    return step > 0 && latency > 0 ? { step, latency } : undefined;
  } catch {
    return undefined;
  }
}
