/** Whose limits a call counts against. */

/**
 * Provider or server of an address: `openai`, `anthropic` …, the host of a `compatible:` server. All models of one
 * provider share it, as they share the account.
 */
export function rateKeyOf(address: string): string {
  const server = /^compatible:.*@(?<url>https?:\/\/.+)$/.exec(address)?.groups?.url;
  if (server !== undefined && URL.canParse(server)) return new URL(server).host;
  return address.split(':', 1)[0] ?? address;
}
