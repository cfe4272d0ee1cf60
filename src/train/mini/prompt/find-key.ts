/** The noun phrase a topic turns on: "the history of lighthouses in Brittany" is about "lighthouses". */

const aspects =
  'history|biography|story|revival|role|importance|impact|impacts|effect|effects|influence|future|past|rise and fall|rise|fall|decline|return|origin|origins|art|craft|science|life|lives|benefits|advantages|disadvantages|pros and cons|challenges|use|uses|nature|development|evolution|meaning|value|world|basics|fundamentals|principles|making|culture|causes|cause|consequences|psychology|economics|ethics|philosophy|politics|state|study|discovery|invention|construction|design|secrets|secret|joy|joys|joys and sorrows|power|problem|problems|question|idea|concept|theory|practice|technology|techniques|methods|types|kinds|different kinds|growth|spread|birth|beginnings|beginning|early days|golden age|age|anatomy|structure|workings|biology|chemistry|physics|geography|sociology|mathematics|mechanics|geology|ecology|significance|relevance|need|case for|case|arguments for|reasons for|reality|myth|myths|legacy|achievements|adventures|life and work|life and times|work|works|lessons|ways|steps|process|protection|preservation|conservation|management|maintenance|care|training|teaching|symbolism|popularity|success|failure|cost|costs|price|safety|dangers|danger|risks|risk|migration|production|introduction|comparison|analysis|dangers and delights|role and history|last days|last years';
const aspectPattern = new RegExp(
  `^(?:(?:the|an|a|its|some)\\s+)?(?:(?:early|short|brief|long|modern|complete|recent|cultural|social|economic|natural|strange|hidden|secret|surprising|true|political|environmental|technical|possible|changing|growing|ancient|full|whole|many|various|current|global|local|daily|everyday|simple|inner|curious|quiet|health|main|key|basic|military|industrial|everyday|architectural|scientific|historical|psychological|economical)\\s+)*(?:${aspects})(?:,? (?:and|or) (?:the )?(?:${aspects}|\\w+))?\\s+(?:of|behind|in|for|with|on)\\s+`,
  'i',
);
/** "the city of Prague" is about Prague, "the lighthouses of Brittany" about the lighthouses. */
const oneOf = /^(?:the|an?) (?:[a-z-]+ )?[a-z-]*[a-rt-z] of (?=\S)/;
const between =
  /^(?:the )?(?:\w+ )?(?:relationship|relation|difference|differences|link|links|connection|connections|contrast|tension|bond|choice)\s+(?:between|of)\s+/i;
const preposition =
  /\s+(?:in|on|at|from|with|without|during|among|by|under|over|after|before|since|through|throughout|across|around|against|within|versus|vs\.?|to|into|as|along|near|beyond|inside|outside|behind|between|about|until|upon|while|because|if|so|than|that|which|who|whose|whom|where|when|why|how|today|now|for|and (?:how|why|what|where|their|its|his|her|the))\b.*$/i;
const auxiliary =
  /^(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|might|must|shall|cannot|can't|don't|doesn't)$/i;
const verbs = new Set(
  'work works worked move moves moved change changes changed shape shapes shaped make makes made become becomes became form forms formed grow grows grew live lives lived matter matters mattered help helps helped affect affects affected influence influences influenced use uses used find finds found keep keeps kept learn learns learned talk talks talked sleep sleeps slept fly flies flew migrate migrates came come comes began begin begins spread spreads started starts start helped saved saves save built builds build lost lose loses won win wins failed fails fail brought brings bring took takes take goes go went need needs needed get gets got meet meets met die dies died fall falls fell rise rises rose sing sings sang communicate communicates produce produces produced create creates created survive survives survived replaced replace replaces influence transformed transforms transform improve improves improved differ differs taste tastes tasted feel feels felt think thinks see sees hear hears turn turns turned left leave leaves ended end ends happen happens happened emerged appears appear appeared evolve evolves evolved'.split(
    ' ',
  ),
);
const determiner =
  /^(?:the|a|an|my|our|your|his|her|its|their|this|that|these|those|some|every|each|all|one)$/i;
/** Words that follow a verb and are not the start of its object. */
const notAnObject =
  /^(?:in|on|at|from|with|for|to|of|by|about|up|out|off|away|down|over|as|well|better|more|faster|together|around|through|like|into|without|after|and)$/i;

/**
 * Finds the noun phrase a topic turns on; never empty for a topic that is not.
 *
 * Aspects ("the history of"), places and times behind it ("in Europe since 1900") and question words are left out; an
 * article stays, because "the moon" is not "moon". "how to" gives the object of the verb, or the verb as a noun
 * ("swimming"). Words are never changed but for that ending.
 */
export function findKey(topic: string): string {
  const howTo = /^(?:how (?:best )?to|(?:the )?(?:best )?ways? to|(?:the )?steps to)\s+(.+)$/i.exec(
    topic,
  )?.[1];
  if (howTo !== undefined) return keyOfAction(howTo);
  const question = /^(?:how|why|when|where|what|whether|who|which)\s+(.+)$/i.exec(topic)?.[1];
  if (question !== undefined) return keyOfQuestion(question);
  let phrase = topic;
  for (let before = ''; before !== phrase; ) {
    before = phrase;
    const shorter = phrase.replace(between, '').replace(aspectPattern, '').replace(oneOf, '');
    if (shorter !== '') phrase = shorter;
  }
  if (phrase !== topic && /^(?:how|why|what|where|when)\b/i.test(phrase)) return findKey(phrase);
  return cutPhrase(phrase);
}

function cutPhrase(phrase: string): string {
  const words = phrase.split(' ');
  const isAction = /ing$/i.test(words[0] as string) && words.length > 1 && words.length <= 4;
  // "working from home" is one thing; "growing tomatoes on balconies" is about growing tomatoes.
  if (isAction && phrase.replace(preposition, '') === words[0]) return phrase;
  const isName = /^(?:the )?[A-Z]\S* (?:of|de|von|van|da|du|la|le) /.test(phrase);
  const cut = phrase.replace(preposition, '').replace(/,.*$/, '').trim();
  const kept = cut === '' || determiner.test(cut) ? phrase : cut;
  const upToVerb = isName ? kept : cutAtVerb(kept);
  return upToVerb === '' ? kept : upToVerb;
}

/** "a boy finds a map" is about "a boy". Only with an article in front, where the next words are a noun's. */
function cutAtVerb(phrase: string): string {
  const words = phrase.split(' ');
  const start = determiner.test(words[0] as string) ? 2 : 1;
  const verb = words.findIndex(
    (word, index) =>
      index >= start && (auxiliary.test(word) || (start === 2 && verbs.has(word.toLowerCase()))),
  );
  return verb < 0 ? phrase : words.slice(0, verb).join(' ');
}

function keyOfAction(action: string): string {
  const [verb, ...rest] = action.split(' ') as [string, ...string[]];
  const next = rest[0];
  if (next === undefined) return gerund(verb);
  if (notAnObject.test(next))
    return [gerund(verb), ...cutPhrase(rest.join(' ')).split(' ')].slice(0, 4).join(' ');
  return findKey(rest.join(' '));
}

function keyOfQuestion(question: string): string {
  let words = question.split(' ');
  const isInverted = /^(?:is|are|was|were)$/i.test(words[0] as string);
  while (
    words.length > 1 &&
    (auxiliary.test(words[0] as string) ||
      /^(?:makes?|made|causes?|much|many|long)$/i.test(words[0] as string))
  )
    words = words.slice(1);
  if (/^(?:we|you|they|it|people|i|one)$/i.test(words[0] as string) && words.length > 2) {
    const object = words.slice(2).join(' ');
    if (/^to\s/.test(object)) return keyOfAction(object.slice(3));
    return notAnObject.test(words[2] as string) ? words.slice(1).join(' ') : findKey(object);
  }
  const start = determiner.test(words[0] as string) ? 2 : 1;
  const verb = words.findIndex(
    (word, index) => index >= start && (auxiliary.test(word) || verbs.has(word.toLowerCase())),
  );
  if (verb > 0) return cutPhrase(words.slice(0, verb).join(' '));
  const cut = words.join(' ').replace(preposition, '').split(' ');
  // Without a known verb the last word is taken for one: "why cats purr", "how bees talk to each other".
  return (isInverted || cut.length <= start ? cut : cut.slice(0, -1)).join(' ');
}

function gerund(verb: string): string {
  if (/ing$/.test(verb)) return verb;
  if (/ie$/.test(verb)) return `${verb.slice(0, -2)}ying`;
  if (/[^eoy]e$/.test(verb)) return `${verb.slice(0, -1)}ing`;
  if (/^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb}ing`;
}
