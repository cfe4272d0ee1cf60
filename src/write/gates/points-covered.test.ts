import { describe, expect, it } from 'vitest';
import { checkPoints, findMissingPoints } from './points-covered.ts';

/** Two points of one subject, and a text that takes up the first alone, in other forms of its words. */
const cases: [string, { points: [string, string]; text: string }][] = [
  [
    'en',
    {
      points: ['How ferry companies set their fares', 'The training of new ferry pilots'],
      text: 'A company that runs a ferry has few costs it can change. Each spring the companies set fares anew, and every fare had to pay for coal.',
    },
  ],
  [
    'zh',
    {
      points: ['渡船公司的票价制度', '渡船新船员的培训'],
      text: '渡船的成本难以改变。每年春天，公司重新制定票价，票价制度由城里的委员会决定。',
    },
  ],
  [
    'ja',
    {
      points: ['渡し船の運賃制度', '新しい船頭の訓練'],
      text: '渡し船の費用は変えにくい。毎年春になると、会社は運賃制度を改めた。',
    },
  ],
  [
    'ko',
    {
      points: ['나룻배 회사의 요금 제도', '새로운 사공의 훈련 과정'],
      text: '나룻배의 비용은 바꾸기 어렵다. 해마다 봄이면 회사들은 요금을 새로 정했고 그 제도는 오래갔다.',
    },
  ],
  [
    'ar',
    {
      points: ['نظام أجور العبارات', 'تدريب البحارة الجدد'],
      text: 'لا تتغير التكاليف كثيرا. في كل ربيع كانت الشركات تضع نظاما جديدا للأجور، وكان النظام يشمل العبارة كلها.',
    },
  ],
  [
    'de',
    {
      points: ['Die Fahrpreise der Fährgesellschaften', 'Die Ausbildung neuer Lotsen'],
      text: 'Eine Fährgesellschaft hat wenige Kosten, die sie ändern kann. Jedes Frühjahr wurde der Fahrpreis neu bestimmt.',
    },
  ],
  [
    'ru',
    {
      points: ['Цены на билеты паромных компаний', 'Обучение молодых лоцманов'],
      text: 'Расходы меняются редко. Каждую весну паромная компания назначала новую цену билета.',
    },
  ],
  [
    'th',
    {
      points: ['ราคาตั๋วเรือข้ามฟาก', 'การฝึกอบรมลูกเรือใหม่'],
      text: 'ต้นทุนเปลี่ยนแปลงได้ยาก ทุกฤดูใบไม้ผลิบริษัทจะกำหนดราคาตั๋วเรือข้ามฟากใหม่',
    },
  ],
  [
    'hi',
    {
      points: ['नाव के किराए की व्यवस्था', 'नए मल्लाहों का प्रशिक्षण'],
      text: 'खर्च कम ही बदलता है। हर वसंत में नावों का किराया तय होता था, और यह व्यवस्था लंबे समय तक चली।',
    },
  ],
];

describe('findMissingPoints', () => {
  it.each(cases)(
    'names the point that a text in %s leaves out, and only that',
    (language, { points, text }) => {
      expect(findMissingPoints(text, points, language)).toEqual([points[1]]);
      expect(checkPoints({ text, title: '', mainPoints: points, language }).verdict).toBe('failed');
      expect(checkPoints({ text, title: '', mainPoints: [points[0]], language })).toMatchObject({
        verdict: 'passed',
        message: '',
      });
    },
  );

  it('takes a point whose last noun phrase is named in a sentence for covered', () => {
    const point = 'Ways in which the city council came to accept a winter toll';
    expect(
      findMissingPoints('In that year nobody liked the winter toll, but all of them paid.', [point], 'en'),
    ).toEqual([]);
    expect(findMissingPoints('In winter nobody sailed. The others paid a toll.', [point], 'en')).toEqual([
      point,
    ]);
  });

  it('gives no weight to the title and to words of all points', () => {
    const points = ['River ferries and salt', 'River ferries and war'];
    const text = 'River ferries were many, and river ferries were old. They carried salt on the river.';
    expect(findMissingPoints(text, points, 'en')).toEqual(['River ferries and war']);
    const title = 'River ferries';
    expect(
      findMissingPoints('River ferries were many.', ['River ferries and salt'], 'en', { title }),
    ).toEqual(['River ferries and salt']);
  });

  it('is content with a third of a long point', () => {
    const point =
      'Show how the merchants of the upper valley, who had lost their horses in the flood, borrowed barges from the monastery, repaid them in wool over seven years, and so founded the market town below the weir';
    const text =
      'After the flood the merchants had nothing left. It was the monastery that helped. Its barges carried what there was. Years later wool paid for them. Nobody planned a town there.';
    expect(findMissingPoints(text, [point], 'en')).toEqual([]);
    expect(findMissingPoints('After the flood nobody came. The market stood empty.', [point], 'en')).toEqual([
      point,
    ]);
  });

  it('does not judge a point in another script than the text', () => {
    expect(findMissingPoints('渡船很老。', ['The age of ferries'], 'zh')).toEqual([]);
    expect(
      checkPoints({ text: '渡船很老。', title: '', mainPoints: ['The age of ferries'], language: 'zh' })
        .verdict,
    ).toBe('not-run');
  });
});
