/** Words that stand before a year in brackets without naming an author, and family names that do name one. */

/** Places, months, seasons and events: "(Paris, 1889)" is no reference. Lower case. */
export const notAuthors: ReadonlySet<string> = new Set(
  `january february march april may june july august september october november december spring summer autumn fall winter
  paris london berlin tokyo rome madrid vienna moscow beijing shanghai york chicago boston washington geneva munich
  hamburg frankfurt cologne leipzig dresden zurich basel brussels amsterdam lisbon athens prague warsaw budapest
  copenhagen stockholm oslo helsinki dublin edinburgh glasgow manchester kyoto osaka seoul delhi mumbai cairo istanbul
  rio sydney melbourne toronto montreal germany france england britain italy spain china japan india russia europe
  america usa uk olympics expo congress treaty
  januar februar märz mai juni juli oktober dezember frühjahr sommer herbst wien münchen köln zürich genf moskau rom
  deutschland frankreich
  москва петербург ленинград париж лондон берлин рим вена токио пекин казань киев январь февраль март апрель май июнь
  июль август сентябрь октябрь ноябрь декабрь весна лето осень зима россия европа
  القاهرة بغداد دمشق بيروت الرياض تونس الرباط الجزائر باريس لندن مصر العراق سوريا المغرب يناير فبراير مارس أبريل
  مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
  दिल्ली मुंबई कोलकाता चेन्नई पटना जयपुर लखनऊ लंदन पेरिस भारत जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर
  अक्टूबर नवंबर दिसंबर
  กรุงเทพ กรุงเทพฯ เชียงใหม่ ลอนดอน ปารีส โตเกียว ประเทศไทย มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม
  สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
  東京 大阪 京都 北京 上海 ロンドン パリ ニューヨーク 昭和 平成 令和 大正 明治 春 夏 秋 冬
  서울 부산 대구 인천 광주 대전 도쿄 파리 런던 베이징 봄 여름 가을 겨울`.split(/\s+/),
);

/** First characters of Chinese family names, without those that begin the name of a province or a big city. */
export const chineseSurname =
  /^(?!江苏|江西|安徽|云南|温州|金华|黄山|马来|石家|常州|郑州|徐州|汉|华北|华东|华南|成都|唐山|宁夏|甘肃|秦皇|孟买|罗马|柏林|张家|吴江|苏州|苏联|柳州|梅州|连云)[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻餘]/;

/** First syllables of Korean family names. */
export const koreanSurname =
  /^[김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모]/;
