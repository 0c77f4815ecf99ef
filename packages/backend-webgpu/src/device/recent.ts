/** Values by keys, of which those that were used last are kept. */
export class Recent<K, V> {
  readonly #most: number;
  /** The one that was used last is the last one. */
  readonly #known = new Map<K, V>();

  /** @param most - values that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many are kept now. */
  get size(): number {
    return this.#known.size;
  }

  /** The value of a key, made where none is kept; the one that was not used for the longest time goes for it. */
  get(key: K, make: () => V): V {
    const known = this.#known.get(key);
    const value = known ?? make();
    if (known !== undefined) this.#known.delete(key);
    this.#known.set(key, value);
    if (this.#known.size > this.#most) this.#known.delete(this.#known.keys().next().value as K);
    return value;
  }

  /** Lets go of all. */
  clear(): void {
    this.#known.clear();
  }
}
