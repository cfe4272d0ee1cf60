import { describe, expect, it } from 'vitest';
import { spellOutJson } from './usage-voice.ts';

describe('spellOutJson', () => {
  it('keeps the word after a bare --json for the command', () => {
    expect(spellOutJson(['write', '--json', 'An essay'])).toEqual(['write', '--json=result', 'An essay']);
    expect(spellOutJson(['write', '--json=events', 'x'])).toEqual(['write', '--json=events', 'x']);
  });

  it('leaves alone what stands behind --', () => {
    expect(spellOutJson(['write', '--', '--json'])).toEqual(['write', '--', '--json']);
  });
});
