/** The names that people and models give to the fields of a plan in JSON. */

const listNames = ['sections', 'outline', 'plan', 'parts', 'chapters', 'subtasks', 'paragraphs', 'steps'];
const titleNames = ['title', 'heading', 'name', 'header'];
const pointNames = [
  'mainPoints',
  'main_points',
  'mainPoint',
  'main_point',
  'keyPoints',
  'key_points',
  'points',
  'description',
  'summary',
  'content',
];
const wordNames = ['words', 'targetWords', 'target_words', 'wordCount', 'word_count', 'budget', 'length'];
const dependencyNames = ['buildsOn', 'builds_on', 'dependsOn', 'depends_on', 'dependencies', 'requires'];
const childNames = ['children', 'sections', 'subsections', 'sub_sections', 'parts', 'chapters'];

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Gives the fields our names, whatever the plan calls them; what it does not know, and values, stay as they are. A
 * bare list is a plan without a title, a text among sections is a section of that title, `{"outline": {"title": …,
 * "sections": …}}` is what it wraps.
 */
export function renameFields(value: unknown): unknown {
  if (Array.isArray(value)) return { sections: value.map(renameSection) };
  if (!isFields(value)) return value;
  const plan = rename(value, { title: titleNames, sections: listNames });
  const { sections } = plan;
  if (isFields(sections)) return { ...plan, ...(renameFields(sections) as Fields) };
  return Array.isArray(sections) ? { ...plan, sections: sections.map(renameSection) } : plan;
}

function renameSection(value: unknown): unknown {
  if (typeof value === 'string') return { title: value };
  if (!isFields(value)) return value;
  const names = { title: titleNames, mainPoints: pointNames, words: wordNames, children: childNames };
  const section = rename(value, names);
  const { mainPoints, children } = section;
  const { buildsOn, ...others } = rename(section, { buildsOn: dependencyNames }) as Fields;
  return {
    ...others,
    ...(Array.isArray(buildsOn) && { contract: { ...(others.contract as Fields | undefined), buildsOn } }),
    ...(typeof mainPoints === 'string' && { mainPoints: mainPoints.trim() === '' ? [] : [mainPoints] }),
    ...(Array.isArray(children) && { children: children.map(renameSection) }),
  };
}

/** The first name present gets ours; a second one stays, and is found to be unknown where that matters. */
function rename(fields: Fields, names: Record<string, readonly string[]>): Fields {
  const renamed = { ...fields };
  for (const [ours, theirs] of Object.entries(names)) {
    const found = theirs.find((name) => renamed[name] !== undefined);
    if (found === undefined || found === ours) continue;
    renamed[ours] = renamed[found];
    delete renamed[found];
  }
  return renamed;
}
