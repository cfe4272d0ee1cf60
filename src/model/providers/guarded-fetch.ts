/** The only way out for keys: a `fetch` that follows no redirect and takes the key out of error bodies. */

/** Fetch follows redirects with provider-specific key headers on board; a guarded one hands them back unfollowed. */
export function guardFetch(fetch: typeof globalThis.fetch, key: string | undefined): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.ok || key === undefined) return response;
    const body = (await response.text()).replaceAll(key, '[key]');
    const { status, statusText, headers } = response;
    return new Response(body === '' ? null : body, { status, statusText, headers });
  };
}
