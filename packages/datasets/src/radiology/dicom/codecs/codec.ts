/** A frame as a codec gives it. */
export interface DecodedFrame {
  /** Interleaved; values of more than 8 bits take two bytes, the lower one first. */
  readonly bytes: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly samples: number;
  /** Bits per value: more than 8 take two bytes. */
  readonly bits: number;
  /** Whether the values have their sign already. */
  readonly isSigned: boolean;
}

/** Unpacks one frame. */
export type Codec = (frame: Uint8Array) => DecodedFrame;
