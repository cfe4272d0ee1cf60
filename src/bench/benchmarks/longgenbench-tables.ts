/** What fresh instances are made of: things that an entry may have to hold, in English and Chinese. All our own. */

export type Pair = readonly [en: string, zh: string];

/** A dish or day of the menu, and what is served. */
export type Serving = { name: Pair; dish: Pair };

const serving = (name: string, nameZh: string, dish: string, dishZh: string): Serving => ({
  name: [name, nameZh],
  dish: [dish, dishZh],
});

export const writers: readonly Pair[] = [
  ['Marta, a bridge inspector', '桥梁检测员周岚'],
  ['Tomas, a piano tuner', '钢琴调律师许明'],
  ['Ines, a beekeeper', '养蜂人叶秋'],
  ['Jonas, a tram driver', '电车司机罗平'],
  ['Leila, a bookbinder', '装帧师傅苏静'],
  ['Pavel, a vet in a small town', '小镇兽医何川'],
  ['Noor, a glass blower', '玻璃匠人姚青'],
  ['Edith, a harbour pilot', '港口引航员丁海'],
];

export const relatives: readonly Pair[] = [
  ['the writer', '写日记的人自己'],
  ["the writer's mother", '母亲'],
  ["the writer's father", '父亲'],
  ["the writer's sister", '姐姐'],
  ["the writer's brother", '弟弟'],
  ["the writer's grandmother", '外婆'],
  ["the writer's daughter", '女儿'],
  ["the writer's son", '儿子'],
  ["the writer's oldest friend", '相识最久的朋友'],
];

export const diaryEvents: readonly Pair[] = [
  ['the day the new kitchen is delivered', '新厨房送货上门'],
  ['a hearing at the town hall about the old lime tree', '到镇政府参加关于老椴树的听证会'],
  ['a class reunion after twenty years', '毕业二十年的同学聚会'],
  ['giving blood for the hundredth time', '第一百次献血'],
  ['an eye operation', '做眼部手术'],
  ['collecting a dog from the shelter', '从收容所领回一条狗'],
  ['a lecture to the local history society', '给地方史学会做讲座'],
  ['winning a raffle at the village fair', '在庙会抽奖中奖'],
];

export const diaryRanges: readonly Pair[] = [
  ['walking an old pilgrim road', '徒步走一条古道'],
  ['helping with the grape harvest', '帮忙采收葡萄'],
  ['staying on a lighthouse island', '住在有灯塔的小岛上'],
  ['a course in dry stone walling', '学习垒石墙的课程'],
  ['a canal trip on a narrow boat', '乘窄船游运河'],
  ['looking after a neighbour’s goats', '替邻居照看山羊'],
  ['rehearsing with a visiting choir', '和来访的合唱团一起排练'],
  ['a train journey through the mountains', '坐火车穿行群山'],
  ['digging at an archaeological site', '在考古工地帮忙发掘'],
  ['painting the house front', '粉刷房屋的外墙'],
];

export const diaryHabits: readonly Pair[] = [
  ['meeting the chess circle', '参加象棋聚会'],
  ['cleaning the stretch of river behind the mill', '清理磨坊后面的一段河道'],
  ['reading aloud at the home for the elderly', '到养老院朗读'],
  ['baking rye bread for the whole street', '给整条街烤黑麦面包'],
  ['a long letter to a pen friend in Iceland', '给冰岛的笔友写长信'],
  ['repairing bicycles at the youth club', '在青年活动站修自行车'],
  ['measuring the level of the well', '测量水井的水位'],
  ['an evening at the observatory', '在天文台度过一晚'],
];

export const menuEvents: readonly Serving[] = [
  serving('First Asparagus Evening', '初春芦笋之夜', 'asparagus with brown butter', '焦黄油芦笋'),
  serving('Lighthouse Supper', '灯塔晚宴', 'smoked mackerel tart', '烟熏鲭鱼挞'),
  serving('Night of the Long Table', '长桌之夜', 'saddle of lamb in hay', '干草焖羊脊'),
  serving('Miners’ Lunch', '矿工午餐', 'beef and stout pie', '黑啤牛肉派'),
  serving('Orchard Day', '果园日', 'quince and almond cake', '榅桲杏仁蛋糕'),
  serving('Ferryman’s Feast', '摆渡人之宴', 'perch in white wine', '白葡萄酒鲈鱼'),
  serving('Lantern Dinner', '灯笼晚宴', 'duck with plum sauce', '梅酱鸭'),
  serving('Poets’ Breakfast', '诗人早餐', 'buckwheat pancakes with honeycomb', '蜂巢蜜荞麦饼'),
  serving('Clockmakers’ Banquet', '钟表匠宴席', 'venison with juniper', '杜松子鹿肉'),
  serving('Silent Film Night', '默片之夜', 'black garlic popcorn chicken', '黑蒜爆米花鸡块'),
  serving('Founders’ Table', '创始人之席', 'whole turbot with capers', '酸豆整烤大菱鲆'),
  serving('Ropewalk Party', '绳匠聚会', 'mussels in cider', '苹果酒煮贻贝'),
];

export const menuRanges: readonly Serving[] = [
  serving('Chestnut Days', '板栗季', 'chestnut soup with thyme', '百里香板栗汤'),
  serving('Island Kitchen', '海岛厨房', 'grilled octopus with lemon', '柠檬烤章鱼'),
  serving('The Smokehouse Run', '烟熏系列', 'smoked trout with horseradish', '辣根烟熏鳟鱼'),
  serving('Wild Herb Season', '野菜时节', 'nettle gnocchi', '荨麻面疙瘩'),
  serving('Festival of Dumplings', '饺子节', 'crab dumplings in broth', '蟹肉汤饺'),
  serving('Copper Pot Series', '铜锅系列', 'slow braised ox cheek', '慢炖牛脸颊'),
];

export const menuHabits: readonly Serving[] = [
  serving('Pie Night', '馅饼之夜', 'leek and cheddar pie', '韭葱切达馅饼'),
  serving('Charcoal Evening', '炭火之夜', 'skewers of pork belly', '五花肉串'),
  serving('Noodle Counter', '面档', 'hand pulled noodles with beef', '牛肉拉面'),
  serving('Fishmonger’s Choice', '鱼贩推荐', 'catch of the day in salt crust', '盐焗时令鱼'),
  serving('Green Plate', '绿盘', 'stuffed courgette flowers', '酿西葫芦花'),
  serving('Pudding Hour', '布丁时刻', 'steamed ginger pudding', '姜汁蒸布丁'),
];

export const floorSingles: readonly Pair[] = [
  ['a violin workshop', '小提琴作坊'],
  ['a notary', '公证处'],
  ['a climbing wall', '攀岩馆'],
  ['a map archive', '地图档案馆'],
  ['a dental practice', '牙科诊所'],
  ['a chess academy', '棋院'],
  ['a perfumery', '香水铺'],
  ['a crèche', '托儿所'],
  ['a radio station', '电台'],
  ['a print shop', '印刷店'],
  ['a fencing hall', '击剑馆'],
  ['a translation bureau', '翻译社'],
  ['a swimming pool', '游泳池'],
  ['a seed bank', '种子库'],
];

export const floorRanges: readonly Pair[] = [
  ['a hotel with guest rooms', '带客房的酒店'],
  ['a teaching hospital', '教学医院'],
  ['the offices of a shipping company', '航运公司的办公区'],
  ['a museum of musical instruments', '乐器博物馆'],
  ['a vertical farm', '立体农场'],
  ['student flats', '学生公寓'],
];

export const floorHabits: readonly Pair[] = [
  ['a tea room', '茶室'],
  ['a refuge area for fire safety', '消防避难区'],
  ['a winter garden', '冬季花园'],
  ['a post room', '收发室'],
  ['a canteen', '食堂'],
];

export const citySingles: readonly Pair[] = [
  ['a planetarium', '天文馆'],
  ['a covered market', '室内集市'],
  ['a tram depot', '电车车库'],
  ['an opera house', '歌剧院'],
  ['a power station', '发电站'],
  ['a cemetery', '墓园'],
  ['a law court', '法院'],
  ['a zoo', '动物园'],
  ['a brewery', '酿酒厂'],
  ['a velodrome', '自行车赛场'],
  ['a maternity clinic', '产科医院'],
  ['a monastery', '修道院'],
];

export const cityRanges: readonly Pair[] = [
  ['an old harbour quarter', '老港区'],
  ['a garden suburb', '花园住宅区'],
  ['a university campus', '大学校园'],
  ['a textile works', '纺织厂区'],
  ['a street of theatres', '剧院街'],
  ['a nature reserve', '自然保护区'],
];

export const cityHabits: readonly Pair[] = [
  ['a drinking fountain', '饮水喷泉'],
  ['a tram stop', '电车站'],
  ['a newspaper kiosk', '报亭'],
  ['a playground', '儿童游乐场'],
  ['a bicycle shelter', '自行车棚'],
];
