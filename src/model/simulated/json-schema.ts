/** The part of JSON Schema (draft 7) that a model needs to fill one. */
export type JsonSchema = {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  properties?: Readonly<Record<string, JsonSchema | boolean>>;
  required?: readonly string[];
  items?: JsonSchema | boolean | readonly (JsonSchema | boolean)[];
  prefixItems?: readonly (JsonSchema | boolean)[];
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  anyOf?: readonly (JsonSchema | boolean)[];
  oneOf?: readonly (JsonSchema | boolean)[];
  allOf?: readonly (JsonSchema | boolean)[];
};

/**
 * Follows `$ref` inside the root, joins `allOf`, and takes the first alternative that is not null.
 * What cannot be resolved counts as a string.
 */
export function resolveSchema(definition: JsonSchema | boolean, root: JsonSchema): JsonSchema {
  if (typeof definition === 'boolean') return { type: 'string' };
  if (definition.$ref !== undefined) {
    const found = definition.$ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root);
    return found === undefined ? { type: 'string' } : resolveSchema(found as JsonSchema, root);
  }
  if (definition.allOf !== undefined) {
    const { allOf, ...own } = definition;
    const parts = [own, ...allOf.map((part) => resolveSchema(part, root))];
    const properties = Object.assign({}, ...parts.map((part) => part.properties));
    return Object.assign({}, ...parts, { properties });
  }
  const alternatives = definition.anyOf ?? definition.oneOf;
  if (alternatives === undefined) return definition;
  const resolved = alternatives.map((part) => resolveSchema(part, root));
  return resolved.find((part) => schemaType(part) !== 'null') ?? resolved[0] ?? { type: 'null' };
}

/** The one type to give; `string` where the schema leaves it open. */
export function schemaType(schema: JsonSchema): string {
  if (typeof schema.type === 'string') return schema.type;
  if (schema.type !== undefined) return schema.type.find((type) => type !== 'null') ?? 'null';
  if (schema.properties !== undefined) return 'object';
  return schema.items === undefined && schema.prefixItems === undefined ? 'string' : 'array';
}
