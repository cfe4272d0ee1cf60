/**
 * Words that say nothing of a subject: function words, and the words in which a plan speaks of its own points
 * ("explain the importance of"). Used to weigh main points and to tell English from German.
 */
import type { GateLanguage } from './gate.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Function words of English, whose share tells the language of a text. */
export const englishFunctionWords = list(`
  a an the and or but nor so yet if as of at by for from in into on onto to with without within between through during
  before after above below under over about against among across along until since while because although though
  whereas unless when where why how what which who whom whose that this these those it its he she they them his her
  their our your my me him us we you i be is are was were been being am do does did done have has had having will
  would shall should can could may might must not no yes than then there here such some any each every all both few
  many more most much other another only own same too very just also even still again once up down out off per
`);

/** Function words of German; those that are English words too are left out. */
export const germanFunctionWords = list(`
  der die das den dem des ein eine einen einem einer eines und oder aber denn sondern wenn als wie dass ob weil obwohl
  während bevor nachdem damit zu zum zur im am an auf aus bei beim mit nach seit von vom vor durch für gegen ohne um
  über unter zwischen hinter neben bis ist sind waren sein wird werden wurde wurden worden hat haben hatte hatten
  kann können konnte konnten muss müssen musste soll sollen sollte darf dürfen mag nicht kein keine keinen nur auch
  noch schon sehr mehr er sie es wir ihr ich sich man ihm ihn ihnen uns euch mich dich mir dir sein seine seiner seinem
  ihre ihrer ihrem ihren unser dieser diese dieses diesem diesen jener jede jeder jedes alle allen viele einige andere
  anderen was wer wo wann warum hier dort dann da so in
`);

const englishPlanWords = list(`
  describe explain discuss explore examine introduce introduction outline overview present show consider analyse
  analyze compare summarise summarize conclude highlight address cover importance important role impact effect
  various different key main major example section point topic aspect way include including using use one two three
  new well like make get give first second third come came go went take took made give gave
`);
const germanPlanWords = list(`
  beschreiben erklären erläutern darstellen vorstellen einleitung überblick wichtig wichtige wichtigkeit bedeutung
  rolle beispiel abschnitt punkt thema aspekt verschiedene wichtigsten eingehen zeigen
`);

export const stopWords: Record<Exclude<GateLanguage, 'zh' | 'ja'>, ReadonlySet<string>> = {
  en: new Set([...englishFunctionWords, ...englishPlanWords]),
  de: new Set([...germanFunctionWords, ...germanPlanWords]),
  ru: list(`
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня еще
    ещё нет о об из ему теперь когда даже ну ли если уже или ни быть был была были него до вас опять вам ведь там потом
    себя ничего ей они тут где есть надо ней для мы тебя их чем сам без будто чего раз тоже себе под будет кто этот эта
    это эти этого том при между через над после перед также который которая которые которых почему более можно свой
    свои своих описать объяснить рассмотреть показать обзор введение роль значение важность пример раздел вопрос тема
  `),
  ar: list(`
    في من على الى إلى عن مع بعد قبل بين عند حتى منذ خلال حول دون هو هي هم هن هذا هذه ذلك تلك هؤلاء الذي التي الذين ما
    لا لم لن ان أن إن كان كانت يكون تكون قد كل بعض غير او أو و ثم اي أي كما لكن بل اذا إذا كيف لماذا متى اين أين حيث
    له لها لهم به بها فيه فيها منه منها عليه عليها شرح وصف مناقشة مقدمة دور اهمية أهمية تاثير مثال قسم نظرة عامة
  `),
  hi: list(`
    का के की को में से पर और या भी ही तो है हैं था थी थे हो होता होती होते हुआ हुई हुए कर करना करने करता करती करते किया
    की गया गई गए जा जाता जाती जाते रहा रही रहे यह ये वह वे इस उस इन उन इसके उसके अपने अपनी अपना जो जिस जिसके कि लिए
    साथ तक द्वारा एक कुछ सब सभी बहुत नहीं न ने क्या क्यों कैसे कब कहाँ बाद पहले बीच बारे वर्णन परिचय भूमिका महत्व
    उदाहरण अनुभाग विषय
  `),
  th: list(`
    และ หรือ แต่ ของ ใน ที่ ซึ่ง อัน เป็น คือ มี ได้ ให้ จาก กับ โดย เพื่อ ต่อ ว่า ไม่ จะ ก็ แล้ว อยู่ ไป มา นี้ นั้น
    ถึง ด้วย ตาม เมื่อ ถ้า หาก เพราะ การ ความ อย่าง มาก กว่า ทุก แต่ละ บาง หลาย ผู้ สิ่ง ทำ ใช้ ยัง ตั้งแต่ ระหว่าง
    อธิบาย บรรยาย บทนำ บทบาท สำคัญ ตัวอย่าง ส่วน หัวข้อ วิธี
  `),
  ko: list(`
    그 이 저 것 수 등 및 또는 그리고 그러나 하지만 위한 위해 대한 대해 통한 통해 따른 따라 있는 없는 하는 되는 있다
    한다 된다 어떻게 무엇 왜 설명 소개 서술 개요 역할 중요 중요성 영향 예시 부분 주제 방법
  `),
};

/** Chinese words and characters at which a main point is cut before its bigrams are taken. */
export const chineseStops =
  /介绍|说明|阐述|描述|分析|讨论|探讨|论述|讲述|概述|总结|重要性|如何|怎样|怎么|为什么|什么|以及|并且|或者|通过|进行|关于|对于|由于|因为|所以|但是|一个|一些|这个|那个|这些|那些|其中|之间|之后|之前|[的了着过和与及或在是有为以从到对把被将让使就都也而但其所等并向由则不这那此该每各]/gu;
