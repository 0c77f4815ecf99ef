import { bytesInText, textOfBytes } from '../state/bytes.js';
import { bound } from '../state/options.js';

/** A point that the reader made. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly label: 1 | -1;
}

/** The most that a link carries: 3 bytes each, 4 characters in the link. */
export const mostOwnPoints = 500;

/** Points as a text for a link: a byte for each coordinate, one for the class. */
export function textOfPoints(points: readonly OwnPoint[]): string {
  const toByte = (value: number): number =>
    Math.round((127.5 * (Math.max(-bound, Math.min(bound, value)) + bound)) / bound);
  return textOfBytes(
    Uint8Array.from(points.flatMap(({ x, y, label }) => [toByte(x), toByte(y), label > 0 ? 1 : 0])),
  );
}

/** The points of a text, and no others: what is no such text gives none. */
export function ownPointsInText(text: string): OwnPoint[] {
  const bytes = bytesInText(text) ?? new Uint8Array();
  const toValue = (byte: number): number => (bound * byte) / 127.5 - bound;
  return Array.from({ length: Math.min(mostOwnPoints, Math.floor(bytes.length / 3)) }, (_, i) => ({
    x: toValue(bytes[3 * i] as number),
    y: toValue(bytes[3 * i + 1] as number),
    label: bytes[3 * i + 2] === 1 ? 1 : -1,
  }));
}

export function pointsInText(text: string): { places: Float32Array; labels: Float32Array } {
  const points = ownPointsInText(text);
  return {
    places: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
    labels: Float32Array.from(points, ({ label }) => label),
  };
}
