import type { PublishedTable } from './published-table.ts';

const columns = ['S', 'S_l', 'S_q'];
const judge = "gpt-4o-2024-05-13, temperature 0.5, the authors' prompt";

/** All 120 requests. */
export const publishedLongBenchWrite: readonly PublishedTable[] = [
  {
    title: 'LongBench-Write, 120 requests',
    source: 'Bai et al. 2024, arXiv:2408.07055, main results',
    judge,
    columns,
    rows: [
      { name: 'Claude 3.5 Sonnet', values: [80.7, 73.7, 87.7], evidence: 'S (S_l, S_q: M)' },
      { name: 'GPT-4 Turbo', values: [67.3, 47.9, 86.6], evidence: 'M' },
      { name: 'GPT-4o mini', values: [77.6, 64.9, 90.3], evidence: 'M' },
      { name: 'GPT-4o', values: [78.6, 65.3, 91.8], evidence: 'M' },
      { name: 'GPT-4o with AgentWrite', values: [89.1, 86.6, 91.6], evidence: 'M' },
      { name: 'GLM-4-9B-chat', values: [68.3, 51.0, 85.5], evidence: 'S (S_l, S_q: M)' },
      { name: 'Llama-3.1-8B-Instruct', values: [60.3, 50.0, 70.6], evidence: 'M' },
      { name: 'Llama-3.1-70B-Instruct', values: [65.6, 50.8, 80.3], evidence: 'M' },
      { name: 'Mistral-Large-Instruct', values: [77.0, 65.6, 88.3], evidence: 'M' },
      { name: 'Suri-I-ORPO', values: [56.6, 59.6, 53.5], evidence: 'M' },
      { name: 'LongWriter-8B', values: [79.8, 77.4, 82.2], evidence: 'M' },
      { name: 'LongWriter-9B', values: [80.5, 78.6, 82.3], evidence: 'S' },
      { name: 'LongWriter-9B-DPO', values: [84.0, 82.6, 85.4], evidence: 'S (S_l, S_q: M)' },
    ],
  },
  {
    title: 'LongBench-Write, 120 requests, further training',
    source: 'MS-LongWriter, arXiv:2410.10210; base and training data as named there',
    judge: 'gpt-4o-2024-05-13',
    columns,
    rows: [
      { name: 'Qwen2-7B-Instruct', values: [67.4, 48.92, 85.87], evidence: 'S' },
      {
        name: 'Qwen2-7B-Instruct + 6k + 6k general, 2 epochs',
        values: [66.38, 52.76, 80.0],
        evidence: 'S',
      },
      {
        name: 'Qwen2-7B-Instruct + 6k + 180k general, 1 epoch',
        values: [72.02, 64.59, 79.44],
        evidence: 'S',
      },
      { name: 'Qwen2-7B-Instruct + 666 filtered, 4 epochs', values: [76.62, 70.44, 82.8], evidence: 'S' },
      {
        name: 'Qwen2-7B-Instruct + 666 + 13k general, 2 epochs',
        values: [79.51, 75.61, 83.4],
        evidence: 'S',
      },
      { name: 'GLM-4-9B-chat', values: [67.8, 52.8, 82.78], evidence: 'S' },
      { name: 'GLM-4-9B-chat + 666 + 13k, 2 epochs', values: [79.88, 77.42, 82.33], evidence: 'S' },
      { name: 'Qwen2.5-7B-Instruct', values: [75.79, 66.4, 85.17], evidence: 'S' },
      { name: 'Qwen2.5-7B-Instruct + 666 + 13k, 2 epochs', values: [80.54, 77.49, 83.58], evidence: 'S' },
      {
        name: 'Qwen2.5-7B-Instruct + 666 + 13k, then annealed on the 666, 2 epochs',
        values: [82.84, 81.24, 84.44],
        evidence: 'S',
      },
    ],
  },
];

/** The 60 English requests. */
export const publishedLongBenchWriteEnglish: readonly PublishedTable[] = [
  {
    title: 'LongBench-Write, 60 English requests',
    source: 'LongDPO, arXiv:2502.02095; by asked length, each S_l / S_q',
    judge: 'not stated in our source',
    columns: ['S_l', 'S_q', '[0,500)', '[500,2k)', '[2k,4k)', '[4k,20k)'],
    rows: [
      {
        name: 'LongWriter-Llama',
        values: [83.12, 85.1, '88.10 / 86.00', '74.50 / 86.90', '89.10 / 88.30', '80.80 / 79.20'],
        evidence: 'S',
      },
      {
        name: 'LongWriter-Llama + DPO',
        values: [85.55, 85.66, '90.93 / 85.78', '76.67 / 85.46', '90.01 / 90.53', '81.07 / 80.90'],
        evidence: 'S',
      },
      {
        name: 'LongWriter-Llama + LongDPO',
        values: [87.38, 88.28, '90.68 / 86.27', '77.23 / 91.25', '93.35 / 90.53', '88.25 / 85.06'],
        evidence: 'S',
      },
      {
        name: 'LongWriter-Qwen',
        values: [79.51, 85.08, '90.80 / 87.99', '84.37 / 89.37', '84.21 / 84.84', '58.69 / 78.13'],
        evidence: 'S',
      },
      {
        name: 'LongWriter-Qwen + DPO',
        values: [81.3, 85.07, '86.32 / 88.23', '88.71 / 89.16', '89.28 / 84.09', '60.89 / 78.82'],
        evidence: 'S',
      },
      {
        name: 'LongWriter-Qwen + LongDPO',
        values: [83.54, 88.54, '88.93 / 91.91', '85.47 / 91.25', '88.63 / 85.60', '71.14 / 85.41'],
        evidence: 'S',
      },
    ],
  },
];
