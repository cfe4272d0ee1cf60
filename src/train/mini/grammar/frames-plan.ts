/** A table, long by nature: titles and main points of planned sections. Syntax in frame.ts, slots in fill-slots.ts. */

import type { MiniRegister } from '../prompt/mini-task.ts';
import { type Frame, parseFrames } from './frame.ts';

/** Where in a plan a title fits. */
export type PlanPart = 'start' | 'middle' | 'end';

/** Titles that fit every register but stories. */
export const sharedTitles: Record<PlanPart, readonly Frame[]> = {
  start: parseFrames(`
A first look at {key}
Getting to know {key}
Where {key} came from
The beginnings of {key}
Setting the scene for {key}
The world before {key}
[Early days|First steps] of {key}
Why we should look at {key}
`),
  middle: parseFrames(`
The place of {key} in daily life
Money and {key}
{People} at work
What {people} saw in {key}
The tools behind {key}
A closer look at {things}
Trouble with {key}
Time and {key}
{Things} and other signs of change
Old habits and new {things}
The people behind {key}
A question of {matter}
[Two|Three] views of {key}
How {key} changed {people}
Between {matter} and {matter}
A day {place}
Voices from the field
{People} and {people2}
The cost of {key}
Small steps in {key}
What can go wrong with {key}
Learning from {people}
The quiet side of {key}
Myths about {key}
The language of {key}
{Matter} and its limits
A turning point for {key}
Beyond {things}
Hands and minds
`),
  end: parseFrames(`
The future of {key}
What remains of {key}
Looking back on {key}
Looking ahead with {key}
Lessons from {key}
Where {key} may go from here
The last word on {key}
What we can learn from {key}
`),
};

/** Titles of one register alone. */
export const ownTitles: Record<MiniRegister, Record<PlanPart, readonly Frame[]>> = {
  expository: {
    start: parseFrames(`
An everyday wonder called {key}
The long road to {key}
`),
    middle: parseFrames(`
The art of living with {key}
The hidden order of {key}
Pictures of {key}
`),
    end: parseFrames(`
Why we still need {key}
`),
  },
  narrative: {
    start: parseFrames(`
A letter about {key}
A stranger {place}
The first sign of {key}
[The morning|The night] it began
An old promise
`),
    middle: parseFrames(`
The road to {key}
{Person} tells a story
A light {place}
What the old woman knew
Lost {things}
A storm and a promise
The secret of {key}
A friend among the {people}
Without a map
The price of {key}
The long night
A door opens
Too late for {key}
A whisper about {key}
What {people} would not say
The box under the stairs
A narrow escape
News from far away
{Things} and lies
An unexpected visitor
The search for {key}
`),
    end: parseFrames(`
Home again
The end of the search
What was left of {key}
A new morning
Farewell to {key}
`),
  },
  report: {
    start: parseFrames(`
Purpose and scope
Summary of the work on {key}
Background to {key}
`),
    middle: parseFrames(`
Findings on {key}
Methods and {things}
The position of {people}
Costs and benefits of {key}
Risks around {key}
The role of {matter}
Comments from {people}
State of the {things}
Training and {matter}
`),
    end: parseFrames(`
Conclusions on {key}
Recommendations
Next steps for {key}
`),
  },
  'how-to': {
    start: parseFrames(`
Before you begin with {key}
What you need for {key}
Making a start with {key}
`),
    middle: parseFrames(`
Your first hour with {key}
Choosing good {tools}
Getting better at {key}
Common mistakes with {key}
Saving time with {key}
Working with others
Keeping notes on {key}
A simple routine for {key}
When {key} goes wrong
Practice and {matter}
`),
    end: parseFrames(`
Going further with {key}
Keeping {key} in your life
A short list to remember
`),
  },
};

/** Main points of planned sections, for every register. */
export const planPoints: readonly Frame[] = parseFrames(`
how {key} first came [to notice|into view]
how {people} learned about {key}
why {people} turned to {key}
what {people} expected from {key}
the part that {matter} played in {key}
the first {things} around {key}
what {key} meant for {people}
where {key} could go wrong
how {matter} shaped {key}
the debate about {key} {place}
the cost of {key} for {people}
why {matter} mattered more than {matter}
the {quality} work of {people}
how {people} {did}
what {people} {place} knew about {key}
the change from {things} to {things2}
how {things} made {key} easier
how {people} and {people2} worked together
the search for better {things}
why nobody saw {trouble} coming
what {key} had to do with {matter}
the hopes of {people}
how news of {key} spread
the day when {person} {did}
how {key} and {things} came together
why {key} should not be hurried
the limits of {key}
what the {things} tell us about {key}
how to find {supply} for {key}
the {quality} rise of {key}
what could be done with {key}
mistakes that {people} made with {key}
how {people} came to trust {key}
the link between {key} and {matter}
what {key} might look like in [ten|twenty|fifty] years
the question of {matter}
how {trouble} were avoided
old and new ways of dealing with {key}
why {people2} disagreed with {people}
how a lack of {supply} held {key} back
the {things} that made {key} known
what was lost when {people} {did}
the memory of {key} among {people}
how {key} found a place {place}
the balance between {matter} and {matter}
why some {people} avoided {key}
the lessons {people} drew from {trouble}
how rules for {key} were made
what visitors {place} noticed first
the daily round of {people}
ways to keep {key} alive
how {quality} ideas about {key} won through
which {things} were needed and why
where {people} looked for {supply}
the {effect} that followed
who paid for {key}
the stories that {people} told about {key}
what changed {time}
how {person} saw {key}
the {quality} side of {key}
why {things} were kept so long
the road from {matter} to {key}
`);

/** Main points of stories. */
export const storyPoints: readonly Frame[] = parseFrames(`
how {hero} first heard of {key}
the letter about {key}
what {person} told {hero}
the secret of the old {things}
why {hero} left home
the night {place}
the promise {hero} made
how {people} {did}
a quarrel about {key}
the search for {key}
what {hero} found {place}
the help of {people}
a lie about {key}
why {key} mattered to {hero}
the road back
the day when {person} {did}
the choice between {key} and {matter}
what was hidden {place}
how {hero} lost {key}
the return of {person}
a mistake {hero} made
how the storm began
what nobody knew about {key}
the price of {key}
the end of the search
how {hero} and {person} met
the last of the {things}
a sign that pointed to {key}
`);
