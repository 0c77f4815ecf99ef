import { describe, expect, it } from 'vitest';
import { showLogs } from './progress-lines.js';

describe('showLogs', () => {
  it('shows four places, and an exponent where those would be zeros', () => {
    expect(showLogs({ loss: 0.51234, accuracy: 1 })).toBe('loss 0.5123  accuracy 1.0000');
    expect(showLogs({ loss: 0.0000123, gap: 0, slope: -2e-9 })).toBe(
      'loss 1.23e-5  gap 0.0000  slope -2.00e-9',
    );
    expect(showLogs({ loss: Number.NaN })).toBe('loss NaN');
  });
});
