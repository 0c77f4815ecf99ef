import type { Histogram } from './histogram.js';
import { Message } from './message.js';

/** What TensorBoard shows under a tag at one step. */
export interface SummaryValue {
  readonly tag: string;
  readonly value: number | Histogram;
}

/**
 * The event that a file of events begins with.
 * @param wallTime - seconds since 1970
 */
export function versionEvent(wallTime: number): Uint8Array {
  return new Message().double(1, wallTime).text(3, 'brain.Event:2').bytes;
}

/**
 * An event with numbers and histograms of one step.
 * @param wallTime - seconds since 1970
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto, tsl/protobuf/histogram.proto
 */
export function summaryEvent(wallTime: number, step: number, values: readonly SummaryValue[]): Uint8Array {
  const summary = new Message();
  for (const value of values) summary.message(1, summaryValue(value));
  return new Message().double(1, wallTime).whole(2, step).message(5, summary).bytes;
}

function summaryValue({ tag, value }: SummaryValue): Message {
  const message = new Message().text(1, tag);
  return typeof value === 'number' ? message.float(2, value) : message.message(5, histogram(value));
}

function histogram({ min, max, count, sum, sumOfSquares, limits, counts }: Histogram): Message {
  return new Message()
    .double(1, min)
    .double(2, max)
    .double(3, count)
    .double(4, sum)
    .double(5, sumOfSquares)
    .doubles(6, limits)
    .doubles(7, counts);
}
