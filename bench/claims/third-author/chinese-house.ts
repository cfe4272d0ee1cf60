/** What Chinese hospital papers tell of houses and staff, in the forms in which such papers write it. */
import { type Draw, differ, type Fact, type Hospital, misstate } from './hospital.ts';
import { spellHan, spellYear } from './write-figures.ts';

const surnames = [...'沈陆顾邵韩蒋袁薛'];
const givenNames = ['文澜', '思远', '若楠', '景行', '雨桐', '立群', '亦凡', '志高'];
const makers = ['远衡医疗', '康澄科技', '瑞图影像', '博析仪器', '东序医疗'];

/** A fact of every topic of the house. */
export function tellChineseHouse({ here, year }: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const off = (value: number): number => misstate(value, draw);
  const other = (value: number): number => differ(value, draw);
  const [chief, otherChief] = draw
    .shuffle(surnames)
    .slice(0, 2)
    .map((name) => name + pick(givenNames)) as [string, string];
  const since = between(2009, year - 1);
  const [cost, distance, nurses] = [between(1_100, 9_800), between(12, 88) * 100, between(110, 890)];
  const [maker, otherMaker] = draw.shuffle(makers) as [string, string];
  const units = between(3, 6);
  const [day, month, opened] = [between(2, 28), between(3, 5), between(1952, 1996)];
  const green = between(4, 36) * 1_000;
  return [
    {
      topic: 'chief',
      isState: true,
      sources: [`${since}年起由${chief}担任院长。`, `院长：${chief}（${since}年到任）`],
      rival: `现任院长为${otherChief}。`,
      claim: (name) => `${chief}自${pick([`${since}年`, `${spellYear(since)}年`])}起任${name}院长。`,
      swapped: (name) => `${otherChief}自${since}年起任${name}院长。`,
      far: (name) => `从${since}年算起，${name}一直由${chief}主持大局。`,
      wrong: (name) => `${chief}自${since - between(1, 5)}年起任${name}院长。`,
      negated: (name) => `${chief}于${since}年卸任${name}院长。`,
      widened: (name) => `${chief}自${since}年起执掌${name}和全部下属卫生院。`,
    },
    {
      topic: 'building',
      isState: false,
      sources: [`门诊楼改造总投资${cost}万元。`, `门诊楼改造投资：${cost}万元`],
      rival: `改造门诊楼共花费${other(cost)}万元。`,
      claim: (name) =>
        `${name}改造门诊楼用去${pick([`${cost}万元`, `${(cost / 10_000).toFixed(4).replace(/0+$/, '')}亿元`, `人民币${cost}万`])}。`,
      far: (name) => `为了让看门诊的人有个新去处，${name}花掉${cost}万元。`,
      wrong: (name) => `${name}改造门诊楼用去${off(cost)}万元。`,
      negated: (name) => `${name}改造门诊楼的${cost}万元至今没有投入。`,
      widened: (name) => `${name}整个院区的改造一共用去${cost}万元。`,
    },
    {
      topic: 'scanner',
      isState: true,
      sources: [`放射科的${units}台磁共振设备由${maker}提供。`, `磁共振设备（${units}台）供应商：${maker}`],
      rival: `${units}台磁共振设备的供应方是${otherMaker}。`,
      claim: (name) => `${name}放射科用的是${maker}的${spellHan(units)}台磁共振设备。`,
      swapped: (name) => `${name}放射科用的是${otherMaker}的磁共振设备。`,
      far: (name) => `在${name}做核磁检查，躺进的是${maker}造的机器。`,
      wrong: (name) => `${name}放射科用的是${maker}的${units + between(1, 3)}台磁共振设备。`,
      negated: (name) => `${name}放射科没有采用${maker}的磁共振设备。`,
      widened: (name) => `${name}各科室的设备全部来自${maker}。`,
    },
    {
      topic: 'emergency building',
      isState: false,
      sources: [
        `急诊楼于${opened}年${month}月${day}日启用。`,
        `急诊楼启用：${opened}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
      ],
      rival: `急诊楼的启用日期是${opened + pick([-3, -1, 1, 2])}年${month}月${day}日。`,
      claim: (name) =>
        `${name}的急诊楼在${pick([`${opened}年${month}月${day}日`, `${spellYear(opened)}年${spellHan(month)}月${spellHan(day)}日`])}投入使用。`,
      far: (name) => `${name}抢救病人的那栋楼，从${opened}年春天起就亮着灯。`,
      wrong: (name) => `${name}的急诊楼在${opened}年${month + between(1, 4)}月${day}日投入使用。`,
      negated: (name) => `${name}的急诊楼在${opened}年${month}月${day}日停用。`,
      widened: (name) => `${name}所有楼宇都在${opened}年${month}月${day}日投入使用。`,
    },
    {
      topic: 'distance',
      isState: false,
      sources: [`新院区距高铁站${distance}米。`, `新院区至高铁站：${distance}米`],
      rival: `从高铁站到新院区的路程为${other(distance)}米。`,
      claim: (name) =>
        `${name}新院区离高铁站${pick([`${distance / 1_000}公里`, `${distance / 500}里`, `${distance}米`])}。`,
      far: (name) => `下了高铁，再走${distance / 1_000}公里就到${name}的新址。`,
      wrong: (name) => `${name}新院区离高铁站${off(distance)}米。`,
      negated: (name) => `${name}新院区离高铁站不到${distance}米。`,
      widened: (name) => `${name}的新老院区离高铁站都是${distance}米。`,
    },
    {
      topic: 'nurses',
      isState: true,
      sources: [`在编护士${nurses}人。`, `${here()}在编护士：${nurses}人`],
      rival: `编制内的护士现有${other(nurses)}人。`,
      claim: (name) => `${name}有在编护士${pick([`${nurses}名`, `${spellHan(nurses)}人`])}。`,
      far: (name) => `端着编制饭碗照料${name}病人的有${nurses}位。`,
      wrong: (name) => `${name}有在编护士${off(nurses)}名。`,
      negated: (name) => `${name}的${nurses}名护士都不在编。`,
      widened: (name) => `${name}各类在编职工共${nurses}人。`,
    },
    {
      topic: 'green',
      isState: false,
      sources: [`新院区绿地面积${green}平方米。`, `新院区绿地：${green}㎡`],
      rival: `新院区内绿地合${other(green)}平方米。`,
      claim: (name) =>
        `${name}新院区有绿地${pick([`${green / 10_000}公顷`, `${green}平方米`, `${green / 10_000}万平方米`])}。`,
      far: (name) => `${name}迁址后，草木覆盖的地方有${green}平方米。`,
      wrong: (name) => `${name}新院区有绿地${off(green)}平方米。`,
      negated: (name) => `${name}新院区的${green}平方米绿地已不复存在。`,
      widened: (name) => `${name}新老院区各有绿地${green}平方米。`,
    },
  ];
}
