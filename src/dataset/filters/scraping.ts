/** Leaves out instructions that need what only a browser or a file could give: pages to fetch, data to extract. */
import { maskMaterial } from '../../plan/length/mask-material.ts';
import { type Filter, quote } from './filter.ts';

const rules = [
  /\b(?:web[- ]?scrap(?:er|ing)|web[- ]?crawler)\b|\b(?:script|code|program|bot|tool)s?\b[^.!?\n]{0,40}\bscrapes?\b/i,
  /\b(?:links?|urls?|articles?|videos?|websites?)\b[^.!?\n]{0,12}https?:\/\/|(?:链接|网址|网页|视频)[^。！？\n]{0,8}https?:\/\//i,
  /\b(?:scrap(?:e|ing)|crawl(?:ing)?|harvest)\b[^.!?\n]{0,60}\b(?:web|website|sites?|pages?|urls?|data|listings?|e-?mails?|profiles?|links?)\b/i,
  /\b(?:extract|collect|pull|fetch|download|gather)\b[^.!?\n]{0,80}\b(?:from|of)\b[^.!?\n]{0,40}(?:https?:\/\/|www\.|\b(?:this|the following) (?:url|link|website|web ?page)s?\b)/i,
  /\b(?:summari[sz]e|read|rewrite|paraphrase|analy[sz]e|open|visit|browse|go to|look at|based on|according to|check(?: out)?|translate|review|watch)\b[^.!?\n]{0,60}(?:https?:\/\/\S+|www\.\S+)/i,
  /\bthis (?:page|site|link|article|video|post)\b[^.!\n]{0,20}[?:]?\s*https?:\/\//i,
  /^\s*(?:https?:\/\/|www\.)\S+\s*$/i,
  /\b(?:attached|uploaded)\s+(?:file|pdf|document|image|spreadsheet|screenshot)\b/i,
  /(?:爬取|抓取|爬虫)[^。！？\n]{0,30}(?:网页|网站|数据|链接|信息|页面|商品|评论)/,
  /(?:参考|根据|总结|阅读|改写|分析|打开|访问|翻译|浏览|看看|看一下)[^。！？\n]{0,30}(?:https?:\/\/\S+|www\.\S+|(?:这个|以下|该)(?:链接|网址|网页|网站))/,
  /(?:上传|附件)(?:的|中的|里的)?(?:文件|文档|图片|表格|PDF)|(?:打开|阅读|根据)(?:该|这个|上面的)?附件/i,
];

/** English and Chinese. An address that is only mentioned ("my site is www…") is none of it. */
export const scrapingFilter: Filter = {
  name: 'scraping',
  check({ instruction }) {
    const masked = maskMaterial(instruction);
    const match = rules.map((rule) => rule.exec(masked)).find((found) => found !== null);
    return match === undefined
      ? undefined
      : `The instruction needs a page, a file or a scraper: ${quote(match[0])}.`;
  },
};
