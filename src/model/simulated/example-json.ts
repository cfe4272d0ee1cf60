/** JSON shown in a prompt, as the schema of the JSON that is wanted back. */
import type { JsonSchema } from './json-schema.ts';

/** The schema of the last JSON object or array in the text that shows a format; undefined when there is none. */
export function findExampleSchema(text: string): JsonSchema | undefined {
  const reach = text.length > 12_000 ? `${text.slice(0, 6_000)}\n${text.slice(-6_000)}` : text;
  for (let end = reach.length - 1; end >= 0; end--) {
    const close = reach[end];
    if (close !== '}' && close !== ']') continue;
    const start = findOpening(reach, end);
    if (start === undefined) continue;
    const value = parseLoosely(reach.slice(start, end + 1));
    if (value !== undefined && typeof value === 'object' && hasKeys(value)) return schemaOf(value);
    end = start;
  }
  return undefined;
}

function findOpening(text: string, end: number): number | undefined {
  let depth = 0;
  for (let index = end; index >= 0; index--) {
    const character = text[index] as string;
    if ('}]'.includes(character)) depth++;
    if ('{['.includes(character) && --depth === 0) return index;
  }
  return undefined;
}

/** Prompts show JSON with ellipses, comments and placeholders where values would be. */
function parseLoosely(text: string): unknown {
  const repaired = text
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/,?\s*(?:\.{3}|…)\s*(?=[\]}])/g, '')
    .replaceAll(/([:[,]\s*)(?:<[^>"\n]*>|\[?\b(?:int|integer|number|score|N|X)\b\]?)/g, '$10')
    .replaceAll(/:\s*(\d+)\s*(?:-|–|to)\s*\d+/g, ': $1')
    .replaceAll(/,(\s*[}\]])/g, '$1');
  for (const candidate of [text, repaired]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Not JSON in this form; the next form may be, and prose in brackets never is.
    }
  }
  return undefined;
}

function hasKeys(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasKeys);
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function schemaOf(value: unknown): JsonSchema {
  if (Array.isArray(value)) {
    return { type: 'array', items: value.length > 0 ? schemaOf(value[0]) : { type: 'string' } };
  }
  if (typeof value === 'object' && value !== null) {
    const properties: Record<string, JsonSchema> = {};
    for (const [name, inner] of Object.entries(value)) properties[name] = schemaOf(inner);
    return { type: 'object', properties };
  }
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  return { type: 'string' };
}
