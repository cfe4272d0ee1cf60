import { describe, expect, it } from 'vitest';
import { findPlace, renderCommand } from './run-place.ts';

describe('findPlace', () => {
  it('goes by flag, then environment, then default', () => {
    expect(findPlace({ home: 'a' }, { LONGHAND_HOME: 'b' })).toEqual({ home: 'a' });
    expect(findPlace({}, { LONGHAND_HOME: 'b' })).toEqual({ home: 'b' });
    expect(findPlace({}, {})).toEqual({ home: '.longhand' });
    expect(findPlace({}, { LONGHAND_DATABASE_URL: 'postgres://x' })).toEqual({
      home: '.longhand',
      databaseUrl: 'postgres://x',
    });
  });
});

describe('renderCommand', () => {
  it('quotes what a shell would take apart', () => {
    expect(renderCommand(['resume', 'abc'], {})).toBe('longhand resume abc');
    expect(
      renderCommand(['write', "A keeper's tale", '--model', 'simulated:?seed=1'], { home: 'my home' }),
    ).toBe("longhand write 'A keeper'\\''s tale' --model 'simulated:?seed=1' --home 'my home'");
  });
});
