/** Words the English sentences of the simulated model are made of. Chosen to combine freely and grammatically. */

const split = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Regular verbs that do not double their last consonant, so that the past tense follows from spelling. */
const past = (verb: string): string =>
  verb.endsWith('e') ? `${verb}d` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;

const actions = split(`
  accept adapt admire adjust alter analyse annotate approve arrange assemble audit balance borrow catalogue
  challenge champion check circulate classify collect combine compare compile complete condemn consult correct
  criticise debate defend delay demand describe design discard discover discuss distrust divide document doubt
  draft enlarge enforce establish examine expand explain explore extend finance follow fund gather guard honour
  identify ignore imitate improve inherit inspect interpret introduce investigate join launch maintain manage
  measure memorise mend merge monitor name negotiate notice observe oppose order organise overlook perfect
  postpone praise prepare preserve propose protect publish question recommend reconsider record redesign refine
  refuse regulate reject remember repair replace report request rescue resist resolve restore restrict reveal
  reverse review revise revive sample scrutinise settle share simplify sketch sort standardise summarise supervise
  support suspend test tolerate trace transform translate treasure trust unify update value verify welcome`);

const effects = split(`
  alarm amuse annoy attract baffle burden calm challenge comfort concern confuse connect delight disappoint
  discourage distract divide embarrass employ encourage exhaust frustrate guide humble impress inspire interest
  involve motivate nourish occupy offend outlive perplex persuade please protect provoke puzzle reassure reconcile
  reform reward satisfy scatter serve startle support surprise sustain tempt test trouble unite unsettle`);

/** Terminals of the English grammar. */
export const englishWords: Record<string, readonly string[]> = {
  do: actions,
  did: actions.map(past),
  moved: effects.map(past),
  move: effects,
  adjective: split(`
    accurate ancient annual austere basic bold brief broad careful central cheap civic clear coastal common compact
    complex costly crowded daily deep delicate dense detailed distant double durable early eastern elaborate
    familiar famous firm flexible formal fragile frequent fresh gentle genuine gradual grand handmade heavy hidden
    honest humble imported informal inland intricate joint lasting late lean lively local lofty loose makeshift
    manual mature minor mobile modest mutual narrow neat neglected northern novel obscure official open ordinary
    outdated painstaking parallel patient peculiar plain portable practical precise private public quiet rare
    regional reliable remote robust rough rural sacred scattered seasonal secret separate shared sheltered short
    silent simple skilled slender solid southern sparse spare stable steady stern strict sturdy subtle sudden
    temporary thorough thrifty tidy tranquil uneven unusual urban urgent useful vast verbal vivid volatile weekly
    western wooden`),
  attribute: split(`
    archive bakery barley bridge cable canal cargo cattle census charter clinic clock coal coin cotton court craft
    dairy dock drainage election engine estate export factory ferry festival fishing forest fuel garden glass grain
    granary guild harbour harvest herb housing import ink inventory irrigation kitchen labour land language laundry
    law leather lending letter library lighthouse lumber machine mail map market mill mining mountain museum music
    navy night oil orchard paper parish pasture pension pilgrim pottery printing rail rain rescue rice river road
    roof salt sanitation school sea seed sheep ship signal silk soil spice stage station steel stone storage storm
    street survey tax tea temple textile theatre timber tool trade training transport travel tunnel vaccine valley
    village water weather weaving well wheat wind wine winter wool workshop`),
  things: split(`
    accounts agreements alliances arguments arrangements auctions bargains beliefs blueprints boundaries budgets
    calendars campaigns catalogues ceremonies changes charts circuits claims codes collections committees complaints
    contracts controls conventions courses crews customs debates debts deliveries designs diaries disputes districts
    drawings duties economies efforts errors estimates examples exchanges experiments failures fees figures
    forecasts fortunes gatherings grants guidelines habits hearings histories incentives industries inspections
    institutions interests inventions inventories journeys ledgers lessons licences limits lists loans logs maps
    measures meetings memories methods models monopolies motives narratives networks notices notebooks objections
    offices orders partnerships patterns payments permits petitions plans policies practices predictions prices
    priorities privileges profits programmes projects promises proposals protests quotas rates records reforms
    registers regulations rehearsals repairs reports reserves revenues reviews rituals routes routines rules sales
    schedules schemes sketches solutions standards statistics stories strategies studies subsidies surveys systems
    tables tariffs techniques theories timetables traditions transfers treaties trials ventures warnings`),
  people: split(`
    accountants advisers advocates apprentices archivists artisans astronomers bakers bankers botanists boatmen
    brokers builders butchers captains carpenters cartographers chemists clerks collectors colonists commuters
    composers cooks couriers critics curators dancers dealers delegates dentists designers diplomats doctors drivers
    editors engineers envoys explorers farmers fishers foremen foresters gardeners geologists governors grandparents
    guards guides healers herders historians householders hunters illustrators inspectors interpreters investors
    jewellers judges journalists jurors labourers landlords lawyers lecturers librarians locksmiths magistrates
    masons mechanics mediators merchants messengers midwives millers miners ministers monks musicians navigators
    neighbours novelists nurses observers officers organisers painters parents pharmacists philosophers pilgrims
    pilots planners poets porters potters printers publishers pupils ranchers reporters researchers residents
    retailers riders rivals sailors scholars scientists sculptors secretaries shepherds shopkeepers smiths soldiers
    stewards strangers students surgeons surveyors tailors teachers tenants traders translators travellers
    treasurers trustees tutors veterans villagers visitors volunteers wardens watchmakers weavers widows winemakers
    witnesses workers writers`),
  personal: split(`
    anxious ambitious attentive brave cautious cheerful clever curious devoted diligent eager elderly experienced
    exiled foreign forgetful former generous grateful hesitant idle impatient independent itinerant junior learned
    loyal meticulous nervous observant optimistic outspoken overworked patient persistent pious proud prudent
    quarrelsome reluctant resolute resourceful retired sceptical senior shrewd sober stubborn talented thoughtful
    tireless trusted unpaid unknown wary weary wealthy wise young zealous`),
  virtue: split(`
    accuracy admiration advice ambition attention authority candour care caution clarity comfort confidence consent
    consistency courage courtesy credit curiosity delay diligence discipline discretion doubt effort energy
    enthusiasm evidence exactness fairness faith flexibility foresight friendship generosity goodwill gratitude
    guidance honesty humility humour imagination independence ingenuity insight instinct integrity interest
    judgement kindness leadership leisure loyalty luck mercy moderation modesty momentum money nerve optimism
    patience perseverance persuasion practice precision pride progress prudence publicity reason reflection regret
    respect restraint rigour routine scepticism secrecy silence sincerity skill stamina sympathy tact talent
    tenacity thrift tolerance trust understanding urgency vigilance vigour wisdom`),
  amount: split(`
    absolute abundant added admirable ample apparent calm characteristic considerable constant deliberate equal
    evident exceptional extra fading fierce fresh further genuine great growing habitual increasing infinite lasting
    limited little mild moderate natural obvious occasional outward personal professional proper quiet real
    remarkable renewed scant serious sheer sincere special steady strange sufficient sudden surprising timely
    uncommon undue unexpected unfailing unusual usual visible`),
  site: split(`
    abbey academy airfield alley arch arsenal bakery barracks bay boathouse bridge cathedral causeway cemetery
    chapel citadel cliff clinic cloister college courthouse courtyard creamery crossroads dam depot dockyard embassy
    estuary farmhouse ferry foundry fountain gallery gatehouse glacier granary greenhouse hall harbour headland
    hillside hospital inn island jetty kiln lagoon lake landing library lighthouse lodge manor market marsh meadow
    mill mine monastery moor museum nursery observatory orchard palace park pass pier plateau plaza pond port quarry
    quay racecourse railway ravine reservoir ridge river sawmill schoolhouse shipyard shore shrine smithy spring
    square stable station tannery tavern temple terrace theatre tollhouse tower tunnel university vineyard wall
    warehouse waterfall watermill well wharf windmill woodland yard`),
  scenic: split(`
    abandoned ancient broad busy cold crowded crumbling derelict distant dusty eastern elegant empty famous foggy
    fortified gloomy grand grey guarded hidden icy inland little lonely low main marshy modern muddy narrow new
    noisy northern old outer painted peaceful private remote restored rocky royal ruined rural sandy shabby shaded
    sheltered small snowy southern spacious steep stone sunny swampy tiny unfinished upper walled western
    whitewashed windy wooded wooden`),
  by: split('near beside behind beyond opposite around outside'),
  when: split('during before after throughout'),
  occasion: split(`
    assembly auction blackout blizzard blockade boom boycott carnival census ceasefire celebration ceremony congress
    conference coronation crisis crossing debate depression dispute drought eclipse election embargo emergency
    epidemic exhibition expedition famine festival flood frost funeral gale harvest heatwave holiday hurricane
    inauguration inquiry inspection interval invasion jubilee lull march meeting migration monsoon occupation parade
    parliament pilgrimage plague procession rebellion recession reconstruction regatta rehearsal reign retreat
    season session shortage siege slump storm strike summit thaw tour tournament transition trial truce vacation
    voyage vote war winter`),
  timely: split(`
    bitter brief calm chaotic cold disputed dry early eastern eventful exhausting fateful final first following
    furious gloomy great harsh hectic historic hot humid last late lengthy long memorable mild next notorious
    opening orderly peaceful poor previous prosperous quiet rainy recent restless second severe short slow southern
    sudden tense terrible third turbulent uneasy unexpected unlucky wet windy`),
  adverb: split(`
    gradually elsewhere meanwhile eventually often rarely occasionally quietly slowly naturally curiously usually
    inevitably historically locally afterwards predictably sensibly fortunately unfortunately ironically
    traditionally increasingly initially later similarly notably privately publicly officially consequently likewise
    nevertheless nonetheless still instead moreover furthermore understandably admittedly surprisingly strangely
    evidently clearly generally`),
  gain: split(`
    advantage alternative answer argument asset audience balance basis benefit challenge chance choice clue
    compromise conclusion connection contrast direction excuse explanation foothold foundation framework future goal
    habit identity impression income influence inheritance invitation lead lesson livelihood margin method mission
    motive obligation opening opportunity outlook perspective platform position precedent pretext problem proof
    purpose puzzle question reason refuge reminder reputation responsibility result reward role routine shelter
    shortcut signal solution stimulus strategy surprise target task tradition view vocation voice warning weapon
    wish`),
  keener: split(`
    better bigger bitter bold broader cheaper clearer closer common credible decent deeper different difficult
    durable easier fairer false final firmer fresh fuller gentler happier harder healthier honest kinder larger
    lasting lighter likely louder lucrative meaningful modest nobler new obvious older painful permanent plausible
    powerful practical real rich safer second secure sensible serious sharper shorter simpler slower softer solid
    stable steadier stricter stronger subtle surer temporary tougher unlikely useful valid vital welcome wider wiser
    worthy`),
};
