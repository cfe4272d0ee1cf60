/** Which family a model belongs to: a judge may favour texts of its own. */

const names = {
  gpt: /gpt(?!-?j(?![a-z])|-?neo)|^o[1-9](?![a-z0-9])/,
  claude: /claude/,
  gemini: /gemini/,
  gemma: /gemma/,
  llama: /llama(?!-?(?:server|cpp))/,
  qwen: /qwen|(?<![a-z])q[wv]q/,
  glm: /glm(?![a-z])/,
  deepseek: /deepseek/,
  mistral: /mi[sx]tral|ministral|magistral|codestral|devstral|pixtral/,
  phi: /(?<![a-z])phi(?![a-z])/,
  kimi: /kimi|moonshot/,
  grok: /grok/,
  command: /(?<![a-z])command(?![a-z])/,
};

/** Only our own prefixes: in `mistral:7b` the name stands before the colon. */
const provider = /^(?:openai|anthropic|google|openrouter|ollama|compatible|gguf):/;

export type ModelFamily = keyof typeof names | 'unknown';

/**
 * Names the family of a model address or of the id that an endpoint says it answered with.
 *
 * Goes by the model's own name: provider, owner, folders and server say nothing, nor does a recording's path. What
 * two families are named for, such as one model distilled into another, goes to the one named first. Practice models
 * are `unknown`, whatever they imitate.
 */
export const familyOf = (model: string): ModelFamily => listFamilies(model)[0] ?? 'unknown';

/**
 * Whether author and judge share a family, one named second included.
 *
 * @returns undefined where one of them is unknown: it cannot be told, and must not pass for a no.
 */
export function isSameFamily(author: string, judge: string): boolean | undefined {
  const [ofAuthor, ofJudge] = [listFamilies(author), listFamilies(judge)];
  if (ofAuthor.length === 0 || ofJudge.length === 0) return undefined;
  return ofAuthor.some((family) => ofJudge.includes(family));
}

function listFamilies(model: string): Exclude<ModelFamily, 'unknown'>[] {
  const own = ownName(model);
  return Object.entries(names)
    .map(([family, pattern]) => ({ family, at: own.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ family }) => family as keyof typeof names);
}

/** The model's name without provider, owner, folders and server, in small letters. */
function ownName(model: string): string {
  const address = model.trim().toLowerCase();
  if (/^(?:simulated:|recorded:|mini$)/.test(address)) return '';
  const named = address.startsWith('compatible:') ? address.replace(/@[^@]*$/, '') : address;
  const withoutProvider = named.replace(provider, '');
  return withoutProvider.split(/[/\\]/).at(-1) ?? '';
}
