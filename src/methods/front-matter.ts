/** Sections that introduce a text: they can only be written well when the text is there. */
import type { Section } from '../plan/plan.ts';

const introduces =
  /^(?:(?:executive\s+)?(?:summary|abstract)|(?:general\s+)?introduction|introducing\b.*|preface|foreword|prologue\s+and\s+introduction|overview|引言|前言|导言|导论|绪论|绪言|序言|序|摘要|内容提要|概述|はじめに|序論|要旨|서론|머리말|초록|مقدمة|ملخص|einleitung|vorwort|zusammenfassung|введение|предисловие|аннотация|บทนำ|คำนำ|บทคัดย่อ|प्रस्तावना|भूमिका|सारांश)(?:\s*[:：—–-].*)?$/iu;
const number =
  /^(?:\d+(?:\.\d+)*[.、)]?|[ivx]+\.|[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章节部分]+)\s*/iu;

/** Whether a section is an introduction, an abstract or the like, by its heading. */
export function isWrittenLast({ title, children }: Section): boolean {
  return children.length === 0 && introduces.test(title.trim().replace(number, ''));
}
