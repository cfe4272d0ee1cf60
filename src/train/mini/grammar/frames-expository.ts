/** A table, long by nature: sentence frames of articles and essays. Syntax in frame.ts, slots in fill-slots.ts. */
import { createFrameSet, type FrameSet } from './frame-set.ts';

export const expositoryFrames: FrameSet = createFrameSet({
  intro: `
Few subjects sit as close to [daily|ordinary] life as {topic}, and few are so [easily|often] taken for granted.
Most people have an opinion on {key}, but [hardly anyone|only a few] can say where that opinion comes from.
To write about {about} is to write about {matter}, {matter} and the people who [worked with them|had to live with both].
It is easy to [walk past|overlook] {key}; it is harder to imagine [a town|a country|a time] that knew nothing of {key}.
Ask [three people|ten people|a whole street] about {about} and the answers will [differ|point in different directions].
There is more than one way into {topic}, and this [text|account] takes the [plain|slow|short] one.
Behind {topic} lies a [long|quiet|rather human] story of {matter} and {matter}.
What do people mean when they talk about {about}? The answer depends on [who is asked|where one stands|the moment].
Anyone who looks into {topic} soon meets [two|three|several] questions that will not go away.
A first look at {topic} shows little; a second look [shows a whole world|changes the picture].
`,
  open: `
One does not have to be [an expert|a scholar] to see what {key} meant to {people}.
Let us begin {place}, where one could not escape {key}.
Rarely has anything so [plain|small] had such an effect on {people}.
Much of what can be said [here|at this point] about {key} begins with {people}.
{time}, few people [gave|would have given] {key} a second thought.
Not everything about {key} can be seen from the outside, as {people} know.
One [good|useful] way to understand {key} is to listen to {people}.
Long before {subject} had a name, {people} [knew something of it|had met it].
Nobody [planned|intended] the next part of the story of {key}.
Between {people} and {people2}, {key} found [a safe place|an odd kind of home].
A visitor who asked about {key} {place} would [hear|be given] more than one answer.
Some sides of {key} show themselves only [slowly|with time|to the patient].
In [most|nearly all] accounts of {key}, this side of the matter [comes too late|gets a single line|is missing].
Picture [a morning|an afternoon|an ordinary day] {place}, with {key} [somewhere in the background|close at hand].
Words alone rarely [do justice to|explain] {key}; {things} sometimes do.
Where {people} gather, talk of {key} is never far away.
The easiest mistake with {key} is to [hurry|look only at {things}].
Two things are usually said of {key} {place}, and both are [half true|worth a second look].
At first sight, {key} and {things} have [little|nothing] in common.
For [a long time|many years], {key} belonged to {people} more than to anybody else.
Old {things} are a [good|surprising] guide to {key}.
It takes [some|a little] patience to see what {key} had to do with {things}.
Here the view of {key} grows [wider|sharper].
Curiosity about {key} often starts {place}.
Before going on, it helps to look at {key} through the eyes of {person}.
`,
  point: `
One part of the story is {point}.
[At the centre|In the middle] of it all we find {point}.
A [closer|second] look brings up {point}.
Much [turns|depends] on {point}.
The [main|first|real] question here is {point}.
To understand {key}, one has to know {point}.
{people} who think about {key} soon come to {point}.
Then we come to {point}, and that [deserves|calls for] a [paragraph|page] of its own.
[No account|No picture] of {key} would be complete without {point}.
A matter of equal weight is {point}.
It is [here|at this point] that we [meet|come across] {point}.
Next to this we can place {point}.
Another thread in the story of {key} is {point}.
The [plain|short] answer [lies in|begins with] {point}.
What [catches|holds] the eye is {point}.
Behind all this one can make out {point}.
A reader may [well|rightly] ask about {point}.
Talk of {key} leads, sooner or later, to {point}.
A less [obvious|well known] side of this is {point}.
Another matter, and [not a small one|a lasting one], is {point}.
Anyone who {did} [would|could] tell a good deal about {point}.
This brings us to {point}.
Of all the things said about {key}, the one that stays in mind is {point}.
Hardly anything says more about {key} than {point}.
Think, for a moment, of {point}.
From there it is only a [short|small] step to {point}.
`,
  develop: `
Those who [met|came across] {key} for the first time were often surprised by the {things}.
Around {key} there grew a small world of {things} and people who cared for them.
{people} passed on what they knew about {key}, mostly by word of mouth.
Year by year, the use of {things} spread, and so did talk of {key}.
One could measure the change in {things}, but {people} felt it in other ways.
Rules were made and dropped again until {key} fitted into the daily round of {people}.
At its best, work with {key} brought {people} and {people2} together.
[Hardly|Scarcely] a week went by without some news of {key}.
Some of what was said about {key} was true, some was not, and most lay in between.
Anything new about {key} was soon common knowledge {place}.
It became normal to see {things} wherever {key} played a part.
For a good while, {key} and {matter} went hand in hand.
In practice, {key} asked for {supply} and a good deal of {supply}.
Over the years, {key} came to stand for {matter} as much as for {things}.
What counts with {key} is rarely size; more often it is {matter}.
People who spend time with {key} learn to value {matter}.
Seen in this light, {key} can [teach us|tell us] something about {matter}.
Little by little, {people} learned to live with {key}.
The link between {key} and {matter} is [closer|looser] than it seems.
There was no single plan; {people} simply {did} and [waited|saw what came of it].
Such [changes|shifts] can take years, and {key} made no exception.
Every [generation|age] has had a way of its own to deal with {key}.
Good {things} made a difference, and so did {matter}.
A great deal of this happened out of sight, {place}.
The more {people} knew about {key}, the more [carefully|freely] they spoke.
With {key} came new words, new {things} and, now and then, {effect}.
None of this happened quickly.
Slowly a [pattern|habit] formed around {key}.
In the course of a [few years|decade], {things} were arranged around {key}.
It is worth remembering how [little|much] {people} knew about {key} at the start.
Both {matter} and {matter} had their part in it.
Some saw in {key} a chance, some a burden, and a few saw [both|nothing at all].
Whatever else may be said, {key} gave {people} something to talk about.
The result could be seen {place}, in the shape of {things}.
As a rule, those who [wait|take their time] get more out of {key}.
Taken together, these [small things|details] give {key} [real character|a special place] in the eyes of {people}.
By then, {key} had become part of [the season|the week|daily talk] for {people}.
To speak of {key} was to speak of {things} in the same breath.
With time, what had been {a quality} experiment around {key} turned into [a habit|a custom].
The same holds for {things}, which changed along with {key}.
`,
  cause: `
Behind this was a simple need for {supply}.
When {supply} became easier to find, {key} reached many more {people}.
Nobody forced {people} to think about {key}; {matter} did.
Each of these changes had a cause, and most had to do with {matter}.
The answer of {people} was to share {things} and to wait.
Out of {matter} grew trust, and out of trust grew a new view of {key}.
The reason is [simple|not hard to find]: nobody can have {key} without {supply}.
Because {supply} was scarce, {people} had to find another way to [deal with|think about] {key}.
Where {supply} is missing, {key} can [lose all meaning|turn into a burden].
This is why {people} {did} whenever {key} came up.
One cause lies in {matter}; another, less often named, lies in {matter}.
Had {people} not paid attention, {key} might have been forgotten.
Once {people} {did}, the rest followed [almost by itself|in due course].
As {things} grew cheaper, more people turned to {key}.
Since nobody could be sure of {matter}, everybody [kept an eye on|talked about] {key}.
All of this led to {effect}, and sometimes to {effect} as well.
It was {matter}, more than anything else, that decided the fate of {key}.
The effect on {people} was {quality}, and it lasted.
So much depended on {matter} that {people} {did}.
Thanks to {people}, {key} became less of a [mystery|secret].
What drove the change was {matter} rather than {matter}.
A lack of {supply} slowed everything down.
If {key} mattered to {people}, it was on account of {matter}.
From this came {effect}, which nobody had [asked for|expected].
`,
  example: `
A note {place} shows how {person} once {did} for the sake of {key}.
{people} who had {things} to spare gave them away and talked about {key} instead.
Whoever walked past {people} {place} could hear about {key}.
One year, {people} {did}, and visitors still ask about it.
The case of {person} who {did} is told to this day.
In some places, {key} went together with {things}; in others, with {matter} alone.
A friend once called {key} the best excuse to visit {people}.
Even a short talk with {person} can show what one may expect from {key}.
Take {person} {place}: for somebody like this, dealing with {key} is [a daily matter|part of the job].
{time}, {person} {did}, and the reason had to do with {key}.
A [good|small] example comes from {people}, who {did}.
Think of {things}: without {key}, they would [look different|make less sense].
{place}, {people} still tell how somebody once {did}.
Imagine {person} who knows nothing of {key} and has to learn it all from {things}.
In one case, {people} {did} and then {did2}, all because of {key}.
It may be as simple as {person} who {did}.
To name just one case, {person} turned to {key} and [found|discovered] {a quality} answer.
For {people}, {key} can mean {things} and little else.
There is the well-known picture of {person} {place}, busy with {key}.
A list of {things} from those years shows {key} [more than once|near the top].
When {person} {did}, it was a [sign|hint] of how far {key} had come.
Children, too, [learned|heard] about {key}, often {place}.
An old joke among {people} says that there are no holidays from {key}.
Somebody once {did} simply to [learn about|be closer to] {key}.
`,
  contrast: `
Seen from the side of {people2}, the matter had less to do with {key} than with {matter}.
Nobody should think that {people} were always of one mind.
Where some found {matter}, others found only {trouble}.
For all the talk of {key}, few people {did}.
Not one of these things was as simple as it sounded.
A different reading is possible, and {people2} have offered one.
Yet the same {things} could also get in the way of {key}.
Not everyone [agreed|was pleased]: {people} would rather have talked about {things}.
Still, there were limits to what {key} could do for {people}.
And yet {people2} saw the matter in another way.
For {people}, on the other hand, {key} could be little more than [a word|a rumour|a line in the paper].
It would be wrong to [blame|praise] {key} for everything.
This does not mean that {matter} counts for nothing.
What helped {people} did not always help {people2}.
Even so, a few {people} kept their distance from {key}.
Others spoke of {matter} instead.
The other side of {key} is easily forgotten: {trouble}, {trouble} and the [slow|dull] work behind both.
Against this stands the experience of {people}, who {did} and [thought no more of it|left it at that].
[Critics|Doubters] point to {trouble}, and they are not [entirely|always] wrong.
It would be a mistake, though, to think of {key} as [easy|finished|a thing of the past].
While {people} looked to {matter}, {people2} trusted in {matter}.
However [useful|well made], {things} could never replace {key}.
Some doubts remained, above all about {matter}.
A quiet voice {place} might have said the opposite.
The picture {place} was quite different.
`,
  detail: `
The {things} stood in a row, each with a small label.
{person} kept watch {place}, just in case.
A few words on the back of a photograph are all that is left of that day.
There was always a chair for {person}, and somebody to ask about the {things}.
By the door hung a list of {things}, written by hand.
The youngest of the {people} carried the {things} home.
Three old {things} were enough to start with.
{time}, {people} {did}.
[Small things|Details] mattered: {things}, for instance, had to be in the right place.
There were {things} to be looked after and {things2} to be put away.
Even the {things} tell a part of the story.
A single morning {place} could show how much {key} meant to {people}.
Somewhere {place} there was always {person} who {did}.
The sound of voices {place} was part of it.
Nobody wrote down the exact number of {things}, but there must have been many.
{people} remembered the smell, the noise and the {things}.
On the table lay {things}, and beside them [a cup of tea|a lamp|a pair of glasses].
It took two people to carry the {things}, and a third to [give advice|hold the door].
Much of the talk was of {things}, some of it was of {matter}.
A few {things} from that time have been kept {place}.
Their work was {quality}, and they were proud of it.
Most of the day went into {things}; only the evening was left for {key}.
[Now and then|Once in a while], {person} {did} without [telling anyone|saying why].
Hands, eyes and {matter} did most of the work.
There was [laughter|silence|some noise] {place}, and nobody was in a hurry.
`,
  turn: `
Another question follows from this.
Not far from all this lies a second theme.
What happened next is [soon|quickly] told.
So much for {things}; there is more to {key} than that.
This leads to a [wider|different] question.
But there is another side to {key}.
The story does not end {place}.
All this had effects [far away|in other places].
Time [passed|went by], and {key} did not stay the same.
From here, the path leads back to {people}.
There is one more thing to [add|consider].
Let us turn from {people} to {people2}.
With that in mind, {key} may look [a little different|less strange].
Something else belongs in this picture.
It helps, at this point, to step back from {things}.
`,
  fact: `
One [name|detail] to keep in mind in this connection is {fact}.
Those who look for something solid may hold on to {fact}.
A [fixed|clear] point in all this is {fact}.
Records of {key} [mention|point to] {fact}.
In talk of {key}, {fact} will come up sooner or later.
Some would add {fact}, and rightly so.
Among the [few|many] things known for certain about {key} is {fact}.
Another [useful mark|landmark] is {fact}.
`,
  close: `
More than that, nobody could ask of {key}.
With this step, {key} had found a place among {things} and people.
Thus one thing led to another, and {people} were the better for it.
Whatever came later, the ground had been laid.
In the end, {key} [became|stayed] a matter of {matter}.
That, in short, is what {key} meant to {people}.
[Perhaps|Maybe] this is why {people} still [speak|think] of {key} with respect.
What remains is a sense of how closely {key} and {matter} belong together.
Seen from today, the {things} look small, but their effect was {quality}.
So {people} went on, and {key} went with them.
The next [step|chapter] would depend on {matter}.
It was a small change, but for {key} it was [enough|a beginning].
After that, nobody {place} doubted the worth of {key}.
There the matter rested, at least for {people}.
All in all, the gain was greater than the {trouble}.
Nothing more was needed to make {key} part of daily life.
Such was the state of things when {people2} {did}.
For now it is enough to see that there is more than one side to {key}.
Whoever keeps this in mind will look at {key} with [new|kinder|calmer] eyes.
One lesson is plain: with {key}, {matter} comes first.
Everything else about {key} grew from there.
Small as it was, this step brought {key} [closer|home] to {people}.
`,
  conclude: `
So the story of {key} is, above all, a story about {matter} and the people behind it.
Looking back, the road that led to {key} as we know it was [long|anything but straight].
What the future holds for {key} is open, but {matter} will [surely|certainly] play a part.
If there is one thing to take away, it is that {key} will always need {people}.
Perhaps the best way to honour {key} is to [look again|stay curious|ask one more question].
To know something about {about} is to see {things} with other eyes.
The last word on {key} has not been [said|written], and that may be just as well.
In this way {key} will go on, as long as there are {people} who care.
Those who come after us will have their own thoughts about {key}, and their own {things}.
And so we still have {key}, in {things}, in stories and in [memory|daily talk].
`,
});
