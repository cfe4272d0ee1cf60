/** A table, long by nature: common English words that topics, points and titles of the examples are made of. */

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Countable nouns with a plural in -s. */
export const nouns: readonly string[] = list(`
acre actor airport alarm album alley altar anchor angle ankle anthem apple apron arch argument arm army arrow artist
attic auction aunt autumn avenue axe badge bag baker balcony ball balloon banana bandage banjo bank banner barber barn
barrel basin basket bat bath battery battle bay beach bead beam bean bear beard bed beetle bell belt bench berry bicycle
bill bird biscuit blanket blossom boat bolt bone book boot border boss bottle boulder bow bowl brain brake branch brick
bridge broom brother bucket builder bull button cabin cable cake calendar camel camera camp canal candle cannon canoe
canteen canvas cape captain caravan card carpet carriage cart carver castle cat cave ceiling cellar chain chair champion
channel chapel chariot chart chest chicken chimney chisel choir cinema circle circus clerk cliff cloak clock cloud clown
coach coal coast coat coin collar college colour column comet compass computer concert cook corner costume cottage couch
counter cousin cow cradle crane crate creek cricket crop crow crown cup curtain cushion cycle dam dancer daughter deer
dentist desk dialect diamond diet dinner dish doctor dog doll dollar dolphin donkey door dragon drawer dream dress drill
drum duck eagle ear earring editor egg elbow election elephant elm emperor engine envelope evening exam explorer eye
fabric farmer farm feather fence festival field fig film finger fire fisherman flag flame flood floor flower flute folder
font fool forest fork fort fossil fountain frame freezer friend frog fruit funeral furnace game garage garden garlic gate
gem general ghost giant gift giraffe girl globe glove goal goat gown grain grape grave guard guest guitar gull gun hall
hammer hand handle harp hat hawk heater hedge heel helmet hen herb hermit hill hinge hive hook horn horse hotel hound hour
hut idea insect inn island jacket jar jewel joke journal judge jug jungle kettle key king kitchen kite kitten knee knight
knot label ladder lake lamb lamp lane lantern laptop lawn lawyer leader lemon lens letter lever lion lip lizard lock log
loom lorry magnet maid mammoth mango map marble market mask mast match meadow meal medal melon menu merchant metal meteor
mill miner minister mirror mitten model monk monkey monument moon mosque moth motor mountain mouth mug mural muscle museum
mushroom nail napkin needle nephew nerve nest network newspaper night novel nurse nut oak oar ocean office olive onion
opera orange orchard orchestra organ oven owl ox oyster paddle page painter palace palm pan panel parade parcel park parrot
passage pasture path patient peach peacock pear pearl pebble pen pencil penguin pepper piano picture pie pier pig pigeon
pillow pilot pin pipe pirate pistol pit plank plate player plough plum pocket poem poet pond pony pool poster potter prince
print prison prophet pub puddle pump puppet purse puzzle pyramid queen question quilt rabbit raft rail ranch rat raven razor
rebel recipe reed referee ribbon rice rider rifle ring river road robe robin robot rocket roof room root rope rower rug ruler
saddle sail saint salad sandal satellite sauce saw scale scarf school screen screw seal seed seller senator shadow shark
sheep shelf shell shepherd ship shirt shoe shop shore shovel shrine sign signal singer sink sister skirt sky slave sleeve
slipper snail snake sock sofa soldier song soup spade spark sparrow spear spice spider spoon spring square squirrel stable
stadium stage stair star statue steak stem stone stool store storm stove stream street string student submarine suit summer
swan sweater swimmer sword symbol table tailor tank tap target tavern teacher telescope temple tent thief thorn throne ticket
tiger tile timber toad tomb tool tooth torch tower toy track tractor trail train traveller tray treasure tree tribe trumpet
trunk tulip tunnel turtle uncle uniform vase vault vegetable veil vessel vest village vine volcano voter vowel voyage wagon
waiter wall wallet walnut warrior wasp watch waterfall wave weapon weaver well whale wheel whip whistle widow wig willow wind
window wing winter wire wizard wolf wood worm wound wreath wrist writer yard
`);

/** Nouns without a plural, and fields of work. */
export const massNouns: readonly string[] = list(`
advice agriculture air algebra amber architecture astronomy bacon ballet banking baseball basketball boxing brass bread
butter carpentry cement ceramics chalk chemistry chess chocolate cinnamon clay climbing clothing coffee commerce copper
cotton cycling dancing democracy design diplomacy drawing dust education electricity energy engineering equipment
farming fashion fencing fiction fishing flour football forestry fuel furniture gardening geography geology geometry
ginger glue gold golf grammar granite gravity gymnastics hiking hockey homework honey hunting ice insurance iron ivory
jazz jewellery justice knitting laughter law leather linen literature logic luggage machinery maize marketing
mathematics meat medicine milk mining money mud music navigation nutrition oatmeal oil opera painting paper parking
philosophy physics plastic poetry politics porcelain pottery poultry printing radio rain reading recycling religion
research rowing rubber rugby running sailing salt sand sewing shipping silk silver skating skiing sleep smoke snow soap
soccer software soil spelling steel sugar swimming tea teaching technology tennis theatre tin tobacco tourism trade
traffic transport travel vinegar warfare water wax weather weaving wheat wine wool writing yoga
`);

export const adjectives: readonly string[] = list(`
ancient angry average bitter black blue brave bright broad broken brown busy calm cheap civil clean clear clever coastal cold
common cool cruel curious daily damp dark deep dense digital distant double dry dull eastern electric elegant empty equal
false famous fast flat foreign formal forgotten free fresh frozen gentle global golden grand green grey handmade happy
hard heavy hidden high hollow holy hot humble hungry idle industrial inner iron lonely long loose loud low lucky lunar
marine medical mild military mobile modern moral musical narrow national native naval noble noisy northern nuclear oral
organic outer pale perfect plain polar poor popular portable private proud public pure quick quiet rare raw red regional
rich robust rough round royal rural sacred sad secret sharp shy silent silver simple slim smooth social soft solar solid
southern spare square stable steep sticky stone strange strict strong sweet swift tall tender thick thin tidal tiny tired
tough tropical urban vast vertical warm weak western wet white wide wild wise wooden yellow young
`);

/** Past forms, which fit any subject. */
export const pastVerbs: readonly string[] = list(`
accepted answered arrived attacked avoided baked became began blamed borrowed bought broke brought built burned called
carried carved caught changed chose cleaned climbed closed collected conquered cooked copied covered crossed danced
decided defended delivered demanded designed destroyed discovered divided doubled drew drifted drove earned escaped
failed fed fell fixed floated flew followed forgot forgave fought found froze gathered grew guarded guided helped hid
hired hunted ignored improved invented joined judged jumped killed knew laughed launched learned left lifted linked
listened lost loved made marched married measured melted met mixed moved named noticed obeyed offered opened ordered
owned packed painted paid planted played polished praised prayed printed promised protected proved pulled punished
pushed raised reached refused removed repaired replaced returned rode rolled ruled sailed sang saved served shaped
shared shot showed signed slept sold solved spread started stole stopped stored swam taught tested threw traded
trained travelled treated trusted turned united used visited waited walked warned washed wasted watched welcomed won
worked wrapped wrote
`);

/** Small words that stand between the others in phrases to be copied. */
export const linkWords: readonly string[] = list(
  'of in on for with without by from to and or at under over after before between near against during as than through across behind about into their its every some many most few no more the a the the',
);

/** Words a point can begin with. */
export const pointOpeners: readonly string[] = list(
  'how why what when where the the the whether which early new old',
);
