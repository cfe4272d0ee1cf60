/** Looks of a published page: a readable column, light and dark, fit for print. */
export const pageStyle = `:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fdfdfb; --soft: #6b6b70; --line: #d9d9d4; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e3; --paper: #17181a; --soft: #a0a0a5; --line: #3a3b3f; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.65 Georgia, "Noto Serif", "Songti SC", "Noto Serif CJK SC", serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2.2em 0 0.7em; }
h1 { font-size: 2rem; margin-top: 0; }
h2 { font-size: 1.5rem; }
h3 { font-size: 1.2rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, blockquote, pre, table { margin: 0 0 1.1em; }
a { color: var(--link); }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--soft); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.88em; }
pre { padding: 0.9em 1em; border: 1px solid var(--line); border-radius: 4px; overflow-x: auto; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.35em 0.7em; border: 1px solid var(--line); text-align: left; vertical-align: top; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5em 0; }
.note { color: var(--soft); font: 0.85rem/1.5 system-ui, sans-serif; border: 1px solid var(--line); border-radius: 4px; padding: 0.5em 0.8em; }
figure { margin: 2em 0; text-align: center; break-inside: avoid; }
figure img { max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 0.9em; margin-top: 0.5em; }
.footnotes { font-size: 0.9em; color: var(--soft); }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:lang(zh) p { text-indent: 0; line-height: 1.85; }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb; --link: #000; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h1, h2, h3, h4 { break-after: avoid; }
  pre, blockquote, table, tr { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
