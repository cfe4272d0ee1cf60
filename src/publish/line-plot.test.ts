import { describe, expect, it } from 'vitest';
import { type LinePlot, renderLinePlot } from './line-plot.ts';

const plot: LinePlot = {
  title: 'Loss, sft',
  caption: 'metrics.jsonl',
  xLabel: 'step',
  yLabel: 'loss in nats',
  series: [
    { name: 'step', points: [1, 2, 3].map((x) => ({ x, y: 4 / x })), isFaint: true },
    { name: 'mean of 25', points: [1, 2, 3].map((x) => ({ x, y: 5 / x })) },
  ],
};
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('renderLinePlot', () => {
  it('draws title, caption, axes and the name of every line that is not faint', () => {
    const { svg } = renderLinePlot(plot);
    for (const word of ['Loss, sft', 'metrics.jsonl', 'loss in nats', 'step', 'mean of 25'])
      expect(svg).toContain(word);
    expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  });

  it('gives the same as PNG of twice the size', () => {
    const { png } = renderLinePlot(plot);
    expect([...png.subarray(0, 8)]).toEqual(pngSignature);
    // Width stands in the first chunk, big-endian.
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(1600);
  });

  it('leaves out points that are no numbers, and bears a series without any', () => {
    const withHoles = renderLinePlot({
      ...plot,
      series: [
        {
          name: 'holes',
          points: [
            { x: 1, y: 1 },
            { x: 2, y: Number.NaN },
            { x: 3, y: 2 },
            { x: 4, y: Number.POSITIVE_INFINITY },
          ],
        },
        { name: 'nothing', points: [] },
      ],
    });
    expect(withHoles.svg).toContain('holes');
    expect(withHoles.svg).not.toMatch(/NaN|Infinity/);
    expect(withHoles.svg).not.toContain('nothing');
  });
});
