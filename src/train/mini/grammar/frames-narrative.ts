/** A table, long by nature: sentence frames of stories, in the past tense. Syntax in frame.ts, slots in fill-slots.ts. */
import { createFrameSet, type FrameSet } from './frame-set.ts';

export const narrativeFrames: FrameSet = createFrameSet({
  intro: `
Everybody {place} knew that {hero} had gone away, but only {person} knew about {key}.
Of all the stories {people} told, the one about {hero} and {key} was the [strangest|shortest].
This is the story of {hero}, and of {topic}.
It [began|started] on [a grey morning|a cold evening|an ordinary day], with {hero} and a thought about {key}.
Nobody in town knew more about {key} than {hero}, and nobody [talked|boasted] less.
When {hero} first heard of {key}, {she} laughed.
[Years later|Long afterwards], {hero} could still name the day on which {key} came into {her} life.
There are [people|some] who look for {key} all their lives; {hero} was [not one of them|different].
The letter that {hero} found under the door had [one line|three words] in it about {key}.
"Tell me about {key}," said the old woman, and {hero} did not know where to begin.
`,
  open: `
{time}, {person} came to {hero} with a question about {key}.
When the {people} had gone, {hero} opened the door and listened.
Three {people} stood {place} and waited for {hero}.
Down {place}, somebody called the name of {hero}.
A letter had come, and {hero} knew the hand at once.
That [spring|summer|autumn], {people} spoke of nothing but {key}.
Not a soul was {place} when {hero} arrived.
Early the next day {hero} met {person} {place}.
Since the talk with {person}, {hero} had not slept.
Two {people} and {hero} shared a table {place}.
{time}, {hero} woke [early|before the others] and thought of {key}.
The road was [wet|empty|white with dust] when {hero} set out.
For [three|several] days {hero} had heard nothing new about {key}.
Rain was falling {place}, and {hero} waited under the roof.
Somebody had left a note for {hero}: it was about {key}.
The next [morning|day] began with a knock at the door.
By noon {hero} had made up {her} mind.
[Far away|Not far off], a bell rang, and {hero} counted the strokes.
It was {person} who spoke first.
{place}, the talk had turned to {key} again.
Winter came, and with it came [a visitor|a letter|bad news].
Nothing in the house had been moved, except the old [lamp|map|chair].
{hero} had promised to be back before dark.
The first thing {hero} saw was the light [in the window|on the water|over the hill].
All through the night {hero} had turned one question over in {her} head.
"You are late," said {person}.
On the far side of the square a door opened, and {hero} [stepped out|looked up].
The trouble began when {people} heard about {key}.
A week went by before {hero} spoke of {key} again.
[Quietly|Slowly], without a lamp, {hero} went down the stairs.
An old box stood on the table when {hero} came in.
There was [fog|frost|a strong wind] that day, and few people were out.
`,
  point: `
{person} told {hero} a long story, and it was all about {point}.
Among the {things} lay a note, and {hero} read about {point}.
{people} whispered about {point}.
Only {person} could have known about {point}.
There it was, in plain words: {point}.
In a low voice, {hero} spoke of {point}.
At the foot of the page was a line about {point}.
{time}, the talk had turned to {point}.
It was {person} who reminded {her_object} of {point}.
That was how {hero} learned about {point}.
"What about {point}?" asked {hero}.
All evening they talked of {point}.
In the end it came down to one thing: {point}.
{hero} could not stop thinking about {point}.
Then somebody [mentioned|spoke of] {point}, and the room went quiet.
The old [man|woman] told {her_object} about {point}.
So this was the secret: {point}.
Nobody had told {hero} about {point}.
On the first page stood only a few words about {point}.
[Years later|Much later], {hero} would remember one thing above all: {point}.
There was still the matter of {point}.
Everything {people} said that day was about {point}.
Out of the whole long talk, one thing stayed with {hero}: {point}.
{hero} wrote it down in {her} notebook under a short heading: {point}.
"It all began with {point}," said {person}.
At last {hero} understood {point}.
They argued for an hour about {point}.
What {hero} wanted to know was [simple|another thing]: {point}.
{person} smiled and spoke of {point}.
The letter dealt with {point} and nothing else.
On the way home {hero} asked about {point}.
Before {she} slept, {hero} thought once more of {point}.
It was the first time anyone had asked {hero} about {point}.
`,
  develop: `
{place}, {hero} asked {people} about {key} and wrote down every word.
{hero} took one of the {things} and turned it over in {her} hands.
With the help of {people}, {hero} made a start on {key}.
It took {her_object} two days to find {person} again.
{hero} carried the {things} {place} and came back for more.
{person} knew a good deal about {key} and was glad to be asked.
While {people} slept, {hero} went through the {things}.
{hero} did what {she} could for the {people}, and in return they told {her_object} about {key}.
Once {hero} knew about the {things}, the rest was easy to guess.
{people} began to bring {things}, and {hero} put them in order.
Every evening {person} sat with {hero}, and they talked of {key}.
{hero} had a gift for {matter}, and now {she} used it.
A message went from {hero} to {people}, and an answer came back the same night.
Between them they had {things}, a little {supply} and half a plan.
So {hero} stayed with the {people} and learned about {key} from them.
Bit by bit {hero} told {people} what {she} knew about {key}.
What {hero} could not find among the {things}, {she} had to invent.
One by one the others fell silent, until only {hero} was still talking about {key}.
{hero} counted the days until {she} would see {key} again.
In the evening {hero} sat by the fire and thought about {key}.
{people} had their own ideas about {key}, and they did not keep them back.
{hero} learned to wait, and waiting made {her_object} strong.
Nothing {hero} had heard about {key} was quite true, but all of it was useful.
There was work to do, and {hero} did it without a word.
A plan began to form in {her} mind.
{hero} told {person} everything, from the first day to the last.
{hero} [nodded|said nothing], for {she} had thought of {key} more than once.
Day after day {hero} came back to {key}.
With every step {hero} took, {key} seemed a little nearer.
They sat down together and {hero} began to explain {key}.
At first it was only a game, but {key} [soon became|grew into] more than that.
"We can try," said {hero}, "but we shall need {supply}."
{hero} put on {her} coat and went out.
[Nobody|No one] asked what {hero} wanted with {key}.
Before long, {people} stopped {her_object} in the street to ask about {key}.
There was little {hero} could do but wait.
What {she} had learned about {key} now came in useful.
{hero} read the [letter|page|note] twice, then folded it away.
In {her} mind {hero} went over everything {she} knew about {key}.
They worked side by side and hardly spoke.
The days grew shorter, and still {hero} held on to {key}.
From then on, {hero} kept {her} thoughts on {key} to {herself}.
{hero} asked for {supply}; all {she} got was a smile.
Step by step, the plan around {key} took shape.
Later {hero} walked home alone and thought about {key}.
Whenever {people} {did}, {hero} watched and learned.
{she} had not come all this way for nothing.
For the first time in weeks {hero} felt sure of {herself}.
Together with {people}, {hero} looked for a better way.
Hour after hour they talked about {key} and drank [tea|cold coffee].
`,
  cause: `
{people} were afraid of {trouble}, and so nobody spoke.
It was the {things} that had brought {hero} here.
There had been {trouble} before, and {people} had not forgotten.
{person} had asked {her_object} to come, and so {she} came.
For want of {supply}, the {people} had given up.
All the {trouble} of that year had one cause, and it was not {key}.
Now {hero} saw why the {people} {did}.
As the {things} were gone, there was nothing to hold {her_object} back.
Without {key}, none of this would have happened.
{hero} kept quiet because {person} was listening.
It was late, and for that reason {hero} took the short way.
Fear was the cause of it, and {hero} knew it.
{hero} did it for one reason: {key}.
Because of {key}, nothing in the house was as before.
Had it not been for {key}, {hero} would have stayed at home.
{she} wanted {key} so much that {she} forgot to eat.
Since {supply} was short, {hero} had to choose.
It was {matter} that held {her_object} back.
The reason was {key}, though {hero} never said so.
So {hero} {did}, and {people} understood.
It was on account of {key} that {people} {did}.
As nobody else would go, {hero} went.
{hero} was afraid, so {she} sang to {herself}.
`,
  example: `
There were {people} who {did} at the mere mention of {key}.
{hero} thought of {person}, who had once given everything for {key}.
{place} lived {person} who knew three songs about {key}.
When {hero} was small, {people} had taken {her_object} along to see {key}.
Two of the {people} still kept {things} from that time.
{people} said that {person} once {did} for the sake of {key}.
On such a day, {person} {did}, and it all began.
A picture {place} showed {people} with their {things}.
{people} told {hero} how somebody once {did} to find {key}.
That very week, {person} {did}, and {hero} was there to see it.
Later it came out that {person} had known about {key} all along.
One evening, {people} {did} and sang until midnight.
Once, {hero} {did} just to be near {key}.
{person}, for one, had never forgiven {key}.
In those weeks {people} {did}, and {hero} helped where {she} could.
There was the day when {hero} {did} and told nobody.
{time}, {person} showed {hero} a picture of {key}.
One of the {people} had a story about {key}, and it was nearly true.
{hero} remembered an evening {place} when somebody had talked about {key}.
A child held up a drawing: it was meant to be {key}.
In the old book there was a page about {key}, and {hero} knew it by heart.
`,
  contrast: `
The {people} had another plan, and {key} had no place in it.
{people} might forget, but {hero} would not.
To {person} it was a joke; to {hero} it was the whole world.
{place}, nobody cared about {key}.
For {hero} there was hope in it, for the {people} only {trouble}.
What {people} called luck, {hero} called {matter}.
{person} offered {her_object} money, and {she} said no.
Instead of {things}, {hero} found an empty room.
Not that {hero} believed a word of it.
And yet {she} went on.
{person} laughed at {key}, but {hero} did not.
Only {hero} kept {her} seat.
There were doubts, and {hero} had most of them.
But {people} only shook their heads.
{hero} was not so sure.
"That cannot be," said {person}.
Yet something was [wrong|missing], and {hero} felt it.
{person} saw it quite differently.
All the same, {hero} did not give up {key}.
The {people} wanted {things}; {hero} wanted {key}.
It was not what {she} had hoped for.
Others would have turned back at this point, but not {hero}.
This time {hero} was the one who had to listen.
No answer came.
Still, {key} would not leave {hero} in peace.
`,
  detail: `
{people} came and went {place}.
One of the {things} was broken.
{person} wore a coat that was too large.
{hero} could smell the {things} before {she} saw them.
Two {people} were asleep {place}.
Voices could be heard {place}, then a laugh.
The {things} were old, but somebody had looked after them.
{time}, the light was [yellow|thin|soft].
{hero} counted the {things}: there were [seven|nine|twelve].
A bird sat on one of the {things}.
{people} moved aside to let {hero} pass.
Nobody had swept the floor for a long time.
There was dust on the {things}, and nobody had wiped it off.
A cup broke, and somebody swept up the pieces.
The road smelled of wet leaves.
{hero} put {her} hands in {her} pockets and waited.
Snow had begun to fall {place}.
A candle stood between them on the table.
The stairs creaked under {her} feet.
The {things} lay where somebody had left them.
{place} it smelled of [smoke|bread|rain|old paper].
A dog barked, and then it was still again.
{hero} looked at {her} hands and [smiled|said nothing].
On the wall hung a picture of {key}, a little crooked.
The lamp burned low.
Outside, {people} {did}.
There were {things} everywhere, even on the floor.
The wind had dropped, and the air was [cold|clear|mild].
Somewhere a clock struck [four|seven|nine].
{hero} drank the tea, though it was cold by now.
The window was open, and voices came in from the street.
{person} was {place}, as always, among the {things}.
Under the table lay [a glove|a key|a coin] that nobody had missed.
Light fell on the {things}.
{hero} could hear the river.
A cart rolled past, and then another.
`,
  turn: `
{time}, everything was ready.
Then {person} came in.
Before {hero} could answer, {people} {did}.
It was then that {person} stood up.
News reached {people} that very night.
Weeks passed in this way.
Nobody could have known what would happen next.
One morning the waiting came to an end.
Then everything changed.
The next day {hero} went to see {people}.
[An hour|A month] later it was all different.
But the story was not over yet.
Meanwhile, {people} {did}.
So it was decided: {hero} would go.
After that, {hero} saw {key} with other eyes.
And then, {time}, there was news.
Something had to be done, and soon.
`,
  fact: `
{person} had once spoken of {fact}, and {hero} had not forgotten it.
One more thing was known: {fact}.
On the back of the picture somebody had written: {fact}.
"Remember {fact}," said {person}.
There was one thing {hero} knew for certain: {fact}.
In the margin of the page stood a note about {fact}.
{hero} had heard of {fact} before.
`,
  close: `
{person} shook {her} hand, and that was all.
The {people} went home, and {hero} was alone with {key}.
Long after the {people} had gone, {hero} still sat {place}.
{hero} left the {things} where they were and went out.
Nobody {place} would forget that day.
In {her} pocket {hero} carried a piece of the {things}.
{people} were singing {place}, and {hero} was not alone.
A little {supply} was all {she} needed now.
When {hero} looked up, the stars were out.
There was nothing more to say, so they said good night.
{hero} closed the door softly and went [home|to bed|upstairs].
Tomorrow would be another day for {key}.
That night {hero} slept well for the first time in weeks.
Nobody spoke of {key} on the way back.
{hero} looked back once, and then no more.
So {hero} stayed, and {key} with {her_object}.
It was enough for one day.
And with that, {person} went away.
The light went out, and {hero} sat in the dark and thought of {key}.
From that hour on, {people} trusted {hero}.
What came next would be up to {hero}.
Behind {her_object}, somebody began to sing.
In the morning, {hero} would have to tell {people} about {key}.
"Then it is settled," said {hero}.
But {hero} had already made up {her} mind about {key}.
`,
  conclude: `
{people} still speak of it, and when they do, {hero} smiles and says nothing about {key}.
The last of the {things} was put away, and the story of {key} was over.
And that is how {hero} and {key} came together in the end.
{hero} grew old, but {she} never tired of {key}.
If you pass that way, ask for {hero}, and somebody will tell you about {key}.
The {things} are still there, and so is the memory of {hero} and {key}.
So {hero} came home at last, and {key} came too, in a way.
Years went by, and {people} still told the story of {hero} and {key}.
As for {key}, {hero} only smiled when anyone asked.
It was over, and {hero} was glad.
`,
});
