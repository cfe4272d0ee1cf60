/**
 * Presets: how long whole answers of real models were, for a length that was asked.
 *
 * Source: released generations of HelloBench (Que et al. 2024, arXiv:2409.16191; Quehry/HelloBench at
 * d403282), length-constrained experiment: 123 heuristic writing tasks, each asked for "no shorter than N
 * words", N in 2,000, 4,000, 8,000, 16,000. Words are whitespace words. Fit: the empirical quantiles of the
 * delivered words at each N (levels below; 123 answers each, 122 for Mistral-Large at 2,000 and 4,000), so
 * saturation, the fall beyond the peak, the spread and nearly empty answers are the published ones.
 *
 * Assumptions where nothing is published: between two N the logarithm is interpolated; above the last N the
 * last row holds; up to 500 words a model is taken to give what is asked, with the spread of its first row, and
 * from there to the first N the logarithm is interpolated too. Answers of at most 20 words (Yi-Large: 3, 3, 10 and 14 of 123; seemingly failed generations) are given as empty answers.
 */

/** Probabilities at which every row of a preset states the delivered words. */
export const quantileLevels = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** Delivered words at each of `quantileLevels`, for one number of asked words. */
export type PresetRow = { askedWords: number; deliveredWords: readonly number[] };

const presets: Record<string, readonly PresetRow[]> = {
  'claude-3.5-sonnet': rows({
    2000: [1224, 1404, 1511, 1643, 1710, 1819, 1919, 2008, 2121, 2252, 2541, 2756, 3313],
    4000: [1517, 1941, 2049, 2294, 2573, 2787, 2943, 3187, 3537, 3960, 4664, 5262, 6128],
    8000: [2166, 2464, 2975, 3351, 3732, 4175, 4632, 5024, 5429, 5889, 6002, 6073, 6380],
    16000: [1441, 1810, 2040, 2966, 4068, 4847, 5132, 5355, 5727, 5922, 6096, 6166, 6310],
  }),
  'gpt-4o-2024-08-06': rows({
    2000: [588, 859, 983, 1050, 1137, 1214, 1288, 1362, 1421, 1538, 1682, 1926, 2457],
    4000: [626, 824, 926, 1002, 1192, 1289, 1415, 1583, 1771, 1937, 2349, 2724, 3414],
    8000: [497, 585, 628, 744, 895, 1020, 1084, 1246, 1475, 1673, 2231, 3065, 3415],
    16000: [491, 570, 597, 648, 691, 725, 781, 874, 1075, 1425, 2149, 3050, 3431],
  }),
  'llama-3.1-70b': rows({
    2000: [667, 775, 796, 842, 899, 963, 1034, 1113, 1220, 1312, 1439, 1651, 2637],
    4000: [598, 674, 745, 831, 911, 1012, 1057, 1179, 1272, 1397, 1597, 1900, 14017],
    8000: [511, 684, 758, 832, 898, 1001, 1147, 1250, 1341, 1471, 1750, 1923, 4371],
    16000: [440, 583, 654, 749, 865, 982, 1078, 1193, 1341, 1539, 1994, 2513, 20412],
  }),
  'longwriter-9b': rows({
    2000: [520, 883, 1649, 2059, 2296, 2562, 2839, 3023, 3204, 3568, 3710, 4065, 13028],
    4000: [436, 2372, 2787, 3409, 3804, 4049, 4497, 4872, 5099, 5380, 5838, 6394, 10664],
  }),
  'mistral-large': rows({
    2000: [677, 802, 882, 961, 1084, 1203, 1300, 1373, 1541, 1663, 2399, 2950, 7594],
    4000: [480, 823, 862, 1023, 1254, 1440, 1636, 1914, 2105, 2497, 2820, 3303, 8793],
    8000: [36, 476, 625, 724, 840, 1086, 1303, 1582, 1840, 2329, 2996, 6119, 10243],
    16000: [44, 420, 463, 561, 651, 709, 842, 953, 1211, 1453, 2137, 2839, 7427],
  }),
  'qwen2-72b': rows({
    2000: [325, 511, 576, 751, 796, 832, 880, 926, 979, 1026, 1127, 1209, 1434],
    4000: [7, 425, 507, 561, 622, 676, 737, 807, 857, 937, 1066, 1295, 1785],
    8000: [343, 413, 456, 534, 649, 705, 733, 770, 828, 854, 928, 991, 1299],
    16000: [270, 388, 467, 549, 637, 717, 749, 794, 865, 943, 1037, 1120, 1316],
  }),
  'yi-large': rows({
    2000: [1, 468, 540, 612, 686, 767, 829, 891, 946, 1008, 1065, 1179, 1462],
    4000: [8, 415, 512, 592, 641, 692, 722, 770, 833, 884, 1003, 1103, 1559],
    8000: [8, 8, 39, 538, 610, 662, 699, 729, 769, 846, 913, 1049, 1412],
    16000: [8, 8, 8, 525, 597, 654, 686, 728, 769, 807, 906, 1071, 1646],
  }),
};

/** Names that `simulated:as=<name>` takes. */
export const presetNames: readonly string[] = Object.keys(presets);

/** The rows of a preset, smallest asked words first. */
export function presetRows(name: string): readonly PresetRow[] {
  const found = presets[name];
  if (found === undefined) throw new RangeError(`Expected a preset name, got \`${name}\`.`);
  return found;
}

function rows(table: Record<number, readonly number[]>): readonly PresetRow[] {
  return Object.entries(table).map(([askedWords, deliveredWords]) => ({
    askedWords: Number(askedWords),
    deliveredWords,
  }));
}
