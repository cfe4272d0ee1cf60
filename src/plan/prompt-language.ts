/** Language of the prompts: Chinese instructions get Chinese ones, all others English. */
export type PromptLanguage = 'en' | 'zh';
