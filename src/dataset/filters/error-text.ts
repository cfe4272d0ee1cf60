/** Leaves out answers that are the error message of a program, saved as if a model had written it. */
import { type Filter, quote } from './filter.ts';

const longest = 2000;

const errors = [
  /^\W*(?:\w+\.)*\w*(?:Error|Exception|Timeout)\b\s*(?:\(|:|\W*$)/,
  /^\W*(?:an?\s+)?(?:unexpected\s+|api\s+|http\s+|network\s+|internal\s+|server\s+|request\s+)*error\s*(?:occurred|communicating\b|in\b|while\b|when\b|:|code\b|\d{3}\b|\W*$)/i,
  /^\s*Traceback \(most recent call last\)/,
  /^\s*\{\s*["'](?:error|detail|code|message)["']\s*:/,
  /^\s*<(?:!doctype|html|head|title)\b[\s\S]{0,400}\b(?:error|bad gateway|time-?out|unavailable|forbidden|not found|too many)/i,
  /^\s*(?:HTTP\/\d|(?:4\d\d|5\d\d)\s+(?:bad|unauthorized|forbidden|not found|too many|internal|service|gateway))/i,
  /^\s*(?:rate limit|(?:the )?request timed out|connection (?:error|refused|reset)|content[ _-]?(?:filter|policy) (?:error|violation)|(?:this model['’]s )?maximum context length|(?:bad gateway|service unavailable|gateway time-?out)\b)/i,
  /^[^\n]{0,80}\b(?:max retries exceeded|failed with status code \d{3}|upstream connect error|too many requests)\b[^\n]{0,160}$/i,
  /^\s*(?:null|none|undefined|nan|n\/a|\[?empty\]?)\s*$/i,
  /^\W*(?:错误|错误信息|(?:请求|调用[^。，\n]{0,8}|接口调用|网络连接|连接)(?:失败|超时|异常)|网络错误|系统(?:繁忙|错误|异常)|服务(?:器)?(?:内部)?(?:错误|异常|不可用))/,
];

/** Only texts up to 2,000 characters: an article that begins with such words is an article. */
export const errorTextFilter: Filter = {
  name: 'error-text',
  check: ({ answer }) =>
    answer.length <= longest && errors.some((pattern) => pattern.test(answer))
      ? `It is an error message: ${quote(answer)}.`
      : undefined,
};
