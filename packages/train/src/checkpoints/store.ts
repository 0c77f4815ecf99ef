/** A place for checkpoints. What is written is there as a whole, or not at all. */
export interface CheckpointStore {
  /** What it is, for messages: the directory, the database. */
  readonly place: string;
  /** Names of what is there. */
  list(): Promise<string[]>;
  /** The bytes of one. */
  read(name: string): Promise<Uint8Array>;
  /** Puts bytes in, in place of what had the name. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Takes one out; nothing happens when it is not there. */
  remove(name: string): Promise<void>;
}
