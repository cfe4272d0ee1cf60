/** A table, long by nature: sentence frames of reports. Syntax in frame.ts, slots in fill-slots.ts. */
import { createFrameSet, type FrameSet } from './frame-set.ts';

export const reportFrames: FrameSet = createFrameSet({
  intro: `
This report looks at {topic} and sets out what is known [so far|at present].
The purpose of this report is to give a [clear|short] picture of {topic}.
Interest in {topic} has grown, and with it the need for [a sober view|plain information].
Any [decision|judgement] about {key} should rest on what is known, and this report brings that together.
What follows is a [plain|brief] account of {topic}, based on {matter} rather than opinion.
Three questions guide this report on {about}: what is known, what is missing and what can be done.
The report was written for readers who have to deal with {key} and want [the main points|a clear summary].
`,
  open: `
Over the past years, {people} have gained experience with {key}.
Few areas of {key} are better known to {people} than this one.
This [section|part] turns to the role of {people}.
The view of {key} {place} [was|proved] {quality}.
In the period under review, {people} had [more|less] to do with {key} than before.
A review of the {things} gives a first idea of {key}.
Four groups have an interest in {key}, and {people} are the largest of them.
The situation [today|at present] can be described in a few lines.
Most of the [comments|answers] on {key} came from {people}.
Any assessment of {key} has to start with {supply}.
{time}, the first {things} on {key} were collected.
Two kinds of {things} were [studied|compared] for this part of the report.
There is [broad|general] agreement on the basic facts about {key}.
The [figures|records] on {key} are [incomplete|uneven], but they allow a first judgement.
Within this field, {matter} is a key term.
Interviews with {people} gave a [mixed|clear] picture.
An [early|earlier] survey among {people} had left some questions about {key} open.
At the local level, {key} remained mainly in the hands of {people}.
The [terms|words] used for {key} differ, so a short note is needed.
Both {people} and {people2} were asked about {key}.
From the point of view of {people}, {key} became a matter of {matter}.
For the purposes of this section, {key} will be looked at {place}.
`,
  point: `
The first [finding|item] concerns {point}.
A central [issue|question] is {point}.
[Particular|Special] attention was paid to {point}.
The review also covered {point}.
Of [special|direct] interest is the matter of {point}.
The [records|answers] say a good deal about {point}.
Further work should look at {point}.
One [result|topic] that came up again and again was {point}.
Under this heading falls the question of {point}.
[Several|Many] of those asked spoke of {point}.
This part of the report deals with {point}.
No assessment can leave out {point}.
A separate [note|remark] is needed on {point}.
The second [item|issue] on the list is {point}.
There was [wide|some] discussion of {point}.
Closely linked to {key} is the question of {point}.
{people} drew attention to {point}.
It proved [useful|necessary] to take a closer look at {point}.
The [evidence|material] on {point} is set out below.
What the figures do not show directly is {point}.
Another [element|factor] was {point}.
In this connection, mention should be made of {point}.
A recurring theme was {point}.
With regard to {key}, the main concern was {point}.
`,
  develop: `
All steps were discussed with {people} before they were taken.
A clear line was drawn between {things} and {matter}.
The number of {things} in use went up each year.
{people} were asked to name their needs, and {supply} came first.
Regular contact with {people2} helped to keep {key} on course.
Much of the work on {key} was done by a small group of {people}.
New {things} were brought in with little trouble.
Access to {things} was made easier for {people}.
In [general|most cases], {key} called for {supply} and clear rules.
The work was divided into [three|four] steps, and each of them was [recorded|checked].
Over the period, {things} linked to {key} became more [common|reliable].
{people} reported [steady|modest] progress with {key}.
[Roughly|About] half of the {people} had direct experience of {key}.
The demand for {supply} rose in line with interest in {key}.
In addition, {things} were [revised|brought up to date].
Responsibility for {key} was shared between {people} and {people2}.
The [trend|direction] is clear, although its pace is {quality}.
Cooperation with {people} made {a quality} contribution.
Results so far suggest that {key} can be managed with {supply}.
{things} were used to follow the course of {key}.
Where {people} {did}, the outcome was [better|easier to measure].
On the whole, {key} met the expectations of {people}.
Training in the use of {things} was offered {place}.
The amount of {supply} put into {key} differed from place to place.
A first set of {things} was ready {time}.
At the same time, {people} asked for better {things}.
This approach kept {key} within reach of {people}.
The [process|procedure] was open to {people} at every stage.
More than one method was used, since no single one covers {key} in full.
As a [next|further] step, {things} were passed on to {people}.
`,
  cause: `
Part of the reason is that {people} {did} rather late.
Higher costs were caused by {trouble}, not by {key}.
Given the lack of {supply}, the result is no surprise.
Changes in {matter} explain most of the difference.
The main reason given was {matter}.
This can be put down to {matter} and, to a lesser degree, to {matter}.
A lack of {supply} led to {trouble}.
Because {things} were late, work on {key} had to be put off.
Since {people} {did}, there have been [fewer|hardly any] {trouble}.
The [rise|change] was due to {matter}, not to {key} as such.
As a consequence, {people} faced {trouble}.
Several [causes|factors] were at work, {matter} and {matter} among them.
Without {supply}, the effect of {key} would have been [smaller|hard to see].
These [difficulties|delays] had less to do with {key} than with {supply}.
It follows that {matter} should be planned for from the start.
The result was [a rise|a fall] in the number of {effect}.
`,
  example: `
{place}, {people} kept a log of everything that touched on {key}.
A visit to {people} showed how they {did} with simple means.
{person} reported that {key} took up about one day a week.
At one site, {people} {did}, which saved both time and money.
Three out of four {people} could name an example of {key} from their own work.
In one case, {people} {did}, and this had {a quality} effect on {key}.
A typical example comes from {people}, who {did} {time}.
{place}, {person} was put in charge of {key}.
For instance, {things} were collected and then compared with older ones.
One of the sites visited was [small|well run]: {people} {did} there without extra help.
To illustrate the point, the case of {person} may serve.
By way of example, {people} discussed {key} {place}.
A trial with {people} showed that {key} can be introduced in [weeks|stages].
Another case involved {people} who {did}.
In an interview, {person} described {key} as {a quality} [step|task].
The example of {people} is [instructive|worth a note]: they {did} before anything else.
`,
  contrast: `
One group of {people2} did not share this view.
The gains should be set against {trouble}.
There are limits to what the {things} can show.
While most {people} were in favour, some asked for more {supply}.
Not all results were [positive|in line with this].
However, {people} expressed doubts about {matter}.
By contrast, {people2} gave {key} low priority.
The [costs|risks] should not be overlooked: {trouble} and {trouble} were both reported.
This view was not shared by everyone {place}.
On the other side, there is little [proof|evidence] that {matter} alone is enough.
Even where {supply} was available, {trouble} [occurred|could not be ruled out].
The figures for {things} point the other way.
Nevertheless, {key} should not be judged by {things} alone.
Some {people} would have preferred {things}.
A few questions about {key} [remain|are] open.
Earlier reports came to a different view of {key}.
Compared with {things}, {key} drew less [attention|criticism].
`,
  detail: `
Each of the {things} was given a number.
Two members of staff looked after the {things}.
The results were put down in a table and signed.
Work began {place} and was later moved.
On average, {people} spent an hour with the {things}.
The {things} were checked twice.
Notes were taken {place} and compared afterwards.
In total, {people} {did} on [two|three|five] occasions.
Most of the {things} were in good order.
A short list of {things} was drawn up for {people}.
The time needed was [about|less than] one hour a day.
[Minor|Small] errors were found in the {things} and put right.
Visits took place {time}.
All {people} taking part had been told about {key} beforehand.
Details were recorded in plain language.
The {things} from the first year are missing.
Space was limited {place}, so the {things} were kept elsewhere.
In the course of the work, {people} {did}.
`,
  turn: `
This leads to the next question.
A further aspect should be considered.
The following remarks deal with {people}.
Beyond {things}, there is the wider setting.
It is useful at this point to look at {matter}.
Attention now turns to {people2}.
Apart from this, another matter came up.
The same question can be put to {people}.
`,
  fact: `
The [records|sources] refer to {fact}.
One point of reference was {fact}.
For the record, {fact} should be mentioned here.
Among the items noted was {fact}.
A fixed point in the material is {fact}.
The review took note of {fact}.
`,
  close: `
The matter should be looked at again in a year.
On balance, the work on {key} was worth the effort.
In summary, {key} proved to be a question of {matter}.
The findings in this section support {a quality} approach to {key}.
On this point, the report sees no need for haste.
It is recommended that {people} be kept informed about {key}.
Overall, the balance for {key} was [positive|even].
More {supply} would make a difference here.
No further action was thought necessary by {people}.
These results should be read with [care|caution].
The position of {people} on {key} is unlikely to change soon.
A follow-up with {people} would be [useful|welcome].
Taken as a whole, the evidence on {key} is [encouraging|mixed].
For {people}, the practical meaning of this is clear.
To sum up, {matter} made the difference.
Any next step on {key} should involve {people}.
`,
  conclude: `
In conclusion, {key} should have a place in the plans of {people}.
The report shows that {key} can be dealt with, given {supply} and {supply}.
Three steps are recommended: keep records of {key}, talk to {people} and allow for {supply}.
The picture of {topic} will change, and this report should be reviewed in due course.
On the evidence gathered here, {key} should be given steady attention.
Further reports on {about} may build on these results.
With {supply} in place, the outlook for {key} is good.
`,
});
