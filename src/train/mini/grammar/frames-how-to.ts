/** A table, long by nature: sentence frames of guides. Syntax in frame.ts, slots in fill-slots.ts. */
import { createFrameSet, type FrameSet } from './frame-set.ts';

export const howToFrames: FrameSet = createFrameSet({
  intro: `
This guide takes you through {topic}, one step at a time.
You do not need to be an expert to make a start with {key}.
If you are new to {key}, begin here and take your time.
With a little {supply}, anyone can learn to [handle|enjoy] {key}.
Most people put off {key} because the first step looks [hard|complicated]; it need not be.
Welcome to a plain guide on {about}, written for people who would rather [do|try] than read.
Before the first step, it helps to know what you want from {key}.
`,
  open: `
Let the first look at {key} be a slow one.
Ask two or three {people} what they would do.
Start small.
Set aside [an hour|half a day|a free evening] for this step.
Before you turn to {key}, clear a table and lay out what you need.
This step asks for {supply} more than for anything else.
Have a pen and [paper|a notebook] ready.
Do not rush into {key}.
Your first task is to [look around|make a short list].
Take a moment to check where you stand with {key}.
Now that the ground is prepared, you can turn to {key} in earnest.
By now you will have a fair idea of {key}.
At this stage, {matter} is your best helper.
First of all, talk to {people} who know {key} well.
Choose a quiet place for the next part of the work.
Open your notebook at a fresh page and write {key} at the top.
Here is the part that most guides to {key} leave out.
Once you are ready, move on to the next step.
Begin with what you have.
Look at {key} from the side of {people} for a change.
Give {key} a regular hour in your week.
You can do this step alone or with a friend.
Make sure that you have enough {supply} before you go on.
Read through this step once before you try it.
`,
  point: `
This is the moment to think about {point}.
Ask {people} what they know about {point}.
On a fresh page, write down what you know about {point}.
You cannot go far wrong if you keep an eye on {point}.
Another thing to learn about is {point}.
Pay special attention to {point}.
Next, think about {point}.
The heart of this step is {point}.
Ask yourself about {point}.
You will also want to know about {point}.
Keep one thing in mind: {point}.
Spend a few minutes on {point}.
Now comes the part about {point}.
A good question to ask at this point is about {point}.
Write a line or two about {point}.
Do not forget {point}.
What matters most here is {point}.
Beginners often overlook {point}.
Your next concern should be {point}.
With {key}, a great deal depends on {point}.
Talk to somebody about {point}.
Then look into {point}.
Take a careful look at {point}.
If you remember only one thing from this step, let it be {point}.
The trick lies in {point}.
Set some time aside for {point}.
Everything in this part comes back to {point}.
Leave room for {point}.
It pays to learn about {point} early on.
`,
  develop: `
Show your {tools} to {people} and ask for advice.
Let {people} try your {tools} and see what they do with them.
Keep {key} and {things} apart at first.
Use the first hour of the day for {key} and the last one for your {tools}.
Make room {place} for {key} and your {tools}.
As your {supply} grows, so will your pleasure in {key}.
Plan {key} together with {people} if you can.
Write down three things about {key} that you would like to know.
Ask yourself every evening what went well with {key}.
Give each part of the work a name, so that you can talk about it.
If you get stuck, do something else for an hour.
Compare your first attempt at {key} with your latest one.
Read a little about {key} every week.
Sort your {tools} by size or by use.
Work with somebody who knows {key} better than you do.
Take a photograph of every stage.
Do the hard part of {key} while you are still fresh.
Work slowly, and stop when you are tired.
Try {key} for a week and write down what you notice.
As soon as you feel sure of one step, go on to the next.
With {key}, a steady hand is worth more than speed.
Little and often is a good rule for {key}.
If something goes wrong, go back one step.
Keep your {tools} where you can see them.
You may find that {key} will take longer than you thought.
Repeat the step until it feels natural.
Check your {tools} before and after.
After a few tries, {key} will feel less strange.
Give yourself a small goal for each day.
Make a habit of it, and {key} will soon be part of your week.
Divide the work into parts that you can finish in one go.
Put a date next to every note, so that you can follow your progress with {key}.
Where you can, use simple {tools}.
Learn the names of the most common {tools}; it saves time later.
Practise {place} if you can.
Look for {people} who share your interest in {key}.
Your eye for {key} will grow with every attempt.
Leave a gap between two sessions, so that you can think about {key}.
Change only one thing at a time.
When in doubt, choose the simpler way.
Borrow the {tools} you need before you buy your own.
You can always come back to {key} the next day.
Set a limit, and keep to it.
`,
  cause: `
There is a good reason for this order: it saves {supply}.
Most problems with {key} come from haste.
Because your eyes get tired, stop after an hour.
If {trouble} worry you, start with something smaller.
This matters because {key} can go wrong without {supply}.
The reason for this step is {matter}.
If you skip this step, you may have to deal with {trouble} later.
Because every case is different, there is no fixed rule for {key}.
A lack of {supply} is the most common cause of trouble with {key}.
Since {supply} is limited, plan ahead.
That way you avoid {trouble}.
So that nothing gets lost, keep the {tools} together.
Without {supply}, even good {tools} will not help you.
You do this to save {supply}.
Otherwise {trouble} are likely.
The better your {tools}, the less {supply} you will need.
`,
  example: `
{person} once {did} and then wrote a short guide to {key}.
Think how {people} would go about {key}.
{place}, you can see {people} busy with {tools} every day.
One reader keeps all the {tools} for {key} in a single drawer.
{people} like to begin the week with {key} and end it with {tools}.
If you ever meet {person}, ask how it is done {place}.
For some {people}, a walk before work on {key} does wonders.
For example, {people} often start with {tools}.
Suppose you meet {person} who asks you about {key}: what would you say?
Many {people} keep a short list {place}.
Think of {person} who {did} before touching anything else.
A simple case: {people} {did}, and the problem was gone.
One reader {did} and never looked back.
Watch {people} at work and notice how they handle {tools}.
Say you have only ten minutes: use them for {tools}.
Picture yourself {place}, with {key} in front of you.
Some {people} {did} and found that {key} became easier.
An example may help here: {person} {did} on the first day and rested on the second.
Others have tried {tools}, with {quality} results.
`,
  contrast: `
{people} may tell you that you need no {supply} for {key}; do not believe it.
There is no harm in {trouble}, as long as you learn from them.
It is better to have two good {tools} than a box of poor ones.
You could also do without {tools}, but it would be slower.
What suits {people} may not suit you.
Do not throw the old {tools} away just yet.
Though it may look slow, this way is the safe one.
This does not work for everyone.
There is, however, a limit to what {matter} can do.
Do not worry if your first attempt at {key} looks odd.
Some {people} do it the other way round, and that is fine too.
On the other hand, too much {supply} can slow you down.
Never mind what {people} say about {key}.
It is easy to buy {tools}; it is harder to use them well.
Instead of more {tools}, look for more {supply}.
Even experts get {key} wrong now and then.
Not every tip you hear {place} will suit you.
That said, do not be too strict with yourself.
Avoid long sessions at first, even if you enjoy them.
You might expect {trouble} at this stage, but they are rare.
A different way would be to ask {people} for help.
`,
  detail: `
Have your {tools} ready the evening before.
Ask {person} where to find good {tools}.
The {tools} should be within reach of your hand.
Leave some of the {tools} for another day.
A lamp, a chair and a few {tools} are all you need.
Keep two of the {tools} in reserve.
A clean surface is half the work.
Write the date in the top corner of the page.
Store your {tools} in a dry place.
Five good {tools} are better than twenty poor ones.
Keep a note of what you did {time}.
A small box is enough for all your {tools}.
Mark the {tools} you use most.
Good light makes a difference.
Wash your hands and dry them well.
Label everything, even if it seems [silly|too much].
You will need two or three {tools} and a cup of tea.
Ten minutes a day will do.
Wear something that may get dirty.
Count your {tools} at the end.
Put the {tools} back in their place when you have finished.
Turn off your phone while you are busy with {key}.
A cheap notebook does the job as well as an expensive one.
Let the {tools} rest for a day.
Use a pencil, not a pen, for the first draft.
Stand back from time to time and look at the whole.
`,
  turn: `
So far, so good.
The next part is easier.
Now take a short break.
From here on, things move faster.
That brings us to the other half of the work.
When this is done, look at {matter}.
There is one more point to watch.
You are now ready for the next question.
Let us look at what can go wrong.
`,
  fact: `
You may come across {fact} along the way.
Make a note of {fact}.
Keep {fact} in mind as you work.
A useful thing to look up is {fact}.
If you want to read more, look for {fact}.
Many guides to {key} mention {fact}.
`,
  close: `
Show what you have done to {people} and be proud of it.
Clear away the {tools} and enjoy the rest of the day.
Once you have done this, {key} will seem less of a mystery.
That is all there is to this step.
Be patient with {key}, and with yourself.
If you have come this far, the hardest part is behind you.
Now put everything away and leave {key} until tomorrow.
You will be glad of this later.
Go over your notes once more before you move on.
Well done: {key} should now feel a little more familiar.
Done in this order, the work on {key} will hold.
When you are happy with the result, go on.
Take pleasure in what you have managed so far.
Rest a while before the next step.
With that, you have a firm base for {key}.
Ask {people} to look at the result.
The rest is practice.
Tell somebody what you have learned about {key}.
Remember that {matter} grows with use.
`,
  conclude: `
You now know enough about {key} to go your own way.
From here on, what you do with {key} is up to you.
Keep at it, and {key} will repay the effort.
Come back to this guide whenever you have trouble with {key}.
Above all, enjoy {key}, and share what you learn with {people}.
There is always more to learn about {key}, but you have made a good start.
Nobody masters {key} in a day, so give it a season.
`,
});
