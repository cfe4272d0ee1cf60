/** English sentences: `{name}` stands for one of the phrases or words of that name, `{core}` for the statement. */
import { englishWords } from './english-words.ts';
import type { Grammar } from './grammar.ts';

/** Every sentence is past tense, so that a topic of unknown number fits as a subject. */
export const englishGrammar: Grammar = {
  ...englishWords,
  core: ['{adjective} {attribute} {things}'],
  actors: ['{people}', '{personal} {people}', '{personal} {people}', '{people} and {people}'],
  place: ['{by} the {scenic} {site}'],
  time: ['{when} the {timely} {occasion}'],
  manner: ['with {amount} {virtue}', 'without {amount} {virtue}', 'out of {virtue} and {virtue}'],
  prize: ['a {keener} {gain}'],
  setting: ['{place}', '{time}', '{manner}'],
  // Short openings: few words of a topic sentence may be the same in every section.
  about:
    split(`in|around|for|beyond|within|behind|alongside|through|despite|under|regarding|concerning|besides|
    amid|beneath|outside|whatever became of|because of|thanks to|apart from|far from|close to|judging by|
    compared with|in support of|as part of|on behalf of|long before|long after|in view of|along with|next to|
    together with|out of`),
  claim: [
    '{actors} {did} {core}',
    '{actors} seldom {did} {core}',
    '{core} gave {actors} {prize}',
    '{core} {moved} {actors}',
    '{core} slowly {moved} {actors}',
    '{actors} hoped to {do} {core}',
    '{actors} learned to {do} {core}',
    '{actors} struggled to {do} {core}',
    '{actors} preferred {core} to {attribute} {things}',
    '{core} outlasted {adjective} {things}',
    '{actors} owed {prize} to {core}',
    '{core} brought {amount} {virtue} to {actors}',
    '{core} depended on {amount} {virtue}',
    '{actors} agreed to {do} {core}',
    '{actors} found {prize} in {core}',
    '{core} turned into {prize} for {actors}',
    '{actors} {did} and {did} {core}',
    '{core} kept {actors} from {adjective} {things}',
    '{actors} exchanged {attribute} {things} for {core}',
    '{core} competed with {adjective} {things}',
    '{actors} wrote about {core}',
    '{actors} would not {do} {core}',
  ],
  topicClaim: [
    '{topic} {moved} {actors}, who {did} {core}',
    '{actors} {did} {core} to {do} {topic}',
    '{actors} linked {topic} to {core}',
    '{topic} rested on {core}, and {actors} {did} {attribute} {things}',
    '{core} brought {topic} to {actors}',
    '{topic} gave {actors} {prize} and {core}',
    '{actors} saw {topic} in {core}',
    '{topic} drew {actors} towards {core}',
    '{core} carried {topic} into {adjective} {things}',
    '{topic} owed {prize} to {core}',
    '{actors} explained {topic} by {core}',
    '{topic} grew out of {core}',
  ],
  aside: [
    '{people} {did} {attribute} {things}',
    '{personal} {people} {did} {things}',
    '{attribute} {things} {moved} {people}',
    '{people} looked for {prize}',
    '{people} asked for {amount} {virtue}',
    '{adjective} {things} reached {people}',
    '{amount} {virtue} helped {people} to {do} {things}',
    '{adjective} {things} did not {move} {people}',
  ],
  link: split('and|while|because|until|so|although|but|once|whereas|since|before|yet'),
  sentence: [
    '{claim}, {link} {aside}.',
    '{setting}, {claim}.',
    '{setting}, {claim}, {link} {aside}.',
    '{adverb}, {claim} {setting}.',
    '{adverb}, {claim}, {link} {aside}.',
    '{claim}; {aside}.',
    '{claim} {setting}, {link} {aside}.',
    '{claim}, {link} {aside} {setting}.',
  ],
  topicSentence: [
    '{about} {topic}, {claim}.',
    '{about} {topic}, {claim}, {link} {aside}.',
    '{topicClaim}.',
    '{topicClaim}, {link} {aside}.',
    '{setting}, {topicClaim}.',
    '{adverb}, {topicClaim}.',
    '{claim}, {link} {topic} {moved} {people} {setting}.',
    '{claim}, {link} {people} {did} {topic} {manner}.',
  ],
};

function split(text: string): readonly string[] {
  return text.split('|').map((phrase) => phrase.trim());
}
