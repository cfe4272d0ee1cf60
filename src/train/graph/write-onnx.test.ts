import { describe, expect, it } from 'vitest';
import { createTensorGraph } from './tensor-graph.ts';
import { writeOnnx } from './write-onnx.ts';

const hexOf = (text: string): string => Buffer.from(text).toString('hex');

describe('writeOnnx', () => {
  it('writes a graph of one operator as worked out by hand', () => {
    const graph = createTensorGraph();
    const x = graph.input('x', [2]);
    const y = graph.node('Neg', [x], [2]);
    // A field begins with its number · 8, plus 2 where bytes follow: then their count and they themselves.
    const node = `0a01${hexOf('x')} 1205${hexOf('Neg_0')} 2203${hexOf('Neg')}`; // 3 + 7 + 5 = 15 bytes
    // A type holds a tensor of element type 1, float, whose shape holds a dimension of the value 2: 2 + 2 + 6 = 10 bytes.
    const type = '0a08 0801 1204 0a02 0802';
    const input = `0a01${hexOf('x')} 120a ${type}`; // 3 + 2 + 10 = 15 bytes
    const output = `0a05${hexOf('Neg_0')} 120a ${type}`; // 7 + 2 + 10 = 19 bytes
    const name = `1208${hexOf('longhand')}`; // 10 bytes
    // 2 + 15, 10, 2 + 15 and 2 + 19 bytes make 65.
    const content = `0a0f ${node} ${name} 5a0f ${input} 6213 ${output}`;
    const standard = '4204 0a00 1015'; // the standard operators in version 21
    const microsoft = `4211 0a0d${hexOf('com.microsoft')} 1001`;
    const whole = `080a ${name} 3a41 ${content} ${standard} ${microsoft}`;
    const bytes = writeOnnx({ ...graph, outputs: [y] });
    expect(Buffer.from(bytes).toString('hex')).toBe(whole.replaceAll(' ', ''));
  });
});
