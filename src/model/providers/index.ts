/** Every API family by the name its addresses begin with. Loading one loads its SDK, so each is loaded when named. */
import type { Provider } from './provider.ts';

export type ProviderEntry = {
  /** How an address of it looks. */
  form: string;
  load: () => Promise<Provider>;
};

export const providers: Readonly<Record<string, ProviderEntry>> = {
  openai: { form: 'openai:<model>', load: async () => (await import('./openai.ts')).openai },
  anthropic: { form: 'anthropic:<model>', load: async () => (await import('./anthropic.ts')).anthropic },
  google: { form: 'google:<model>', load: async () => (await import('./google.ts')).google },
  openrouter: {
    form: 'openrouter:<vendor>/<model>',
    load: async () => (await import('./openrouter.ts')).openrouter,
  },
  ollama: { form: 'ollama:<model>', load: async () => (await import('./ollama.ts')).ollama },
  compatible: {
    form: 'compatible:<model>@<base url>',
    load: async () => (await import('./compatible.ts')).compatible,
  },
  gguf: { form: 'gguf:<path or hf:user/model:quant>', load: async () => (await import('./gguf.ts')).gguf },
};
