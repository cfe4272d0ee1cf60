/**
 * The tree: a skeleton of parts first; each part is planned when it is reached, with what was written before it in
 * sight; sections are written under length contracts. There is no upper limit to the length.
 *
 * The walk over the tree is data: open parts from the outside in, each with its place and the words left to it. It is
 * saved after every section, so that a resume goes on from there without looking at what is finished.
 *
 * Source: ours. The skeleton that is refined as it is reached follows recursive planning as in WriteHERE (Xiong et al.
 * 2025, arXiv:2503.08275) and the rolling outlines of long story engines.
 * Differs: one kind of node; every node has a budget, and what is left is given out again after every section.
 */
import type { Method } from './method.ts';
import { readDocumentForm } from './walk.ts';
import { walkDocument } from './walk-document.ts';

export const tree: Method = async (task, host) =>
  walkDocument(
    task,
    { form: { ...readDocumentForm(task), isOnePiece: false }, plan: () => host.plan({ depth: 'skeleton' }) },
    host,
  );
