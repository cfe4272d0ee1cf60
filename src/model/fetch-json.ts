/** One small question to a server that may not be there. */

/**
 * Fetches JSON; undefined for anything but a good answer in JSON: a dead port, an error status, a page in HTML.
 *
 * @param options.signal - Ends the attempt; the answer is undefined then.
 */
export async function fetchJson(
  url: string | URL,
  { fetch, ...init }: RequestInit & { fetch: typeof globalThis.fetch },
): Promise<unknown> {
  try {
    const response = await fetch(url, init);
    if (response.ok) return await response.json();
    await response.body?.cancel();
  } catch {
    // Nobody there, too slow, or somebody else's server: all the same to who asks.
  }
  return undefined;
}
