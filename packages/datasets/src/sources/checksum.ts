/** What a file's bytes must hash to. */
export interface Checksum {
  /** sha256 where there is a choice: md5 tells damage, not a forger. */
  readonly algorithm: 'sha256' | 'md5';
  /** Hexadecimal digits, small letters. */
  readonly hex: string;
}
