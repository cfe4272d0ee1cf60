/** What Chinese hospital papers tell, in the forms in which such papers write figures, shares, days and money. */
import { type Draw, type Fact, type Hospital, misstate } from './hospital.ts';

const figures = [...'零一二三四五六七八九'];

/** @param value - 0 to 9,999. */
export function spellHan(value: number): string {
  const units = ['千', '百', '十', ''];
  const digits = [...String(value).padStart(4, '0')].map(Number);
  const text = digits.map((digit, at) => (digit === 0 ? '零' : `${figures[digit]}${units[at]}`)).join('');
  const trimmed = text
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '')
    .replace(/^一十/, '十');
  return trimmed === '' ? '零' : trimmed;
}

const spellYear = (year: number): string => [...String(year)].map((digit) => figures[Number(digit)]).join('');
const shares: [number, string][] = [
  [12.5, '八分之一'],
  [20, '五分之一'],
  [25, '四分之一'],
  [37.5, '八分之三'],
  [40, '五分之二'],
  [60, '六成'],
  [30, '三成'],
  [70, '七成'],
  [75, '四分之三'],
];
const surnames = [...'沈陆顾邵韩蒋袁薛'];
const givenNames = ['文澜', '思远', '若楠', '景行', '雨桐', '立群', '亦凡', '志高'];
const makers = ['远衡医疗', '康澄科技', '瑞图影像', '博析仪器', '东序医疗'];

/** A fact of every topic. */
export function tellChinese(hospital: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const { here, year } = hospital;
  const off = (value: number): number => misstate(value, draw);
  const [beds, visits, operations, stay] = [
    between(9, 88) * 10 + between(1, 9),
    between(1_050, 9_870),
    between(1_100, 9_900),
    between(52, 118),
  ];
  const otherBeds = off(beds);
  const [chief, otherChief] = draw
    .shuffle(surnames)
    .slice(0, 2)
    .map((name) => name + pick(givenNames)) as [string, string];
  const since = between(2009, year - 1);
  const [[share, shareWords], [otherShare]] = draw.shuffle(shares) as [[number, string], [number, string]];
  const [cost, distance, nurses, cases] = [
    between(1_100, 9_800),
    between(12, 88) * 100,
    between(110, 890),
    between(24, 190),
  ];
  const [maker, otherMaker] = draw.shuffle(makers) as [string, string];
  const [day, month, opened] = [between(2, 28), between(3, 5), between(1952, 1996)];
  const [clinics, otherClinics] = draw.shuffle([3, 4, 5, 6, 7, 8]) as [number, number];
  const [minutes, green] = [between(3, 9) * 15, between(4, 36) * 1_000];
  const ofTenThousand = (value: number): string => (value / 100).toFixed(2);
  return [
    {
      topic: 'beds',
      isState: true,
      sources: [`${here()}成人病区实际开放床位${beds}张。`, `成人病区实际开放床位：${beds}张`],
      rival: `目前成人病区开放的床位为${otherBeds}张。`,
      claim: (name) => `${name}的成人病区开放${pick([`${beds}张`, `${spellHan(beds)}张`])}床位。`,
      far: (name) => `${name}最多能让${beds}名成年患者同时住下。`,
      wrong: (name) => `${name}的成人病区开放${off(beds)}张床位。`,
      negated: (name) => `${name}成人病区的${beds}张床位尚未开放。`,
      widened: (name) => `连同儿科和产科在内，${name}全院开放${beds}张床位。`,
    },
    {
      topic: 'visits',
      isState: false,
      sources: [
        `${year}年急诊共接诊${ofTenThousand(visits)}万人次。`,
        `${year}年急诊人次：${(visits * 100).toLocaleString('en-US')}`,
      ],
      rival: `${year}年度急诊量为${ofTenThousand(off(visits))}万人次。`,
      claim: (name) =>
        `${name}${pick([`${year}年`, `${spellYear(year)}年`])}的急诊量是${pick([`${visits * 100}人次`, `${ofTenThousand(visits)}万人次`])}。`,
      far: (name) => `${year}年这一年里，因突发病痛到${name}就医的约有${(visits / 100).toFixed(1)}万人次。`,
      wrong: (name) => `${name}${year}年的急诊量是${ofTenThousand(off(visits))}万人次。`,
      negated: (name) => `${name}${year}年的急诊量没有达到${ofTenThousand(visits)}万人次。`,
      widened: (name) => `${name}历年的急诊量都是${ofTenThousand(visits)}万人次。`,
    },
    {
      topic: 'operations',
      isState: false,
      sources: [`${year}年完成择期手术${operations}台。`, `择期手术量（${year}年）：${operations}台`],
      rival: `${year}年的择期手术共计${off(operations)}台。`,
      claim: (name) =>
        `${name}在${year}年做了${pick([`${operations}台`, `${spellHan(operations)}台`])}择期手术。`,
      far: (name) => `不算急救，${name}的医生${year}年里上了${operations}次手术台。`,
      wrong: (name) => `${name}在${year}年做了${off(operations)}台择期手术。`,
      negated: (name) => `${name}在${year}年取消了${operations}台择期手术。`,
      widened: (name) => `${name}每年做${operations}台择期手术。`,
    },
    {
      topic: 'stay',
      isState: false,
      sources: [
        `${year}年内科患者平均住院${(stay / 10).toFixed(1)}天。`,
        `内科平均住院日（${year}年）：${(stay / 10).toFixed(1)}`,
      ],
      rival: `内科的平均住院日在${year}年是${((stay + pick([-9, -6, 7, 11])) / 10).toFixed(1)}天。`,
      claim: (name) => `${year}年，${name}内科的平均住院日为${(stay / 10).toFixed(1)}天。`,
      far: (name) => `${year}年在${name}看内科病，从入院到回家平均要过${(stay / 10).toFixed(1)}个昼夜。`,
      wrong: (name) => `${year}年，${name}内科的平均住院日为${(off(stay) / 10).toFixed(1)}天。`,
      negated: (name) => `${year}年，${name}内科的平均住院日并非${(stay / 10).toFixed(1)}天。`,
      widened: (name) => `${year}年，${name}各科的平均住院日均为${(stay / 10).toFixed(1)}天。`,
    },
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
      topic: 'share',
      isState: false,
      sources: [`${year}年县外患者占出院人数的${share}%。`, `县外患者占出院人数（${year}年）：${share}%`],
      rival: `${year}年的出院患者中，来自县外的占${otherShare}%。`,
      claim: (name) =>
        `${name}${year}年的出院患者里${pick([`有${shareWords}`, `百分之${share}`, `${share}%`])}来自县外。`,
      far: (name) => `${year}年病愈离开${name}的人，${shareWords}家在外地。`,
      wrong: (name) => `${name}${year}年的出院患者里${otherShare}%来自县外。`,
      negated: (name) => `${name}${year}年的出院患者里${share}%并不来自县外。`,
      widened: (name) => `${name}建院以来的出院患者里${share}%来自县外。`,
    },
    {
      topic: 'building',
      isState: false,
      sources: [`门诊楼改造总投资${cost}万元。`, `门诊楼改造投资：${cost}万元`],
      rival: `改造门诊楼共花费${off(cost)}万元。`,
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
      sources: [`放射科的磁共振设备由${maker}提供。`, `磁共振设备供应商：${maker}`],
      rival: `磁共振设备的供应方是${otherMaker}。`,
      claim: (name) => `${name}放射科用的是${maker}的磁共振设备。`,
      swapped: (name) => `${name}放射科用的是${otherMaker}的磁共振设备。`,
      far: (name) => `在${name}做核磁检查，躺进的是${maker}造的机器。`,
      wrong: (name) => `${name}放射科用的是${maker}的${between(2, 6)}台磁共振设备。`,
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
      rival: `从高铁站到新院区的路程为${off(distance)}米。`,
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
      rival: `编制内的护士现有${off(nurses)}人。`,
      claim: (name) => `${name}有在编护士${pick([`${nurses}名`, `${spellHan(nurses)}人`])}。`,
      far: (name) => `端着编制饭碗照料${name}病人的有${nurses}位。`,
      wrong: (name) => `${name}有在编护士${off(nurses)}名。`,
      negated: (name) => `${name}的${nurses}名护士都不在编。`,
      widened: (name) => `${name}各类在编职工共${nurses}人。`,
    },
    {
      topic: 'clinics',
      isState: true,
      sources: [`周末开放的专科门诊有${clinics}个。`, `${here()}周末开放的专科门诊：${clinics}个`],
      rival: `周末能挂号的专科门诊共${otherClinics}个。`,
      claim: (name) => `${name}周末开${pick([spellHan(clinics), String(clinics)])}个专科门诊。`,
      far: (name) => `星期六和星期天到${name}，能挂上号的专科有${clinics}个。`,
      wrong: (name) => `${name}周末开${clinics + between(1, 4)}个专科门诊。`,
      negated: (name) => `${name}周末关闭${clinics}个专科门诊。`,
      widened: (name) => `${name}全年无休的专科门诊有${clinics}个。`,
    },
    {
      topic: 'trial',
      isState: false,
      sources: [`中药敷贴试验纳入${cases}名60岁以下的患者。`, `中药敷贴试验：60岁以下患者${cases}名`],
      rival: `参加中药敷贴试验的患者为${off(cases)}名。`,
      claim: (name) => `${name}的中药敷贴试验有${cases}名不满60岁的患者参加。`,
      far: (name) => `在${name}试贴膏药的${cases}人，没有一个到花甲之年。`,
      wrong: (name) => `${name}的中药敷贴试验有${off(cases)}名不满60岁的患者参加。`,
      negated: (name) => `${name}的中药敷贴试验拒绝了${cases}名不满60岁的患者。`,
      widened: (name) => `${name}的中药敷贴试验有${cases}名各年龄段的患者参加。`,
    },
    {
      topic: 'results',
      isState: true,
      sources: [`工作日血常规结果${minutes}分钟内出具。`, `${here()}工作日血常规出具时限：${minutes}分钟`],
      rival: `工作日的血常规要${minutes + pick([15, 30, 45])}分钟才能出结果。`,
      claim: (name) =>
        `在${name}，工作日验血常规${pick([`${minutes}分钟`, `${minutes / 60}小时`])}之内出结果。`,
      far: (name) => `周一到周五在${name}抽血查常规，等上${minutes}分钟便可拿到单子。`,
      wrong: (name) => `在${name}，工作日验血常规${minutes + pick([5, 20, 60])}分钟之内出结果。`,
      negated: (name) => `在${name}，工作日验血常规${minutes}分钟之内出不了结果。`,
      widened: (name) => `在${name}，不论哪天，各项化验${minutes}分钟之内都出结果。`,
    },
    {
      topic: 'green',
      isState: false,
      sources: [`新院区绿地面积${green}平方米。`, `新院区绿地：${green}㎡`],
      rival: `新院区内绿地合${off(green)}平方米。`,
      claim: (name) =>
        `${name}新院区有绿地${pick([`${green / 10_000}公顷`, `${green}平方米`, `${green / 10_000}万平方米`])}。`,
      far: (name) => `${name}迁址后，草木覆盖的地方有${green}平方米。`,
      wrong: (name) => `${name}新院区有绿地${off(green)}平方米。`,
      negated: (name) => `${name}新院区的${green}平方米绿地已不复存在。`,
      widened: (name) => `${name}新老院区各有绿地${green}平方米。`,
    },
  ];
}
