/** What training looked like after an epoch. */
interface Snapshot {
  readonly epoch: number;
  readonly values: Float32Array;
  readonly row: Float32Array;
}

/** The most that are remembered. */
const most = 400;

/** Past epochs of a run: every one at first, then as many apart as leaves {@link most} at most. */
export class Snapshots {
  #kept: Snapshot[] = [];
  #apart = 1;

  add(snapshot: Snapshot): void {
    if (snapshot.epoch % this.#apart !== 0) return;
    this.#kept.push(snapshot);
    if (this.#kept.length <= most) return;
    this.#apart *= 2;
    this.#kept = this.#kept.filter(({ epoch }) => epoch % this.#apart === 0);
  }

  /** The latest that is not after an epoch. */
  before(epoch: number): Snapshot | undefined {
    return this.#kept.findLast((snapshot) => snapshot.epoch <= epoch);
  }

  /** Forgets what came after an epoch. */
  cut(epoch: number): void {
    this.#kept = this.#kept.filter((snapshot) => snapshot.epoch <= epoch);
  }

  clear(): void {
    this.#kept = [];
    this.#apart = 1;
  }

  get earliest(): number {
    return this.#kept[0]?.epoch ?? 0;
  }
}
