/** What Chinese hospital papers tell of patients and wards, in the forms in which such papers write it. */
import { type Draw, differ, type Fact, type Hospital, misstate } from './hospital.ts';
import { sharesHan, spellHan, spellYear } from './write-figures.ts';

/** A fact of every topic of care. */
export function tellChineseCare({ here, year }: Hospital, draw: Draw): Fact[] {
  const { between, pick } = draw;
  const off = (value: number): number => misstate(value, draw);
  const other = (value: number): number => differ(value, draw);
  const [beds, visits] = [between(9, 88) * 10 + between(1, 9), between(1_050, 9_870)];
  const [operations, stay] = [between(1_100, 9_900), between(52, 118)];
  const otherBeds = other(beds);
  const [[share, shareWords], [otherShare]] = draw.shuffle(sharesHan) as [[number, string], [number, string]];
  const cases = between(24, 190);
  const [clinics, otherClinics] = draw.shuffle([3, 4, 5, 6, 7, 8]) as [number, number];
  const minutes = between(3, 9) * 15;
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
      rival: `${year}年度急诊量为${ofTenThousand(other(visits))}万人次。`,
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
      rival: `${year}年的择期手术共计${other(operations)}台。`,
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
      rival: `参加中药敷贴试验的患者为${other(cases)}名。`,
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
  ];
}
