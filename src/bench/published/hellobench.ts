import type { PublishedTable } from './published-table.ts';

const source = 'Que et al. 2024, arXiv:2409.16191; Quehry/HelloBench at d403282, released judgements';
const judge = "gpt-4o, temperature 0.8, the authors' prompt";

const overall = (name: string, average: number, tokens: number | null) => ({
  name,
  values: [average, null, null, null, null, null, tokens],
  evidence: 'D',
});

export const publishedHelloBench: readonly PublishedTable[] = [
  {
    title: 'HelloBench, five tasks, rescaled scores',
    source,
    judge,
    columns: ['all', 'QA', 'summarization', 'chat', 'completion', 'heuristic', 'tokens'],
    rows: [
      {
        name: 'GPT-4o-2024-08-06',
        values: [48.55, 54.82, 29.71, 42.88, 67.49, 47.87, 1100],
        evidence: 'D',
      },
      { name: 'Mistral-Large', values: [46.8, 53.13, 34.04, 32.75, 66.99, 47.07, 1000], evidence: 'D' },
      { name: 'o1-mini', values: [46.08, 46.85, 38.57, 38.75, 57.47, 48.75, 1662], evidence: 'D' },
      { name: 'Claude-3.5-Sonnet', values: [43.67, 62.73, 31.34, 32.11, 51.27, 40.92, 856], evidence: 'D' },
      overall('Gemini-1.5-pro', 39.24, 849),
      overall('DeepSeek', 35.84, 951),
      overall('Gemma-2-27B', 35.37, 777),
      overall('Yi-Large', 32.99, 831),
      overall('Llama-3.1-70B', 30.58, 1036),
      overall('Qwen2-72B', 30.2, 983),
      overall('Qwen-Max', 28.4, 693),
      overall('InternLM2.5-20B', 28.01, 833),
      overall('GLM-4-API', 24.47, 782),
      overall('Yi-1.5-34B', 23.62, 843),
      overall('Llama-3.1-8B', 15.01, 1393),
      overall('GLM-4-9B', 13.97, 1206),
      overall('Qwen2-7B', 13.68, 870),
      overall('InternLM2.5-7B', 12.91, 947),
      overall('Yi-1.5-34B-16K', 12.37, null),
      overall('Mistral-7B', 10.0, 752),
      {
        name: 'LongWriter-GLM4-9B',
        values: [8.33, 30.02, -35.01, -5.57, 17.69, 34.53, 3144],
        evidence: 'D',
      },
      overall('Phi-3.5-MoE', 8.16, 1179),
      overall('InternLM2.5-7B-1M', 6.75, null),
      overall('MAP-Neo', 0.03, 880),
      overall('GLM-4-9B-1M', -21.18, 2130),
      overall('Suri-7B', -83.58, 1624),
    ],
    note: 'Judgements that could not be read are left out of the published means. The judge saw the answer without line breaks and cut off at about 16,000 tokens.',
  },
];

export const publishedHelloBenchLength: readonly PublishedTable[] = [
  {
    title: 'HelloBench, length-constrained: rescaled score / mean words / share that reached the length',
    source,
    judge,
    columns: ['2k', '4k', '8k', '16k'],
    rows: [
      {
        name: 'Claude-3.5',
        values: ['39.55 / 1968 / 41 %', '33.04 / 3183 / 20 %', '18.74 / 4542 / 0', '-25.05 / 4606 / 0'],
        evidence: 'R, D',
      },
      {
        name: 'GPT-4o',
        values: ['7.05 / 1312 / 3 %', '-18.32 / 1558 / 0', '-78.03 / 1312 / 0', '-136.51 / 1109 / 0'],
        evidence: 'R, D',
      },
      {
        name: 'Mistral-Large',
        values: ['24.36 / 1488 / 16 %', '-3.12 / 1884 / 4 %', '-57.19 / 1838 / 3 %', '-121.64 / 1125 / 0'],
        evidence: 'R, D',
      },
      {
        name: 'Llama-3.1-70B',
        values: ['-19.97 / 1105', '-52.27 / 1244', '-82.28 / 1236', '-95.34 / 1354'],
        evidence: 'R, D',
      },
      {
        name: 'LongWriter-9B',
        values: ['6.68 / 2852 / 81 %', '8.79 / 4458 / 62 %', null, null],
        evidence: 'R, D',
      },
      { name: 'Qwen2-72B', values: [-42.34, -140.33, -147.72, -146.86], evidence: 'R, D' },
      { name: 'InternLM2.5-20B', values: [-72.93, -95.98, -138.42, -146.53], evidence: 'R, D' },
      { name: 'Yi-Large', values: [-76, -173, -195, -201], evidence: 'R, D' },
      { name: 'Suri-7B', values: [-165, -196, -209, -216], evidence: 'R, D' },
    ],
    note: 'Words between blanks. The judge saw about the first 12,000 words of an answer at most.',
  },
];
