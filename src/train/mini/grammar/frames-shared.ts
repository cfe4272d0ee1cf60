/** A table, long by nature: sentence frames of articles, reports and guides alike. Syntax in frame.ts. */
import { createFrameSet, type FrameSet } from './frame-set.ts';

export const sharedFrames: FrameSet = createFrameSet({
  intro: `
A short look at {topic} can save a [long|costly] mistake later.
There are many [books|opinions] on {about}, and not all of them agree.
The aim here is modest: to make {topic} a little easier to [understand|talk about].
`,
  open: `
In the matter of {key}, {people} and {people2} do not always see eye to eye.
Some things about {key} are best learned {place}.
How much {supply} does {key} call for?
What is true of {things} may be true of {key} as well.
Every talk about {key} sooner or later touches on {matter}.
Without {people}, there would be little to say about {key}.
It may [surprise|please] some readers that there is a place for {key} among {people}.
Questions about {key} come up most often {place}.
To begin with, a few words about {people} and their part in {key}.
Somewhere between {matter} and {matter} lies the [answer|key] to this part.
For once, let us leave {things} aside and look at {key} alone.
Experience with {key} comes in many forms.
`,
  point: `
Sooner or later one has to deal with {point}.
What about {point}?
In all of this there is one constant, and that is {point}.
Hence the interest of {people} in {point}.
Of great [weight|importance] in this respect is the question of {point}.
A word should be said about {point}.
We should also speak about {point}.
There is good reason to look at {point}.
The discussion often comes back to {point}.
Here the key [words|idea] would be {point}.
{people} know a lot about {point}.
For many {people}, the heart of the matter is {point}.
Think of {key}, and you will soon think of {point}.
Nothing shows this better than {point}.
One should never lose sight of {point}.
Questions remain about {point}.
Let us look at {point}.
It all starts with {point}.
`,
  develop: `
There is hardly a place where {key} would be out of the question.
Over time, {people} find their own way with {key}.
Every bit of {supply} helps.
What begins with {things} can end with {key}, and the other way round.
Good work on {key} is rarely loud.
Talking to {people} is one of the best ways to learn about {key}.
It takes all sorts of {people} to keep {key} going.
The work around {key} is shared by {people} and {people2}.
There are good {things} for every purpose.
Most {people} need some time to get used to {key}.
With enough {supply}, {key} can find a place almost anywhere.
Those who deal with {key} every day speak of {matter} first.
A quiet week can do more for {key} than a busy month.
{people} often know more about {key} than they say.
It is the mix of {matter} and {matter} that makes the difference.
Good {things} last, and they can be passed on.
Some of it can be learned from {things}, but not all.
Each of these things takes {supply}.
The first steps are usually the slowest.
To keep {key} alive, {people} have to work together.
Much can be done with simple {things}.
Both old and new {things} have their place.
People tend to see in {key} what they already know.
Learning about {key} is a matter of {matter}.
There is room in all this for {people}.
The same care that goes into {things} can go into {key}.
Once the basics are clear, {key} can become a pleasure.
`,
  cause: `
Nobody can have {key} for nothing; the price is {supply}.
Where {people} share {things}, {key} can do well.
Give {people} {supply}, and {key} will follow.
A great part of the answer is {supply}.
The cause is often a lack of {supply}.
Where there is {supply}, {trouble} are rare.
{trouble} can be a sign that something is missing.
Because so many {people} are involved, {key} can be slow to change.
It is mostly a question of {matter}.
One thing leads to another: first {trouble}, then {trouble}.
As long as there is {supply}, {key} will be in good hands.
This has to do with {supply}.
For lack of {supply}, many a plan has come to nothing.
`,
  example: `
Those who have seen {people} at work {place} will know what this means for {key}.
One of the {people} once {did} and was thanked for it years later.
As {person} put it, the way to {key} leads through {matter}.
A look at {people} {place} makes this clear.
A case from real life: {person} {did} and learned more about {key} than in a year of reading.
Ask {person} about {key} and you may get {a quality} answer.
Last year, {people} {did} {place}, with {key} in mind.
{people} once {did}, only to find that the problem lay elsewhere.
Even {person} can be of help here.
Somebody who {did} may see {key} with fresh eyes.
Look at {people}: they have lived with {key} for years.
In a small town, {people} {did} and so kept {key} in the public eye.
When {people} {did}, it helped {key} more than any speech.
`,
  contrast: `
None of this is certain, and {people} know it.
Some would say that {people2} have the better view.
Against this one might point to {trouble}.
There is another way to look at {key}, and it has its points.
There are exceptions, of course.
But too many {things} can be a burden.
Not all {people} care about {key}, and nobody should expect it.
The opposite can also be true.
More {things} do not always mean more {supply}.
Then again, {people2} may see it another way.
It is one thing to talk about {key} and another to live with it.
This is only half of the truth about {key}.
Some {people} like {things} better than {key}.
Of course, {key} cannot replace {matter}.
`,
  detail: `
The best time to look at the {things} is [the morning|early in the day|after a rest].
Two or three {things} will be enough for most purposes.
Names and dates can be found on the {things}.
Every one of the {things} has a use.
There is a place for everything, even for {things}.
Some of the {things} are older than they look.
A few {people} meet {place} to talk about {key}.
The {things} are usually kept {place}.
Colour, weight and size can differ a good deal.
Often it is the small {things} that count.
Good {things} are easy to recognise.
A list of {things} can be found {place}.
In a corner {place}, there may still be some old {things}.
`,
  turn: `
Another point comes next.
One more step is needed.
Here is where it gets interesting.
There is more.
That is not all.
Now for something different.
But let us look more closely.
The next thought is a short one.
`,
  fact: `
A name that belongs here is {fact}.
In this connection one should mention {fact}.
Nobody who writes about {key} can pass over {fact}.
`,
  close: `
On this, at least, {people} and {people2} agree.
It is a small point, but it stays in the mind.
So there is a place for {key} after all.
Let that be enough about {people}.
The rest is a matter of {matter}.
With {matter}, most of this can be learned.
More could be said, but the main line is clear.
That is a good place to stop for the moment.
There is comfort in that, and some use for {key}.
Seen this way, there are fewer secrets about {key}.
`,
  conclude: `
That is a good deal to know about {key}, and a good place to end.
May the next look at {key} be as rewarding as the first.
What has been said about {key} here can only be a beginning.
`,
});
