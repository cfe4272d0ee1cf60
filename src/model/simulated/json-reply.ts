/** JSON that satisfies a schema, filled as a model would: by the names of its properties. */
import { type JsonSchema, resolveSchema, schemaType } from './json-schema.ts';
import { composeComment, composeOutline, composePoint, type OutlineEntry } from './outline.ts';
import { planBudgets, splitBudget } from './plan-limits.ts';
import type { Random } from './random.ts';
import type { ReadRequest } from './read-request.ts';
import { readScoreRange } from './score-range.ts';

/** What is known at one place of the JSON. */
type Place = {
  name: string;
  /** Words to plan here; undefined outside of a plan. */
  words?: number;
  /** Position in the nearest array, from 0. */
  position: number;
  entry?: OutlineEntry;
  depth: number;
};

type Filling = {
  request: ReadRequest;
  random: Random;
  root: JsonSchema;
  /** Writes prose of the length law, for properties that hold the text itself. */
  composeText: () => string;
};

const wordsName = /words?|字数|length|budget/i;
const titleName = /title|heading|headline|header|^name$|标题|题目|名称/i;
const listName = /points?|bullets|topics|key|ideas|beats|要点/i;
const textName =
  /^(?:text|content|body|prose|draft|paragraph|section|story|article|answer|response|正文|内容)$/i;
const referenceName = /depend|requires|after|parents|previous|follows|refs?$|sources?$|citations?/i;
const identifierName = /^(?:id|key|slug|ref|编号)$|Id$|_id$/;
const countName = /index|number|order|position|count|no$|序号/i;
const maxDepth = 8;

/** Compact JSON text for the schema. Every property is given, as strict structured output demands. */
export function composeJson(
  schema: JsonSchema,
  request: ReadRequest,
  random: Random,
  composeText: () => string,
): string {
  const filling: Filling = { request, random, root: schema, composeText };
  return JSON.stringify(fill(schema, filling, { name: '', position: 0, depth: 0 }));
}

function fill(definition: JsonSchema | boolean, filling: Filling, place: Place): unknown {
  const schema = resolveSchema(definition, filling.root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return filling.random.pick(schema.enum);
  const type = schemaType(schema);
  if (type === 'object') return fillObject(schema, filling, place);
  if (type === 'array') return fillArray(schema, filling, place);
  if (type === 'integer' || type === 'number') return fillNumber(schema, type, filling, place);
  if (type === 'boolean') return filling.random.next() < 0.8;
  return type === 'null' ? null : fillString(schema, filling, place);
}

function fillObject(schema: JsonSchema, filling: Filling, place: Place): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const isDeep = place.depth > maxDepth;
  const filled = properties
    .filter(([name]) => !isDeep || schema.required?.includes(name))
    .map(([name, inner]) => [name, fill(inner, filling, { ...place, name, depth: place.depth + 1 })]);
  return Object.fromEntries(filled);
}

function fillArray(schema: JsonSchema, filling: Filling, place: Place): unknown[] {
  const tuple = schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : undefined);
  if (tuple !== undefined) return tuple.map((item: JsonSchema | boolean) => fill(item, filling, place));
  const least = schema.minItems ?? 0;
  const most = schema.maxItems ?? Number.MAX_SAFE_INTEGER;
  if (place.depth > maxDepth || (referenceName.test(place.name) && least === 0)) return [];
  const { random, request } = filling;
  const within = (count: number): number => Math.min(most, Math.max(least, count));
  const items = itemsOf(schema);
  if (holdsWords(items, filling, 0)) return fillSections(items, filling, place, within);
  const listed = /\bexactly\s+(\d{1,2})\b|list of (\d{1,2})\b/i.exec(request.lastMessage);
  const holdsPoints =
    listName.test(place.name) && schemaType(resolveSchema(items, filling.root)) === 'string';
  const points = holdsPoints ? (place.entry?.points ?? []) : [];
  const usual = points.length > 0 ? points.length : 2 + random.integer(2);
  const count = within(Number(listed?.[1] ?? listed?.[2] ?? usual));
  return Array.from(
    { length: count },
    (_, position) =>
      points[position] ??
      fill(items, filling, { ...place, entry: undefined, position, depth: place.depth + 1 }),
  );
}

/** The parts of a plan: their budgets sum to the words planned at this place. */
function fillSections(
  items: JsonSchema | boolean,
  filling: Filling,
  place: Place,
  within: (count: number) => number,
): unknown[] {
  const { request, random } = filling;
  let budgets =
    place.words === undefined
      ? planBudgets(request, random)
      : splitBudget(
          place.words,
          Math.max(1, Math.round(place.words / 500)),
          { least: 200, most: 1_000 },
          random,
        );
  const count = within(budgets.length);
  if (count !== budgets.length) {
    const total = budgets.reduce((sum, words) => sum + words, 0);
    budgets = splitBudget(total, Math.max(1, count), { least: 1, most: total }, random);
  }
  const entries = composeOutline(budgets.length, request.instructionTopics, request.language, random);
  return budgets.map((words, position) =>
    fill(items, filling, { ...place, words, position, entry: entries[position], depth: place.depth + 1 }),
  );
}

/** Whether an array's items plan words, themselves or in arrays below. */
function holdsWords(definition: JsonSchema | boolean, filling: Filling, depth: number): boolean {
  if (depth > 3) return false;
  const schema = resolveSchema(definition, filling.root);
  return Object.entries(schema.properties ?? {}).some(([name, inner]) => {
    const property = resolveSchema(inner, filling.root);
    const type = schemaType(property);
    if (type === 'integer' || type === 'number') return wordsName.test(name);
    return type === 'array' && holdsWords(itemsOf(property), filling, depth + 1);
  });
}

function itemsOf(schema: JsonSchema): JsonSchema | boolean {
  const items = schema.items ?? { type: 'string' };
  return Array.isArray(items) ? (items[0] ?? true) : (items as JsonSchema | boolean);
}

function fillNumber(schema: JsonSchema, type: 'integer' | 'number', filling: Filling, place: Place): number {
  const { random, request } = filling;
  const isJudging = request.kind === 'judge';
  const stated = isJudging ? readScoreRange(request.lastMessage) : { least: 1, most: 5 };
  const least =
    schema.minimum ?? (schema.exclusiveMinimum === undefined ? stated.least : schema.exclusiveMinimum + 1);
  const most =
    schema.maximum ??
    (schema.exclusiveMaximum === undefined ? Math.max(stated.most, least) : schema.exclusiveMaximum - 1);
  const bound = (value: number): number =>
    Math.min(
      schema.maximum ?? Number.MAX_SAFE_INTEGER,
      Math.max(schema.minimum ?? -Number.MAX_SAFE_INTEGER, value),
    );
  if (wordsName.test(place.name) && !isJudging)
    return bound(Math.round(place.words ?? plannedTotal(filling)));
  if ((countName.test(place.name) || identifierName.test(place.name)) && !/score|rating/i.test(place.name))
    return bound(place.position + 1);
  if (stated.levels !== undefined && isJudging && schema.minimum === undefined)
    return random.pick(stated.levels);
  // Judges are kind: the middle of the upper half, give or take a quarter of the range.
  const share = Math.min(1, Math.max(0, 0.7 + 0.2 * random.normal()));
  const value = least + share * (most - least);
  if (schema.multipleOf !== undefined) return Math.round(value / schema.multipleOf) * schema.multipleOf;
  return type === 'integer' || isJudging ? Math.round(value) : Math.round(value * 100) / 100;
}

function plannedTotal(filling: Filling): number {
  return planBudgets(filling.request, filling.random).reduce((sum, words) => sum + words, 0);
}

function fillString(schema: JsonSchema, filling: Filling, place: Place): string {
  const { request, random } = filling;
  const { name, entry, position } = place;
  const topics = request.instructionTopics;
  if (identifierName.test(name)) return String(position + 1);
  if (wordsName.test(name) && place.words !== undefined) return String(place.words);
  if (titleName.test(name)) {
    return withinLength(
      entry?.title ?? composeOutline(1, topics, request.language, random)[0]?.title ?? '',
      schema,
    );
  }
  if (textName.test(name) && request.kind !== 'plan' && request.kind !== 'judge') {
    return withinLength(filling.composeText(), schema);
  }
  if (referenceName.test(name) && schema.minLength === undefined) return '';
  if (request.kind === 'judge') return withinLength(composeComment(request.language, random), schema);
  const isPoints = listName.test(name) && entry !== undefined;
  return withinLength(
    isPoints ? entry.points.join('; ') : composePoint(topics, request.language, random),
    schema,
  );
}

function withinLength(text: string, schema: JsonSchema): string {
  const long = text.padEnd(schema.minLength ?? 0, '.');
  return long.slice(0, schema.maxLength ?? long.length);
}
