/**
 * What the page for people does, as the script inside it: shows one pair after the other, keeps the marks in the
 * browser, hands them out as a file. Nothing is sent anywhere. Plain JavaScript, because it is read by browsers only.
 */
export const annotationScript = `'use strict';
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const page = read('page');
const words = {
  en: { title: 'Which text is better?', task: 'What was asked for', a: 'Text A', b: 'Text B', first: 'A is better', tie: 'Neither is better', second: 'B is better', back: 'Back', next: 'Next', name: 'Your name or initials', save: 'Save my answers as a file', missing: 'Please enter your name or initials first.', done: (n, of) => n + ' of ' + of + ' judged', at: (n, of) => 'Pair ' + n + ' of ' + of },
  zh: { title: '哪一篇更好？', task: '写作要求', a: '文本 A', b: '文本 B', first: 'A 更好', tie: '不分上下', second: 'B 更好', back: '上一对', next: '下一对', name: '您的姓名或代号', save: '把我的判断存成文件', missing: '请先填写姓名或代号。', done: (n, of) => '已判 ' + n + ' / ' + of, at: (n, of) => '第 ' + n + ' 对，共 ' + of + ' 对' },
};
const choices = ['first', 'tie', 'second'];
const slot = 'longhand-annotation-' + page.set;
let state = { name: '', at: 0, marks: {} };
// A browser may forbid files to keep anything; then the marks live as long as the page.
try { state = { ...state, ...JSON.parse(localStorage.getItem(slot)) }; } catch {}
let saved = true;
const keep = () => { try { localStorage.setItem(slot, JSON.stringify(state)); } catch {} };

function show() {
  const id = page.pairs[state.at];
  const pair = read('pair-' + id);
  const say = words[pair.language === 'zh' ? 'zh' : 'en'];
  document.documentElement.lang = pair.language;
  for (const name of ['title', 'task', 'back', 'next', 'save', ...choices]) $(name).textContent = say[name];
  $('instruction').textContent = pair.instruction;
  $('at').textContent = say.at(state.at + 1, page.pairs.length);
  $('label').textContent = say.name;
  for (const side of ['a', 'b']) {
    $('head-' + side).textContent = say[side];
    $('text-' + side).title = say[side];
    $('text-' + side).srcdoc = pair[side];
  }
  $('back').disabled = state.at === 0;
  $('next').disabled = state.at === page.pairs.length - 1;
  mark();
}

function mark() {
  const pair = page.pairs[state.at];
  const say = words[document.documentElement.lang === 'zh' ? 'zh' : 'en'];
  for (const choice of choices) $(choice).setAttribute('aria-pressed', String(state.marks[pair] === choice));
  $('done').textContent = say.done(Object.keys(state.marks).length, page.pairs.length);
  $('problem').textContent = '';
}

function go(step) {
  state.at = Math.min(page.pairs.length - 1, Math.max(0, state.at + step));
  keep();
  show();
  scrollTo(0, 0);
}

for (const choice of choices) $(choice).addEventListener('click', () => {
  state.marks[page.pairs[state.at]] = choice;
  saved = false;
  keep();
  mark();
});
$('back').addEventListener('click', () => go(-1));
$('next').addEventListener('click', () => go(1));
$('name').addEventListener('input', () => { state.name = $('name').value.trim(); keep(); });
$('save').addEventListener('click', () => {
  const say = words[document.documentElement.lang === 'zh' ? 'zh' : 'en'];
  if (state.name === '') { $('problem').textContent = say.missing; $('name').focus(); return; }
  const answers = page.pairs.flatMap((pair) => state.marks[pair] ? [{ pair, choice: state.marks[pair] }] : []);
  const file = { format: 'longhand-annotation', version: 1, set: page.set, annotator: state.name, answers };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + '\\n'], { type: 'application/json' }));
  link.download = 'answers-' + state.name.replace(/[^\\p{L}\\p{N}]+/gu, '-') + '.json';
  link.click();
  saved = true;
});
addEventListener('beforeunload', (event) => { if (!saved) event.preventDefault(); });
$('name').value = state.name;
state.at = Math.min(page.pairs.length - 1, Math.max(0, state.at));
show();
`;
