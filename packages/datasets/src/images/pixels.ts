/** A decoded picture: bytes, row by row from the upper left, the channels of a pixel side by side. */
export interface Pixels {
  /** 0 to 255 each, height × width × channels of them. */
  readonly values: Uint8Array;
  /** Pixels in a row. */
  readonly width: number;
  /** Rows of pixels. */
  readonly height: number;
  /** 1 grey; 2 grey and opacity; 3 red, green and blue; 4 these and opacity. */
  readonly channels: number;
}
