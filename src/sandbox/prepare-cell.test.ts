// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code.
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareCell } from './prepare-cell.ts';

describe('prepareCell', () => {
  it.each([
    ['const a = 1;', 'var a = 1;'],
    ['let a = 1, b\nlet c', 'var a = 1, b\nvar c'],
    ['const { a, b: [c] } = d', 'var { a, b: [c] } = d'],
    ['let [a] = b', 'var [a] = b'],
    ['f()\nconst a = 1', 'f()\nvar a = 1'],
    ['if (a) { b }\nconst c = 1', 'if (a) { b }\nvar c = 1'],
    ['class A {}\n[1].map(f)', 'var A = class A {};\n[1].map(f)'],
    ['class A extends B { c() { return {} } }', 'var A = class A extends B { c() { return {} } };'],
    ['const 名字 = "长"', 'var 名字 = "长"'],
    ['const a = `x ${`y ${z}`} const`\nconst b = 1', 'var a = `x ${`y ${z}`} const`\nvar b = 1'],
    ['const a = b.split(/[/"]/)\nlet c', 'var a = b.split(/[/"]/)\nvar c'],
    ['const a = b / c; const d = e / f', 'var a = b / c; var d = e / f'],
    ['const a = (1 + 2) / 3 // "it\'s"\nconst b = 1', 'var a = (1 + 2) / 3 // "it\'s"\nvar b = 1'],
    ['/* { */ const a = 1', '/* { */ var a = 1'],
  ])('keeps for later cells: %s', (code, expected) => {
    expect(prepareCell(code)).toBe(expected);
  });

  it.each([
    'for (const a of b) { let c = 1 }',
    '{ const a = 1 }',
    'a.const = b.class',
    'const_ = 1; letter = 2; classy = 3',
    '"const a"; `let b`; /const c/; // const d\n/* const e */',
    'let = 1',
    'f(() => { class A {} })',
    'const1 = { const: 1, let: 2 }',
    'a = class B {}',
  ])('leaves as it is: %s', (code) => {
    expect(prepareCell(code)).toBe(code);
  });

  it('keeps every line where it was', () => {
    const code = 'const a = 1\n\nclass A {\n  b() {}\n}\nlet c = `\n${a}\n`';
    expect(
      prepareCell(code)
        .split('\n')
        .map((line) => line.length > 0),
    ).toEqual(code.split('\n').map((line) => line.length > 0));
  });

  it('changes nothing but declarations, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '`',
      '${',
      '}',
      '{',
      '"',
      "'",
      '/',
      '*/',
      '/*',
      '\\',
      '\n',
      'a',
      '1',
      ' ',
      '(',
      ')',
      '[',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const code = parts.join('');
        expect(prepareCell(code)).toBe(code);
      }),
    );
  });

  it('gives code that means the same', () => {
    const values = fc.constantFrom(
      '/[/`"]/.source.length',
      '`${1 + `${2}`.length}`.length',
      '8 / 2 / 1',
      '"}".length',
    );
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (list) => {
        const lines = list.map((value, index) => `const v${index} = ${value}`);
        const code = `${lines.join('\n')}\n;[${list.map((_, index) => `v${index}`)}].join()`;
        const asFunction = `(() => {${code.replace('\n;[', '\nreturn [')}})()`;
        expect(runInThisContext(`{${prepareCell(code)}}`)).toBe(runInThisContext(asFunction));
      }),
    );
  });
});
