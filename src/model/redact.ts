/** Keeps keys out of messages: providers quote them back in their errors. */

const bearer =
  /\b(bearer|basic|token|api[-_ ]?key|key|authorization|password|secret)(["']?\s*[:=]?\s+|["']?[:=]\s*["']?)([^\s"',;]{8,})/gi;
const prefixed =
  /\b(?:sk|pk|rk|gsk|xai|hf|ghp|glpat|key|AIza|nvapi|r8|tgp|pplx|csk|fw)[-_]?[A-Za-z0-9_*.-]{12,}/g;
const long = /[A-Za-z0-9_*-]{28,}/g;
const credentials = /(\w+:\/\/)[^\s/@]+@/g;

/** Keys this process has read: whatever they look like, their exact text is hidden. */
const known = new Set<string>();

/** From now on `redact` hides this key, also as a provider quotes it inside JSON. */
export function hideKey(key: string): void {
  if (key.length < 4) return;
  const quoted = JSON.stringify(key).slice(1, -1);
  for (const form of [key, quoted, quoted.replaceAll('/', '\\/'), encodeURIComponent(key)]) known.add(form);
}

/**
 * Replaces what looks like a key, a bearer token or credentials in a URL by `[key]`.
 *
 * @param options.keep - A text, usually the model address, whose words stay readable although they look like keys.
 */
export function redact(text: string, { keep = '' }: { keep?: string } = {}): string {
  const hide = (found: string): string => (keep.includes(found) || !/\d|\*/.test(found) ? found : '[key]');
  let open = text;
  for (const key of [...known].sort((a, b) => b.length - a.length)) open = open.replaceAll(key, '[key]');
  return open
    .replace(credentials, '$1[key]@')
    .replace(bearer, (_all, name: string, sign: string, value: string) => `${name}${sign}${hide(value)}`)
    .replace(prefixed, hide)
    .replace(long, hide);
}
