import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSection, type SectionToCheck } from './check-section.ts';
import type { GateName } from './gate.ts';

const base: SectionToCheck = {
  text: 'The ferry left before dawn and the river was quiet.',
  title: 'Night crossings',
  mainPoints: [],
  targetWords: 100,
  deliveredWords: 100,
  finishReason: 'stop',
  language: 'en',
  isLast: false,
  hasHeadings: true,
  hasSources: false,
};

const judge = (gate: GateName, changes: Partial<SectionToCheck>) => {
  const result = checkSection({ ...base, ...changes }).find((one) => one.gate === gate);
  if (result === undefined) throw new Error(`No result of ${gate}.`);
  return result;
};
const verdict = (gate: GateName, changes: Partial<SectionToCheck>) => judge(gate, changes).verdict;

const gates: GateName[] = [
  'natural-stop',
  'whole-sentence',
  'in-band',
  'points-covered',
  'no-placeholder',
  'no-meta-talk',
  'language',
  'no-unbacked-reference',
  'no-own-conclusion',
];

/** A paragraph of plain prose in each language that no gate should object to. */
const prose: Record<string, string> = {
  en: 'The ferry left before dawn, and the river was quiet under the bridges. Two women with baskets of fish stood at the rail and spoke of the price of salt. In this section of the coast the current is slow, so the ferryman let the boat drift for a while.',
  zh: '渡船在天亮之前离岸，河面很静。两个提着鱼篮的女人站在船边，说起盐的价钱。这一段江岸水流缓慢，船夫便让船漂了一会儿，等雾散开再摇橹。对岸的灯火一盏一盏熄灭，码头上的人开始搬货。',
  ja: '渡し船は夜明け前に岸を離れ、川は静かだった。魚の籠を持った二人の女が船べりに立ち、塩の値段について話していた。流れはゆるやかで、船頭はしばらく船を流れに任せた。対岸の灯りが一つずつ消えていった。',
  ko: '나룻배는 동이 트기 전에 강기슭을 떠났고 강은 조용했다. 생선 바구니를 든 두 여인이 뱃전에 서서 소금 값에 대해 이야기했다. 이곳은 물살이 느려서 사공은 한동안 배를 물에 맡겼다. 건너편의 불빛이 하나씩 꺼졌고 부두의 사람들은 짐을 나르기 시작했다.',
  ar: 'غادر القارب الضفة قبل الفجر وكان النهر هادئا تحت الجسور. وقفت امرأتان تحملان سلال السمك عند الحافة وتحدثتا عن سعر الملح. التيار بطيء في هذا الجزء من الساحل، فترك الملاح القارب ينجرف قليلا حتى انقشع الضباب.',
  de: 'Die Fähre legte vor der Dämmerung ab, und der Fluss war still unter den Brücken. Zwei Frauen mit Körben voller Fisch standen an der Reling und sprachen über den Preis des Salzes. An diesem Abschnitt der Küste ist die Strömung langsam, und so ließ der Fährmann das Boot eine Weile treiben.',
  ru: 'Паром отошёл от берега до рассвета, и река под мостами была тихой. Две женщины с корзинами рыбы стояли у борта и говорили о цене соли. Течение здесь медленное, поэтому паромщик дал лодке немного плыть самой, пока не рассеялся туман.',
  th: 'เรือข้ามฟากออกจากฝั่งก่อนรุ่งสาง และแม่น้ำใต้สะพานก็เงียบสงบ ผู้หญิงสองคนถือตะกร้าปลายืนอยู่ที่กราบเรือและพูดคุยกันเรื่องราคาเกลือ กระแสน้ำแถบนี้ไหลช้า คนแจวเรือจึงปล่อยให้เรือลอยไปสักพักจนหมอกจาง',
  hi: 'नाव भोर से पहले किनारे से चली और पुलों के नीचे नदी शांत थी। मछली की टोकरियाँ लिए दो औरतें किनारे पर खड़ी थीं और नमक के दाम की बात कर रही थीं। यहाँ धारा धीमी है, इसलिए मल्लाह ने नाव को कुछ देर बहने दिया।',
};
const languages = Object.keys(prose);

describe('checkSection', () => {
  it.each(languages)('passes plain prose in %s', (language) => {
    const results = checkSection({ ...base, text: prose[language] ?? '', language });
    const failures = results.filter((result) => result.verdict !== 'passed');
    // Thai does not mark the end of a sentence.
    expect(failures.map(({ gate, verdict: said }) => [gate, said])).toEqual(
      language === 'th' ? [['whole-sentence', 'not-run']] : [],
    );
  });

  it('says of a language without word lists that it could not judge', () => {
    const text =
      'Le bac partit avant l’aube, et le fleuve était calme sous les ponts. Deux femmes parlaient du sel.';
    const results = checkSection({ ...base, text, language: 'fr', mainPoints: ['le prix du sel'] });
    expect(results.filter(({ verdict: said }) => said === 'not-run').map(({ gate }) => gate)).toEqual([
      'points-covered',
      'no-placeholder',
      'no-meta-talk',
      'language',
      'no-unbacked-reference',
      'no-own-conclusion',
    ]);
  });

  it('reads German where the caller only knows that the letters are Latin', () => {
    const text = `${prose.de}\n\nZusammenfassend lässt sich sagen, dass die Fähre blieb.`;
    expect(verdict('no-own-conclusion', { text, language: 'other' })).toBe('failed');
  });

  it('gives each gate exactly once, with a message unless it passed, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 300 }),
          fc
            .array(
              fc.constantFrom(
                ...Object.values(prose),
                '[12]',
                '(((',
                '###',
                '```',
                'TODO',
                '\n\n',
                '第',
                '…',
                '|',
              ),
            )
            .map((parts) => parts.join(' ')),
        ),
        fc.constantFrom(...languages, 'other', 'fr', ''),
        fc.boolean(),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 3 }),
        (text, language, isLast, mainPoints) => {
          const results = checkSection({ ...base, text, language, isLast, mainPoints });
          expect(results.map(({ gate }) => gate)).toEqual(gates);
          for (const { verdict: said, message } of results) expect(message === '').toBe(said === 'passed');
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([' ', 'a ', '第', '(', '[', '《', '\n', 'A', '# ', '...\n', '.', ')', '  three reasons\n'])(
    'judges 200 kB of %j within 2 s',
    (unit) => {
      const text = `${unit.repeat(Math.ceil(200_000 / unit.length))}x`;
      for (const language of ['en', 'zh', 'th', 'de']) {
        const start = performance.now();
        checkSection({ ...base, text, language, mainPoints: ['lantern signals', '灯笼信号', 'a a a'] });
        expect(performance.now() - start).toBeLessThan(2000);
      }
    },
  );
});

describe('natural-stop, whole-sentence and in-band', () => {
  it('fails a text that ran into its limit, and does not judge one whose end nobody explained', () => {
    expect(verdict('natural-stop', { finishReason: 'stop' })).toBe('passed');
    expect(judge('natural-stop', { finishReason: 'length' }).message).toContain('output limit');
    expect(verdict('natural-stop', { finishReason: 'content-filter' })).toBe('failed');
    expect(verdict('natural-stop', { finishReason: 'other' })).toBe('not-run');
  });

  it.each(languages.filter((language) => language !== 'th'))(
    'fails a text in %s that breaks off',
    (language) => {
      const text = (prose[language] ?? '').slice(0, -8);
      expect(verdict('whole-sentence', { text, language })).toBe('failed');
    },
  );

  it('allows a fifth, and twenty words below a hundred', () => {
    expect(verdict('in-band', { targetWords: 500, deliveredWords: 400 })).toBe('passed');
    expect(verdict('in-band', { targetWords: 500, deliveredWords: 600 })).toBe('passed');
    expect(verdict('in-band', { targetWords: 40, deliveredWords: 60 })).toBe('passed');
    expect(verdict('in-band', { targetWords: 40, deliveredWords: 61 })).toBe('failed');
    expect(judge('in-band', { targetWords: 500, deliveredWords: 399 }).message).toBe(
      'Expected 400 to 600 words for a target of 500, got 399.',
    );
    expect(verdict('in-band', { targetWords: 0, deliveredWords: 5 })).toBe('not-run');
  });
});

describe('no-placeholder', () => {
  const bad: [string, string][] = [
    ['en', 'The price rose to [insert figure here] that year.'],
    ['en', 'She opened the letter. TODO: describe what it says.'],
    ['en', 'Lorem ipsum dolor sit amet, consectetur.'],
    ['en', 'Dear XXX, we thank you for the parcel.'],
    ['en', 'He closed the door.\n\n…to be continued'],
    ['en', 'He closed the door.\n\n...\n\nThen he left.'],
    [
      'en',
      'The harvest failed again in the valley of the mills.\n\nThe harvest failed again in the valley of the mills.',
    ],
    ['zh', '他推开门。（此处省略两千字）'],
    ['zh', '这一年的产量待补充。'],
    ['zh', '【插入图表】随后价格上升。'],
    ['ja', '彼は戸を開けた。（以下省略）'],
    ['ja', '【ここに事例を挿入】その後、価格は上がった。'],
    ['ko', '그는 문을 열었다. [여기에 사례 삽입]'],
    ['ko', '그는 문을 열었다. (이하 생략)'],
    ['ar', 'فتح الباب ثم خرج. [أدخل المثال هنا]'],
    ['de', 'Er öffnete die Tür. [Hier Beispiel einfügen]'],
    ['ru', 'Он открыл дверь. [вставьте пример]'],
    ['th', 'เขาเปิดประตู [ใส่ตัวอย่างที่นี่]'],
    ['hi', 'उसने दरवाज़ा खोला। [यहाँ उदाहरण जोड़ें]'],
  ];
  it.each(bad)('fails in %s: %s', (language, text) => {
    expect(verdict('no-placeholder', { text, language })).toBe('failed');
  });

  it.each([
    ['en', 'Stir the sauce (add salt to taste) and see the [insert command](#insert) of the manual.'],
    [
      'en',
      'He made a to-do list, watched Super Bowl XXX, and hoped the work was to be continued by his son.',
    ],
    ['en', 'The refrain comes back.\n\nRow on.\n\nRow on.\n\nAnd so it ends.'],
    ['zh', '这项制度仍有待完善，许多细节有待补充。'],
    ['de', 'Das Feld (siehe oben) blieb leer.'],
    ['en', '```\nTODO [insert]\n```'],
  ])('passes in %s: %s', (language, text) => {
    expect(judge('no-placeholder', { text, language })).toMatchObject({ verdict: 'passed' });
  });
});

describe('no-meta-talk', () => {
  it.each([
    ['en', 'In this section, I will explore the ferries of the delta. They are old.'],
    ['en', 'The ferries are old. As an AI language model, I have never seen one.'],
    ['en', 'Here is the revised section:\n\nThe ferries are old.'],
    ['en', 'The ferries are old.\n\nWord count: 512'],
    ['en', 'The ferries are old.\n\nLet me know if you would like me to expand this section.'],
    ['zh', '本节将用三百字介绍渡船。本节将以约300字说明渡船的历史。'],
    ['zh', '渡船很老。\n\n以上就是关于渡船的全部介绍。'],
    ['ja', 'この節では、渡し船の歴史について説明します。'],
    ['ja', '渡し船は古い。\n\n文字数：300'],
    ['ko', '이번 섹션에서는 나룻배의 역사를 살펴보겠습니다.'],
    ['ar', 'في هذا القسم سوف أتحدث عن القوارب.'],
    ['ar', 'القوارب قديمة.\n\nعدد الكلمات: 300'],
    ['de', 'In diesem Abschnitt werde ich die Fähren beschreiben.'],
    ['ru', 'В этом разделе я расскажу о паромах.'],
    ['th', 'ในส่วนนี้ผมจะเล่าเรื่องเรือข้ามฟาก'],
    ['hi', 'इस खंड में मैं नावों की बात करूँगा।'],
  ])('fails in %s: %s', (language, text) => {
    expect(verdict('no-meta-talk', { text, language })).toBe('failed');
  });

  it.each([
    [
      'en',
      'In this section of the coast the current is slow. As an AI researcher, she knew the word count of a sonnet.',
    ],
    ['en', '“In this section I will find gold,” said the miner, and pointed at the wall.'],
    ['en', 'Let me know if the rain stops, she wrote.'],
    ['zh', '他把字数写在信封上。本节车厢将在下一站摘下。'],
    ['de', 'In diesem Abschnitt der Küste werden Muscheln gesammelt.'],
    ['ru', 'В этом разделе леса мы не встретили никого.'],
  ])('passes in %s: %s', (language, text) => {
    expect(judge('no-meta-talk', { text, language })).toMatchObject({ verdict: 'passed' });
  });
});

describe('language', () => {
  it.each(languages)('fails a text that should be in %s and is not', (language) => {
    const other = language === 'en' ? 'de' : 'en';
    expect(judge('language', { text: prose[other] ?? '', language }).verdict).toBe('failed');
  });

  it('fails a text that changes its language half way', () => {
    const text = `${prose.zh}\n\n${prose.en}`;
    expect(verdict('language', { text, language: 'en' })).toBe('failed');
    expect(verdict('language', { text: `${prose.de}\n\n${prose.en}`, language: 'de' })).toBe('failed');
  });

  it('passes a quotation, and does not judge a few words', () => {
    expect(verdict('language', { text: `${prose.en}\n\n> ${prose.de}`, language: 'en' })).toBe('passed');
    expect(verdict('language', { text: 'Only six words stand here, no more.', language: 'en' })).toBe(
      'not-run',
    );
  });
});

describe('no-unbacked-reference', () => {
  it.each([
    ['en', '(Smith et al., 2019)', 'Ferries pay (Smith et al., 2019).'],
    ['en', '(Smith & Jones, 2004, p. 12)', 'Ferries pay (Smith & Jones, 2004, p. 12).'],
    ['en', '(Harlow, 1998)', 'Ferries pay (Harlow, 1998).'],
    ['en', '[12]', 'Ferries pay, as was shown [12].'],
    ['en', '[Smith2019]', 'Ferries pay [Smith2019].'],
    ['en', '10.1000/xyz123', 'See doi 10.1000/xyz123 for more.'],
    ['en', 'arXiv:2408.07055', 'It is in arXiv:2408.07055 too.'],
    ['en', 'ISBN 978-3-16-148410-0', 'The book (ISBN 978-3-16-148410-0) sold well.'],
    ['en', 'https://ferry-institute.org/report', 'Read https://ferry-institute.org/report today.'],
    ['en', '## References', 'Ferries pay.\n\n## References\n\n- A. Harlow: Rivers.'],
    ['zh', '（王明，2018）', '渡船盈利（王明，2018）。'],
    ['zh', '《水运研究》(2019)第3期', '见《水运研究》(2019)第3期。'],
    ['zh', '参考文献', '渡船盈利。\n\n参考文献\n\n王明：水运。'],
    ['ja', '（山田・佐藤、2015）', '渡し船は儲かる（山田・佐藤、2015）。'],
    ['ko', '(김철수, 2019)', '나룻배는 이익을 낸다(김철수, 2019).'],
    ['ar', '(الحداد، 2017)', 'القوارب مربحة (الحداد، 2017).'],
    ['de', '(Müller 2020: 14)', 'Fähren lohnen sich (Müller 2020: 14).'],
    ['ru', '(Иванов, 2019)', 'Паромы выгодны (Иванов, 2019).'],
    ['th', '(สมชาย, 2562)', 'เรือข้ามฟากทำกำไร (สมชาย, 2562)'],
    ['hi', '(शर्मा, 2016)', 'नावें लाभ देती हैं (शर्मा, 2016)।'],
  ])('finds in %s %s', (language, reference, text) => {
    const result = judge('no-unbacked-reference', { text, language });
    expect(result.verdict).toBe('failed');
    expect(result.message).toContain(reference);
    expect(verdict('no-unbacked-reference', { text, language, hasSources: true })).not.toBe('failed');
  });

  it.each([
    [
      'en',
      'In 1889 (and again in 1937) the bridge (Paris, 1889) was shown. "We never paid," said Anna Harlow in 2019.',
    ],
    [
      'en',
      'Ask http://localhost:8080 or https://api.example.com/v1; a number in the interval [0, 1] comes back.',
    ],
    [
      'en',
      'The crisis (2008) passed. The fair (May 2019) was full, and the war (1914–1918) was not forgotten.',
    ],
    [
      'zh',
      '1998年，他在北京（2008）说：“我们从不付钱。”电影《渡船》（1987）很有名，江苏（江苏，2008）也放映过。',
    ],
    ['ja', '一九九八年（平成、1998）に橋ができた。「払わない」と田中は言った。'],
    ['de', 'Die Brücke (Berlin, 1920) wurde im Jahr 2001 erneuert.'],
    ['ru', 'Мост (Москва, 1937) обновили в 2001 году.'],
  ])('passes in %s: %s', (language, text) => {
    expect(judge('no-unbacked-reference', { text, language })).toMatchObject({ verdict: 'passed' });
  });
});

describe('no-own-conclusion', () => {
  it.each([
    ['en', 'In conclusion, the ferries will stay.'],
    ['en', 'Fares fell. Overall, the ferries did well.'],
    ['en', '### Conclusion\n\nThe ferries will stay.'],
    ['zh', '综上所述，渡船仍会留下。'],
    ['ja', 'まとめると、渡し船は残る。'],
    ['ko', '결론적으로 나룻배는 남을 것이다.'],
    ['ar', 'في الختام، ستبقى القوارب.'],
    ['de', 'Zusammenfassend lässt sich sagen, dass die Fähren bleiben.'],
    ['ru', 'В заключение скажем, что паромы останутся.'],
    ['th', 'สรุปแล้ว เรือข้ามฟากจะยังอยู่'],
    ['hi', 'निष्कर्षतः नावें बनी रहेंगी।'],
  ])('fails in %s: %s', (language, ending) => {
    const text = `${prose[language]}\n\n${ending}`;
    expect(verdict('no-own-conclusion', { text, language })).toBe('failed');
    expect(verdict('no-own-conclusion', { text, language, isLast: true })).toBe('passed');
    const inTheMiddle = `${ending.replace('### Conclusion', '')}\n\n${prose[language]}`;
    expect(verdict('no-own-conclusion', { text: inTheMiddle, language })).toBe('passed');
  });

  it('lets a narrator say "in short" where the form has no headings', () => {
    const text = `${prose.en}\n\nIn short, they were lost.`;
    expect(verdict('no-own-conclusion', { text, hasHeadings: false })).toBe('passed');
    expect(verdict('no-own-conclusion', { text, hasHeadings: true })).toBe('failed');
  });
});
