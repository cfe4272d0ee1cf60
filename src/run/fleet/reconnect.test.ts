import { describe, expect, it } from 'vitest';
import { isAway, withReconnect } from './reconnect.ts';

const broken = (code: string): Error => Object.assign(new Error(`trouble ${code}`), { code });

describe('a database that is away', () => {
  it('is asked again until it is back, also after a statement cut short or a full disk', async () => {
    const troubles = ['ECONNREFUSED', '57014', '53100'].map(broken);
    expect(
      await withReconnect(async () => {
        const trouble = troubles.shift();
        if (trouble) throw trouble;
        return 'back';
      }),
    ).toBe('back');
  });

  it('is given up after a while, with what to do next', async () => {
    const refused = () => Promise.reject(broken('ECONNREFUSED'));
    const error = await withReconnect(refused, { giveUpAfterInMs: 10 }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('the same command again'),
    });
    expect(isAway(error)).toBe(true);
  });

  it('is not what a wrong statement is', async () => {
    await expect(withReconnect(() => Promise.reject(broken('42601')))).rejects.toThrow('trouble 42601');
  });
});
