/** Topics that no training example names: what mini is measured on. */

export const heldOutTopics: readonly { topic: string; key: string }[] = [
  { topic: 'the history of umbrellas', key: 'umbrellas' },
  { topic: 'urban foxes', key: 'urban foxes' },
  { topic: 'the craft of violin making', key: 'violin making' },
  { topic: 'postage stamps', key: 'postage stamps' },
  { topic: 'the protection of coral reefs', key: 'coral reefs' },
  { topic: 'how to prune roses', key: 'roses' },
  { topic: 'the invention of the zipper', key: 'the zipper' },
  { topic: 'sleeper coaches in Europe', key: 'sleeper coaches' },
  { topic: 'desert irrigation', key: 'desert irrigation' },
  { topic: 'the rise of the Hanseatic League', key: 'the Hanseatic League' },
  { topic: 'the study of migraine', key: 'migraine' },
  { topic: 'public libraries in Finland', key: 'public libraries' },
  { topic: 'how to keep an aquarium', key: 'an aquarium' },
  { topic: 'the tango', key: 'the tango' },
  { topic: 'the life of Amelia Earhart', key: 'Amelia Earhart' },
  { topic: 'glass blowing', key: 'glass blowing' },
  { topic: 'the design of subway maps', key: 'subway maps' },
  { topic: 'cheese dairies in the Alps', key: 'cheese dairies' },
  { topic: 'tidal power', key: 'tidal power' },
  { topic: 'why wildfires spread', key: 'wildfires' },
];
