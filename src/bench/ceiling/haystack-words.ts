/**
 * What haystacks are made of, in both languages: words and sentence frames of our own. A slot `{name}` is filled with a
 * word of that list. Only planted sentences hold digits, so that a number stands nowhere by accident.
 */

type HaystackLanguage = 'en' | 'zh';

export type HaystackWords = {
  /** Between the sentences of a paragraph. */
  space: string;
  lists: Readonly<Record<string, readonly string[]>>;
  frames: readonly string[];
  /** A planted sentence: `{subject}` or `{person}`, and `{number}`. */
  entered: string;
  inherited: string;
  pension: string;
  subject: string;
  askEntered: string;
  askPension: string;
};

const english: HaystackWords = {
  space: ' ',
  lists: {
    first:
      'Alba,Bertram,Cosima,Dorian,Edda,Florian,Greta,Hedda,Ismay,Jorun,Kester,Linnea,Merrick,Nessa,Osric,Petra,Quentin,Rosalind,Sorley,Tamsin'.split(
        ',',
      ),
    last: 'Ashgrove,Brindle,Carrow,Dunmarsh,Elverstone,Fenwright,Garrick,Holloway,Inkpen,Jessop,Kettlewell,Larkmoor,Marchbank,Nightingale,Oakhanger,Pellam,Quillfeather,Rushworth,Saltmarsh,Thornbury,Underhill,Varley,Wetherby,Yarrow'.split(
      ',',
    ),
    place:
      'the ferry house,the rope walk,the lower mill,the customs shed,the old observatory,the apple market,the signal tower,the bath house,the glass works,the school garden,the east lock,the pilot station,the bakery yard,the chapel loft,the coach house,the ice cellar,the print shop,the toll bridge,the seed store,the watch room'.split(
        ',',
      ),
    thing:
      'the tide table,a sack of barley,the harbour ledger,two coils of tarred rope,a crate of lamp oil,the church clock,a bolt of sailcloth,the spare rudder,a basket of quinces,the weather book,the long ladder,a box of candle ends,the brass scales,an unfinished map,the winter curtains,a jar of bees’ wax,the fire buckets,a broken oar,the choir books,a letter without a sender,the copper still,a bundle of willow rods,the night bell,a new set of shutters'.split(
        ',',
      ),
    when: 'before sunrise,on the first dry day,after the spring fair,in the week of the storm,at low water,late in the afternoon,while the ferry was in dock,on the eve of the regatta,during the long frost,when the cherries were ripe,between two showers,at the turn of the year,as the lamps were being lit,on market day,under a pale moon,towards the end of Lent'.split(
      ',',
    ),
    manner:
      'with great patience,to nobody’s surprise,without a word,against all advice,in return for a smoked ham,with cold hands,as carefully as a surgeon,by the light of one candle,for the third time,out of plain stubbornness,with the help of two cousins,half in jest,in spite of the wind,and was thanked for it,and told everyone afterwards,because there was no one else'.split(
        ',',
      ),
    view: 'thought it a waste of good timber,called it the best news in years,wished to hear nothing of it,laughed until the dogs barked,wrote a long complaint,had seen it coming since autumn,asked for a vote,blamed the new almanac,kept a straight face,offered to pay half,remembered it quite differently,made a song of it'.split(
      ',',
    ),
    weather:
      'a thin fog lay on the water,the wind went round to the north,it rained as if a barrel had burst,the frost drew ferns on every pane,swallows sat on all the wires,the river smelt of iron,a warm haze hid the hills,the snow stayed on the roofs,thunder rolled far out at sea,the mud froze into ridges'.split(
        ',',
      ),
    trade:
      'cooper,net maker,organ builder,surveyor,schoolmaster,pilot,beekeeper,glazier,midwife,saddler,clockmaker,gardener,printer,ferryman'.split(
        ',',
      ),
    material:
      'silver,walnut,ivory,cast-iron,lacquered,amber,pewter,rosewood,enamelled,leather,marble,bamboo'.split(
        ',',
      ),
    object:
      'sextant,music box,spyglass,writing desk,birdcage,barometer,chess set,tea chest,weathervane,compass,snuffbox,loom'.split(
        ',',
      ),
  },
  frames: [
    '{first} {last} carried {thing} to {place} {when}, {manner}.',
    '{when}, {weather}, and nobody went near {place}.',
    'The {trade} {last} mended {thing} {manner}.',
    'At {place} they talked of {thing}; {first} {last} {view}.',
    '{first} {last}, a {trade}, had promised {thing} to the people of {place}, and {view}.',
    'It was said that {thing} had been seen at {place} {when}.',
    'When {first} asked about {thing}, the {trade} {view}.',
    '{weather}, so {first} {last} stayed at {place} and sorted {thing}.',
    'Between {place} and {place} a boy lost {thing} {when}.',
    '{first} {last} taught the children of the {trade} to draw {place} {manner}.',
    'The council met at {place} {when}; {first} {last} {view}.',
    'Nobody could say who had put {thing} behind {place}, though the {trade} {view}.',
    '{first} wrote home that {weather} {when}.',
    '{thing} was traded for {thing} {when}, {manner}.',
    'The young {trade} from {place} married {first} {last} {when}, and half the town {view}.',
    'For a month {place} stood empty, since {first} {last} {view}.',
    '{first} {last} painted the door of {place} {manner}; {weather}.',
    'A stranger left {thing} with the {trade} {when} and never came back.',
    'What {first} liked best was {place} {when}, where {weather}.',
    'The quarrel over {thing} ended {when}, as {first} {last} {view}.',
  ],
  subject: 'the {material} {object} at {place}',
  entered: '{subject} is entered in the register under the number {number}.',
  inherited: '{subject} was left to {person} by will.',
  pension: '{person} draws a pension under the number {number}.',
  askEntered: 'Under which number is {subject} entered in the register?',
  askPension: 'Under which number does the person draw a pension to whom {subject} was left by will?',
};

const chinese: HaystackWords = {
  space: '',
  lists: {
    first: '若兰,长庚,思源,采薇,怀瑾,云舒,守拙,明远,青禾,知秋,伯言,晚晴,子衿,望舒,仲平,素心'.split(','),
    last: '沈,陆,顾,温,纪,苏,严,裴,宋,叶,傅,柳,江,崔,罗,秦,白,邵,阮,程'.split(','),
    place:
      '渡口的茶棚,旧观象台,东闸房,城隍庙后的染坊,盐仓,镇上的邮局,半山的药圃,船坞,书院的藏书楼,豆腐巷口,南门粮栈,石桥下的铁匠铺,河神祠,竹器行,老戏台,灯塔,果子市,印书局,冰窖,马车行'.split(
        ',',
      ),
    thing:
      '一卷没画完的水路图,两筐新收的柿子,一口旧铜钟,祠堂的账册,一捆晒干的艾草,半匹靛蓝土布,一盏缺了罩的马灯,那把长梯,一坛封了口的米酒,几块刻坏的雕版,一封没有署名的信,备用的船舵,一袋荞麦种,冬天用的棉帘,一架散了的纺车,学堂的风琴,一盒蜡烛头,那杆黄铜秤,一串旧钥匙,几捆柳条'.split(
        ',',
      ),
    when: '天亮之前,头一个晴日,春会散了以后,发大水的那一周,退潮的时候,傍晚掌灯时分,渡船上岸修理的时候,赛船的前一夜,霜冻最厉害的日子里,樱桃熟透的时节,两阵雨的间隙,岁末,赶集那天,月色很淡的夜里'.split(
      ',',
    ),
    manner:
      '很有耐心地,一声不响地,不顾众人劝阻,借着一支蜡烛的光,第三次,凭着一股倔劲,由两个堂弟帮着,半开玩笑地,顶着大风,小心得像个郎中,没让任何人知道,为了换一条火腿'.split(
        ',',
      ),
    view: '说这是糟蹋木料,说这是几年来最好的消息,一个字也不愿听,笑得连狗都叫起来,写了一封长长的状子,说自己去年秋天就料到了,要求大家举手表决,把错推给新历书,愿意出一半的钱,记得的却完全是另一回事,把它编成了小调,只是摇了摇头'.split(
      ',',
    ),
    weather:
      '水面上浮着一层薄雾,风转到了北边,雨下得像打翻了水缸,窗上结满了霜花,燕子落满了屋檐,河水带着一股铁锈味,远山被暖雾遮住了,屋顶的雪迟迟不化,海那边传来闷雷,泥路冻成了一道道硬棱'.split(
        ',',
      ),
    trade: '箍桶匠,织网人,测绘员,教书先生,领航员,养蜂人,玻璃匠,接生婆,鞍匠,钟表匠,花匠,摆渡人'.split(','),
    material: '银制,胡桃木,象牙,铸铁,漆面,琥珀,锡制,花梨木,珐琅,皮面,大理石,湘妃竹'.split(','),
    object: '六分仪,八音盒,望远镜,写字台,鸟笼,气压计,棋盘,茶箱,风向标,罗盘,鼻烟壶,织机'.split(','),
  },
  frames: [
    '{when}，{last}{first}{manner}把{thing}送到了{place}。',
    '{when}，{weather}，没有人走近{place}。',
    '{trade}老{last}{manner}修好了{thing}。',
    '{place}那里的人都在谈{thing}，{last}{first}{view}。',
    '{last}{first}是个{trade}，早就答应把{thing}送给{place}的人，后来却{view}。',
    '听说{when}有人在{place}见过{thing}。',
    '{first}问起{thing}，那个{trade}{view}。',
    '{weather}，{last}{first}便留在{place}，慢慢收拾{thing}。',
    '从{place}到{place}的路上，一个孩子{when}丢了{thing}。',
    '{last}{first}{manner}教{trade}家的孩子画{place}。',
    '乡里的会{when}在{place}开，{last}{first}{view}。',
    '谁也说不清是谁把{thing}搁在{place}后面，只有那个{trade}{view}。',
    '{first}在家信里写道，{when}，{weather}。',
    '{when}，有人{manner}拿{thing}换走了{thing}。',
    '{place}的年轻{trade}{when}娶了亲，{last}{first}{view}。',
    '{place}空了整整一个月，因为{last}{first}{view}。',
    '{last}{first}{manner}漆了{place}的门，那天{weather}。',
    '一个外乡人{when}把{thing}托给{trade}，再也没有回来。',
    '{first}最喜欢的是{when}的{place}，那时{weather}。',
    '为{thing}起的争执到{when}才了结，{last}{first}{view}。',
  ],
  subject: '{place}的{material}{object}',
  entered: '{subject}在登记簿上的编号是{number}。',
  inherited: '{subject}按遗嘱留给了{person}。',
  pension: '{person}领取养老金的编号是{number}。',
  askEntered: '{subject}在登记簿上的编号是多少？',
  askPension: '按遗嘱得到{subject}的那个人，领取养老金的编号是多少？',
};

export const haystackWords: Readonly<Record<HaystackLanguage, HaystackWords>> = {
  en: english,
  zh: chinese,
};
