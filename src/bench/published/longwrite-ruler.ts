import type { PublishedTable } from './published-table.ts';

export const publishedLongWriteRuler: readonly PublishedTable[] = [
  {
    title: 'LongWrite-Ruler: most words delivered',
    source:
      'Bai et al. 2024, arXiv:2408.07055, motivation experiments (Figure 2 for the caps) and main results',
    judge: 'none: counted',
    columns: ['words'],
    rows: [
      { name: 'models of 2024, asked for up to 30,000', values: ['about 2,000'], evidence: 'R, S' },
      { name: 'GLM-4-9B trained on outputs of up to 500 words', values: ['about 600'], evidence: 'M' },
      { name: 'GLM-4-9B trained on outputs of up to 1,000 words', values: ['about 900'], evidence: 'M' },
      { name: 'GLM-4-9B trained on outputs of up to 2,000 words', values: ['about 1,800'], evidence: 'M' },
      { name: 'LongWriter-8B and -9B', values: ['10,000 to 20,000'], evidence: 'S' },
      { name: 'GPT-4o with AgentWrite', values: ['up to about 30,000'], evidence: 'S' },
    ],
  },
];
