/** Twelve things that can be so of a station by the sea, in Chinese. */
import {
  numerals,
  ofThings,
  writeCount,
  writeDay,
  writeMass,
  writeMetres,
  writeMoney,
  writeShare,
  writeYear,
} from './chinese-values.ts';
import type { Day } from './english-values.ts';
import type { Fact, Subject } from './fact.ts';

const surnames = [...'陈周林沈唐韩梁宋邓冯曹彭'];
const givenNames = '立言若溪致远清和思齐明哲书瑶怀瑾子衿'.match(/../gu) ?? [];
const bodies = [
  ['北方潮汐研究所', '北潮所'],
  ['海岸气象局', '海气局'],
  ['深水信托会', '深水会'],
  ['港镇联合会', '港联会'],
  ['渔藻委员会', '渔藻委'],
] as const;

const personAt = (index: number): string =>
  `${surnames[index % surnames.length]}${givenNames[index % givenNames.length]}`;

type Make = (subject: Subject) => Fact;

/** By topic. */
export const chineseFacts: Record<string, Make> = {
  depth: ({ name, other, index, pick, between }) => {
    const value = 250 + 10 * ((index * 37) % 401);
    const off = value + 10 * between(7, 60);
    return {
      topic: 'depth',
      told: (subject) => `${subject}所在海域的海底深${writeMetres(value, pick)}。`,
      listed: `海底深度：${writeMetres(value, pick)}`,
      near: `${name}一带的海水深达${writeMetres(value, pick)}`,
      far: `要在${name}门前把铅锤放到底，得松出${writeMetres(value, pick)}的绳子`,
      wrong: `${name}一带的海水深达${writeMetres(off, pick)}`,
      swapped: `${other}一带的海水深达${writeMetres(value, pick)}`,
      repeated: `我们在${name}测得海底深${writeMetres(value, pick)}。`,
      changed: `我们在${name}测得海底深${writeMetres(off, pick)}。`,
    };
  },
  staff: ({ name, other, index, pick, between }) => {
    const value = 12 + ((index * 31) % 87);
    const off = value + between(5, 40);
    return {
      topic: 'staff',
      told: (subject) => `${subject}常年有${writeCount(value, pick)}人值守。`,
      listed: `常驻人员：${writeCount(value, pick)}人`,
      near: `${name}的常驻人员共${writeCount(value, pick)}人`,
      far: `不论寒暑，${name}的食堂每天都要备下${writeCount(value, pick)}个人的饭`,
      wrong: `${name}的常驻人员共${writeCount(off, pick)}人`,
      swapped: `${other}的常驻人员共${writeCount(value, pick)}人`,
      repeated: `${name}现有常驻人员${writeCount(value, pick)}人。`,
      changed: `${name}现有常驻人员${writeCount(off, pick)}人。`,
    };
  },
  grant: ({ name, other, index, pick, between }) => {
    const value = 100 * (12 + ((index * 29) % 80));
    return {
      topic: 'grant',
      told: (subject) => `国家每年拨给${subject}经费${writeMoney(value, pick)}。`,
      listed: `年度经费：${writeMoney(value, pick)}`,
      near: `${name}的年度经费为${writeMoney(value, pick)}`,
      far: `一年到头，${name}的灯能一直亮着，靠的是国库里的${writeMoney(value, pick)}`,
      wrong: `${name}的年度经费为${writeMoney(value + 100 * between(2, 15), pick)}`,
      swapped: `${other}的年度经费为${writeMoney(value, pick)}`,
      changed: `${name}每年得到的经费是${writeMoney(value + 100 * between(2, 15), pick)}。`,
    };
  },
  buoys: ({ name, other, index, pick }) => {
    const [value, when] = [2 + (index % 6), 1990 + (index % 25)];
    return {
      topic: 'buoys',
      told: (subject) =>
        `${writeYear(when, pick)}的风暴中，${subject}失去了${writeShare(value, pick)}的浮标。`,
      near: `${name}的浮标在${writeYear(when, pick)}的风暴中损失了${writeShare(value, pick)}`,
      far: `${writeYear(when, pick)}那场大风过后，${name}海面上的浮标十个里不见了${numerals[value]}个`,
      wrong: `${name}的浮标在${writeYear(when, pick)}的风暴中损失了${writeShare(value + 1, pick)}`,
      swapped: `${other}的浮标在${writeYear(when, pick)}的风暴中损失了${writeShare(value, pick)}`,
      negated: `${name}的浮标在${writeYear(when, pick)}的风暴中没有损失`,
    };
  },
  opening: ({ name, other, index, pick, between }) => {
    const day: Day = { year: 1952 + ((index * 7) % 48), month: 1 + (index % 12), day: between(1, 28) };
    const off = pick([
      { ...day, year: day.year + between(1, 9) },
      { ...day, month: 1 + (day.month % 12) },
    ]);
    return {
      topic: 'opening',
      told: (subject) => `${subject}于${writeDay(day, pick)}启用。`,
      listed: `启用日期：${writeDay(day, pick)}`,
      near: `${name}是${writeDay(day, pick)}启用的`,
      far: `${name}的大门第一次向人敞开，是在${writeDay(day, pick)}`,
      wrong: `${name}是${writeDay(off, pick)}启用的`,
      swapped: `${other}是${writeDay(day, pick)}启用的`,
      repeated: `据碑文，${name}于${writeDay(day, pick)}启用。`,
      changed: `据碑文，${name}于${writeDay(off, pick)}启用。`,
    };
  },
  head: ({ name, other, index, pick }) => {
    const [person, rival] = [personAt(index), personAt(index + 5)];
    return {
      topic: 'head',
      told: (subject) => `${subject}由${person}主持工作。`,
      listed: `负责人：${person}`,
      near: pick([`主持${name}工作的是${person}`, `${person}主持${name}的工作`]),
      far: `想在${name}住下，得先问过${person}，那里的事都由其定夺`,
      swapped: pick([`主持${name}工作的是${rival}`, `${person}主持${other}的工作`]),
      negated: `${person}并未主持${name}的工作`,
      repeated: `接待我们的是${name}的主持人${person}。`,
      changed: `接待我们的是${name}的主持人${rival}。`,
    };
  },
  owner: ({ name, index, pick }) => {
    const [full, short] = bodies[index % bodies.length] as readonly [string, string];
    const [rival, rivalShort] = bodies[(index + 2) % bodies.length] as readonly [string, string];
    return {
      topic: 'owner',
      told: (subject) => `${subject}隶属于${full}（简称${short}）。`,
      near: `${name}归${pick([full, short])}所有`,
      far: `${name}的房契地契都锁在${pick([full, short])}的柜子里，一砖一瓦皆归其名下`,
      swapped: `${name}归${pick([rival, rivalShort])}所有`,
      negated: `${name}不归${pick([full, short])}所有`,
      changed: `${name}隶属于${rival}（简称${rivalShort}）。`,
    };
  },
  inlets: ({ name, other, index, between }) => {
    const [all, some] = [between(5, 9), 2 + (index % 3)];
    const near = (where: string, much: number): string =>
      `${where}周围${ofThings(all)}个海湾中有${ofThings(much)}个含氧量低于限值`;
    return {
      topic: 'inlets',
      told: (subject) =>
        `${subject}周围的${ofThings(all)}个海湾里，${ofThings(some)}个的含氧量降到限值以下。`,
      near: near(name, some),
      far: `${name}边上${ofThings(all)}处湾汊，鱼儿在其中${ofThings(some)}处会喘不过气，水里的氧已经不够标准`,
      wrong: near(name, some + 1),
      swapped: near(other, some),
      widened: `${name}周围的海湾含氧量都低于限值`,
    };
  },
  ferry: ({ name, between, pick }) => {
    const times = between(2, 5);
    return {
      topic: 'ferry',
      told: (subject) => `每年五月至九月，渡轮每周停靠${subject}${ofThings(times)}次。`,
      near: `五月至九月，${name}每周有${pick([String(times), ofThings(times)])}班渡轮停靠`,
      far: `从五月到九月，七天里头有${ofThings(times)}天可以坐船去${name}`,
      wrong: `五月至九月，${name}每周有${pick([String(times + 1), ofThings(times + 1)])}班渡轮停靠`,
      negated: `五月至九月，没有渡轮停靠${name}`,
      widened: pick([
        `${name}全年每周有${ofThings(times)}班渡轮停靠`,
        `${name}每周有${ofThings(times)}班渡轮停靠`,
      ]),
    };
  },
  gauge: ({ name, index, pick, between }) => {
    const when = 1985 + (index % 30);
    return {
      topic: 'gauge',
      told: (subject) => `${subject}的验潮仪在${writeYear(when, pick)}冬季一直在记录。`,
      near: `${writeYear(when, pick)}冬季，${name}的验潮仪始终保持记录`,
      far: `${writeYear(when, pick)}的严冬没能让${name}那台看水位的仪器停下来`,
      wrong: `${writeYear(when + between(1, 8), pick)}冬季，${name}的验潮仪始终保持记录`,
      negated: pick([
        `${writeYear(when, pick)}冬季，${name}的验潮仪停止了记录`,
        `${writeYear(when, pick)}冬季，${name}的验潮仪没有记录`,
      ]),
    };
  },
  anchor: ({ name, other, index, pick, between }) => {
    const value = 600 + 100 * ((index * 23) % 93);
    return {
      topic: 'anchor',
      told: (subject) => `${subject}的主锚重${writeMass(value, pick)}。`,
      listed: `主锚重量：${writeMass(value, pick)}`,
      near: `${name}的主锚有${writeMass(value, pick)}重`,
      far: `风浪再大，也有${writeMass(value, pick)}的铁把${name}牢牢拴住`,
      wrong: `${name}的主锚有${writeMass(value + 100 * between(3, 30), pick)}重`,
      swapped: `${other}的主锚有${writeMass(value, pick)}重`,
    };
  },
  treaty: ({ name, index }) => {
    const town = ['海晏', '白沙', '临川'][index % 3];
    return {
      topic: 'treaty',
      told: (subject) => `${subject}从未加入${town}数据公约。`,
      near: `${name}没有加入${town}数据公约`,
      far: `在${town}数据公约的名单上，怎么也找不到${name}`,
      negated: `${name}加入了${town}数据公约`,
    };
  },
};
