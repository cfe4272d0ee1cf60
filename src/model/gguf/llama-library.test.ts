import { describe, expect, it } from 'vitest';
import { importLlama } from './llama-library.ts';

describe('importLlama', () => {
  it('says how to get the package where it is missing', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    const call = importLlama(() => Promise.reject(missing));
    await expect(call).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('npm install node-llama-cpp@3.22.1'),
    });
  });

  it('hides no other trouble behind that', async () => {
    const broken = new Error('wrong architecture');
    await expect(importLlama(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});
