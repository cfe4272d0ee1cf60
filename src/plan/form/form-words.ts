/**
 * What forms are called, language by language. One entry a form: alternatives of a regular expression, without spaces
 * around. The tables say what a word means; which word of an order counts is the business of `find-form`.
 */

/** `other`: nothing in the order names a form. */
export type FormName =
  | 'article'
  | 'report'
  | 'essay'
  | 'letter'
  | 'email'
  | 'poem'
  | 'lyrics'
  | 'dialogue'
  | 'screenplay'
  | 'speech'
  | 'story'
  | 'novel'
  | 'manual'
  | 'guide'
  | 'faq'
  | 'list'
  | 'review'
  | 'news'
  | 'post'
  | 'abstract'
  | 'proposal'
  | 'paper'
  | 'lesson'
  | 'diary'
  | 'biography'
  | 'textbook'
  | 'other';

export type FormWords = Partial<Record<FormName, string>>;

export const englishWords: FormWords = {
  article:
    'articles?|features?|feature stor(?:y|ies)|column|explainer|(?:blog|wiki) (?:posts?|articles?|entry|entries)|blog|travelogue|newsletters?|encyclop(?:a?edia|edic) entry',
  report: 'reports?|white ?papers?|case stud(?:y|ies)|meeting minutes',
  essay:
    'essays?|compositions?|op-eds?|(?:opinion|position|think|philosophical) pieces?|position papers?|editorial|commentary|reflection|treatise',
  letter:
    'letters?|(?:thank[- ]you|love|farewell|apology|condolence) (?:notes?|cards?)|postcards?|invitations?',
  email: 'e-?mails?',
  poem: 'poems?|poetry|sonnets?|haikus?|odes?|limericks?|ballads?|elegy|elegies|villanelles?|acrostics?|verse|nursery rhymes?',
  lyrics: 'lyrics|songs?|raps?|rap songs?|anthem|hymn|jingle|lullab(?:y|ies)',
  dialogue:
    'dialogu?es?|conversations?|(?:interview|chat|podcast) (?:scripts?|transcripts?)|interviews?|debates?|transcripts?|panel discussion|q ?(?:&|and) ?a sessions?|podcast(?: episodes?)?',
  screenplay:
    'screenplays?|scripts?|(?:stage |radio |one-act )?plays?|teleplays?|skits?|(?:comedy )?sketch|(?:stage |radio )?drama|sitcom|episodes?|musical',
  speech:
    'speech(?:es)?|toasts?|eulog(?:y|ies)|sermons?|homily|keynote|oration|monologues?|(?:ted )?talks?|lectures?|presentation|(?:commencement|inaugural|keynote|opening|welcome) address|vows|(?:you ?tube|video|speech|voice-?over|narration|tiktok)(?: video)? scripts?',
  story:
    "stor(?:y|ies)|tales?|fairy ?tales?|folk ?tales?|fables?|fictions?|fan ?fictions?|fan ?fics?|narratives?|legends?|myths?|parables?|anecdotes?|vignettes?|(?:fight |love |opening )?scenes?|(?:children's|children’s|picture|story|bedtime) ?books?|creepypasta",
  novel:
    'novels?|novell?as?|novelettes?|sagas?|thrillers?|whodunn?its?|(?:fantasy|romance|horror|mystery|adventure|detective|sci-?fi|science fiction|fiction) books?|chapters?',
  manual:
    'manuals?|handbooks?|user guides?|instructions|(?:standard )?operating procedures?|sops?|documentation|readme',
  guide:
    'guides?|guidebooks?|tutorials?|how-tos?|walk-?throughs?|itinerar(?:y|ies)|recipes?|playbooks?|cookbooks?|roadmap',
  faq: 'faqs?|frequently asked questions|q ?(?:&|and) ?as?|questions and answers',
  list: 'lists?|listicles?|check-?lists?|outlines?|bullet points|mcqs?|quiz(?:zes)?|multiple[- ]choice questions|questions|ideas|ways|glossar(?:y|ies)|agenda|prompts|methods',
  review: 'reviews?|critiques?',
  news: 'news|news (?:reports?|articles?|stor(?:y|ies)|items?|pieces?|bulletins?|broadcasts?)|news ?casts?|(?:press|news|media) releases?|bulletin',
  post: 'posts?|tweets?|threads?|captions?|status updates?|text messages?',
  abstract: 'abstracts?|executive summar(?:y|ies)',
  proposal:
    'proposals?|(?:business|project|marketing|research|action|strategic|implementation) plans?|(?:grant|funding) applications?|statement of work|pitch(?:es)?',
  paper:
    'papers?|thes[ie]s|dissertations?|(?:literature|systematic) reviews?|review (?:articles?|papers?)|(?:research|scientific|journal|academic) articles?|meta-analysis|monographs?',
  lesson:
    'lessons?|(?:lesson|teaching|learning|study|course|training) plans?|courses?|curriculum|curricula|syllabus|teaching scripts?|training modules?|worksheets?',
  diary:
    "diar(?:y|ies)|journals?|(?:diary|journal|log) entr(?:y|ies)|log-?books?|captain’s log|captain's log",
  biography:
    'biograph(?:y|ies)|autobiograph(?:y|ies)|memoirs?|bios?|profiles?|life stor(?:y|ies)|obituar(?:y|ies)',
  textbook: 'textbooks?|course ?books?|primers?',
};

export const chineseWords: FormWords = {
  article: '文章|软文|稿子|专栏|推送|博客文章|博客|博文|科普文章?|游记|公众号文章',
  report: '报告|总结|汇报|案例分析|白皮书|会议纪要',
  essay:
    '作文|散文|随笔|议论文|记叙文|说明文|杂文|评论文章|评论文|新闻评论|评论|时评|心得体会|心得|体会|读后感|观后感|感悟|感想|短文',
  letter:
    '(?<!相|微|诚|自|确|守|迷|可|通|电|短)信(?!息)|情书|书信|家书|信函|邀请函|倡议书|请柬|贺卡|检讨书|申请书|保证书|慰问信',
  email: '电子邮件|邮件|电邮',
  poem: '诗|诗歌|宋词|绝句|七绝|五绝|七律|五律|律诗|俳句|顺口溜|对联|(?<![天禀])赋',
  lyrics: '歌词|歌曲|歌|[Rr][Aa][Pp]|说唱|儿歌|童谣|主题曲',
  dialogue: '对话|访谈录?|专访|采访稿|采访|对谈|辩论|聊天记录',
  screenplay: '剧本|小品|话剧|相声|短剧|脚本|(?<!游)戏剧|舞台剧',
  speech:
    '演讲稿?|讲话稿?|发言稿?|致辞|祝词|贺词|祝酒词|悼词|讲稿|主持词|主持稿|解说词|开幕词|誓词|口播稿|竞选稿|独白|讲话|脱口秀稿?|视频脚本|短视频文案',
  story: '故事|童话|童话故事|寓言|寓言故事|短篇小说|微型?小说|小小说|同人文|神话|传说|段子|剧情|场景',
  novel: '小说|长篇小说|中篇小说|网文|言情文|章回体',
  manual: '说明书|手册|操作规程|使用说明书?|操作指南|操作手册|规程|操作说明书?',
  guide: '指南|攻略|教程|食谱|菜谱|行程|路线图',
  faq: '常见问题解答|常见问题|问答|[Ff][Aa][Qq]',
  list: '清单|列表|采访提纲|采访问题|相关问题|提纲|大纲|单选题|多选题|选择题|判断题|练习题|试题|目录|要点|名单',
  review: '书评|影评|乐评|剧评|点评|评测|测评|鉴赏|赏析',
  news: '新闻稿件?|新闻报道|报道|新闻|通讯稿?|消息稿|快讯|简讯|通稿|新闻通稿',
  post: '推文|帖子|朋友圈(?:文案)?|微博|小红书(?:[^，。；：！？\\n]{0,12}(?:笔记|文案|文章|帖子?))?|文案|种草文|说说|动态',
  abstract: '摘要|内容提要',
  proposal:
    '开题报告|提案|方案|计划书|策划书|企划书|策划案|策划|商业计划书?|标书|建议书|可行性报告|工作计划|项目计划|计划',
  paper: '论文|综述|文献综述|综述文章|学术文章|学术论文|专著|研究现状',
  lesson: '教案|教学设计|课程|课件|讲义|学习计划|教学计划|教学方案|教学环节|备课稿?|入门课|说课稿',
  diary: '日记|周记|日志|手记',
  biography: '传记|自传|回忆录|生平|小传|列传|人物传',
  textbook: '教材|课本|教科书',
};

export const japaneseWords: FormWords = {
  article: '記事|ブログ記事|コラム|文章|ブログ',
  report: 'レポート|報告書|報告',
  essay: 'エッセイ|エッセー|作文|随筆|小論文|感想文',
  letter: '手紙|ラブレター|礼状|お礼状|招待状',
  email: 'メール',
  poem: '詩|俳句|短歌|ポエム',
  lyrics: '歌詞|歌|ラップ',
  dialogue: '会話|会話文|対話|インタビュー',
  screenplay: '脚本|台本|シナリオ|戯曲|コント',
  speech: 'スピーチ|演説|挨拶|祝辞|弔辞|講演',
  story: '物語|短編小説|短編|ショートストーリー|童話|昔話|お話|ストーリー',
  novel: '小説|長編小説|ライトノベル',
  manual: 'マニュアル|取扱説明書|説明書|手順書',
  guide: 'ガイド|ガイドブック|入門記事|チュートリアル|レシピ',
  faq: 'FAQ|よくある質問',
  list: 'リスト|一覧|箇条書き|チェックリスト',
  review: 'レビュー|書評|批評|映画評',
  news: 'ニュース記事|ニュース|プレスリリース',
  post: '投稿|ツイート',
  abstract: '要旨|抄録',
  proposal: '提案書|企画書|計画書|事業計画',
  paper: '論文|学術論文',
  lesson: '指導案|授業計画|学習計画',
  diary: '日記',
  biography: '伝記|自伝',
  textbook: '教科書',
};

export const koreanWords: FormWords = {
  article: '칼럼|블로그 글|아티클',
  report: '보고서|리포트|레포트',
  essay: '에세이|수필|독후감|논설문|감상문',
  letter: '편지|자기소개서|러브레터|초대장',
  email: '이메일|메일',
  poem: '(?<!\\p{L})시|시조|동시',
  lyrics: '가사|노래|랩',
  dialogue: '대화문?|인터뷰',
  screenplay: '대본|각본|시나리오|희곡',
  speech: '연설문?|축사|발표문|추도사',
  story: '이야기|단편 ?소설|동화',
  novel: '소설|장편 ?소설|웹소설',
  manual: '매뉴얼|설명서',
  guide: '가이드|안내서|튜토리얼',
  faq: 'FAQ|자주 묻는 질문',
  list: '목록|리스트',
  review: '리뷰|서평|후기|감상평|평론',
  news: '뉴스|뉴스 기사|기사|보도자료',
  post: '게시물|게시글|트윗',
  abstract: '초록',
  proposal: '제안서|기획서|계획서',
  paper: '논문',
  lesson: '교안|수업 계획안?|지도안',
  diary: '일기',
  biography: '전기|자서전',
  textbook: '교과서',
};
