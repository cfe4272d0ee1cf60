/** The copy of an image that a run keeps: it serves every provider and every page; a larger file is scaled down to it. */
export const keptLimits = {
  edgeInPixels: 2_048,
  maxBytes: 3_500_000,
  mediaTypes: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
};
