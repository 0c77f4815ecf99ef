import { describe, expect, it } from 'vitest';
import { Recent } from './recent.js';

describe('Recent', () => {
  it('makes each value once', () => {
    const recent = new Recent<string, object>(2);
    const made = recent.get('a', () => ({}));
    expect(recent.get('a', () => expect.fail('made twice'))).toBe(made);
  });

  it('lets go of what was not used for the longest time', () => {
    const recent = new Recent<string, string>(2);
    const made: string[] = [];
    const use = (key: string) =>
      recent.get(key, () => {
        made.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) use(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(recent.size).toBe(2);
  });

  it('keeps nothing of what could not be made', () => {
    const recent = new Recent<string, number>(1);
    recent.get('a', () => 1);
    expect(() =>
      recent.get('b', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(recent.get('a', () => 2)).toBe(1);
  });

  it('is empty when cleared', () => {
    const recent = new Recent<string, number>(3);
    recent.get('a', () => 1);
    recent.clear();
    expect(recent.size).toBe(0);
    expect(recent.get('a', () => 2)).toBe(2);
  });
});
